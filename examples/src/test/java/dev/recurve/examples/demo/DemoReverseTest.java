package dev.recurve.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurve.examples.Cli;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration at its small setting: it learns, and shows where it looked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoReverseTest {
  @TempDir static Path folder;

  private Cli.Outcome outcome;
  private JsonNode json;

  @BeforeAll
  void runOnce() {
    outcome = new Cli(folder).run("demo", "reverse", "--small", "--json").assertDone();
    json = outcome.json();
  }

  @Test
  void itReversesStringsThatItHasNeverSeen() {
    assertThat(json.get("strings").asInt()).isEqualTo(300);
    assertThat(json.get("accuracy").asDouble()).isGreaterThan(0.9);
  }

  @Test
  void theTableIsForPeople() {
    assertThat(outcome.err()).contains("Unseen strings", "of 300 unseen strings");
  }

  @Test
  void theReportShowsTheAttention() throws Exception {
    var report = folder.resolve(json.get("report").asText());
    assertThat(report).isEqualTo(folder.resolve("runs/demo-reverse/report.html"));
    var page = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
    assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(2);
    assertThat(page.getElementsByTagName("rect").getLength()).isEqualTo(4 * 5);
    var image = ImageIO.read(folder.resolve("runs/demo-reverse/attention.png").toFile());
    assertThat(image.getWidth()).isEqualTo(740);
  }

  @Test
  void nothingThatIsAskedWasLearntFrom() {
    var train = DigitStrings.draw(7, 4000, 4, false);
    var asked = DigitStrings.draw(9, 300, 4, true);
    assertThat(train).noneMatch(DigitStrings::isHeldOut);
    assertThat(asked).allMatch(DigitStrings::isHeldOut);
  }
}
