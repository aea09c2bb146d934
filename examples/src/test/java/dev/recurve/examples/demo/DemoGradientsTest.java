package dev.recurve.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurve.examples.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** How far back gradients reach, as the command line draws it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoGradientsTest {
  @TempDir static Path folder;

  private Cli.Outcome outcome;
  private JsonNode json;

  @BeforeAll
  void runOnce() {
    outcome = new Cli(folder).run("demo", "gradients", "--steps", "60", "--json").assertDone();
    json = outcome.json();
  }

  private double relative(String cell, int lag) {
    return json.get("relative").get(cell).get(lag).asDouble();
  }

  private double exploding(String curve, int lag) {
    return json.get("exploding").get(curve).get(lag).asDouble();
  }

  @Test
  void anOpenGateReachesFurthest() {
    assertThat(relative("LSTM, forget gate open", 59)).isGreaterThan(1e-3);
    assertThat(relative("GRU", 59)).isLessThan(relative("LSTM, forget gate open", 59));
    assertThat(relative("SimpleRNN", 59)).isLessThan(1e-9);
    assertThat(relative("SimpleRNN", 0)).isEqualTo(1);
  }

  @Test
  void clippingMovesTheLineWithoutBendingIt() {
    var clipped = "SimpleRNN, clipped to norm 1";
    double factor = exploding(clipped, 0) / exploding("SimpleRNN", 0);
    assertThat(factor).isBetween(0.0, 1.0);
    for (int lag = 0; lag < 60; lag++) {
      assertThat(exploding(clipped, lag) / exploding("SimpleRNN", lag))
          .isCloseTo(factor, within(1e-9));
    }
    assertThat(exploding("SimpleRNN", 59)).isGreaterThan(100 * exploding("SimpleRNN", 0));
  }

  @Test
  void layerNormKeepsTheLineFromExploding() {
    var curve = "SimpleRNN, layer norm";
    assertThat(json.get("normalised").get(curve).get(59).asDouble())
        .isGreaterThan(1000 * relative("SimpleRNN", 59));
    assertThat(exploding(curve, 59) / exploding(curve, 0))
        .isLessThan(exploding("SimpleRNN", 59) / exploding("SimpleRNN", 0) / 100);
  }

  @Test
  void theReportIsOnePageWithThreeCharts() throws Exception {
    var report = folder.resolve(json.get("report").asText());
    assertThat(report).isEqualTo(folder.resolve("runs/demo-gradients/report.html"));
    var page = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
    assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(3);
    assertThat(page.getElementsByTagName("table").getLength()).isEqualTo(1);
    assertThat(Files.readString(report)).doesNotContain("src=", "href=");
    assertThat(outcome.err()).contains("1 step back", "59 steps back", "LSTM, forget gate open");
  }

  @Test
  void theChartsArePicturesToo() throws Exception {
    for (var name : new String[] {"gradients.png", "layer-norm.png", "exploding.png"}) {
      var image = ImageIO.read(folder.resolve("runs/demo-gradients").resolve(name).toFile());
      assertThat(image.getWidth()).isEqualTo(1280);
      assertThat(image.getHeight()).isEqualTo(640);
    }
  }

  @Test
  void tooFewStepsAreRefused() {
    var refused = new Cli(folder).run("demo", "gradients", "--steps", "1");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("--steps is at least 2, received 1");
  }
}
