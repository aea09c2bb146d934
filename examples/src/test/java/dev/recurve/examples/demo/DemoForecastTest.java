package dev.recurve.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurve.examples.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration, as the README names it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoForecastTest {
  private static final double SEASONAL_NAIVE = 73.6;

  @TempDir static Path folder;

  private Cli.Outcome outcome;
  private JsonNode json;

  @BeforeAll
  void runOnce() {
    outcome = new Cli(folder).run("demo", "forecast", "--json").assertDone();
    json = outcome.json();
  }

  private double rmse(String method) {
    return json.get("scores").get(method).get("rmse").asDouble();
  }

  @Test
  void theModelBeatsTheSeasonalNaiveForecast() {
    assertThat(rmse("model")).isLessThan(SEASONAL_NAIVE);
  }

  @Test
  void theNaiveForecastsScoreAsPublished() {
    assertThat(String.format(Locale.ROOT, "%.1f", rmse("repeat"))).isEqualTo("121.1");
    assertThat(String.format(Locale.ROOT, "%.1f", rmse("seasonal-naive"))).isEqualTo("73.6");
  }

  @Test
  void jsonSaysWhatWasDone() {
    assertThat(json.get("task").asText()).isEqualTo("demo forecast");
    assertThat(json.get("seed").asLong()).isEqualTo(7);
    assertThat(json.get("backend").asText()).isNotEmpty();
    for (var table : new String[] {"scores", "rolling"}) {
      assertThat(json.get(table).fieldNames())
          .toIterable()
          .containsExactly("model", "repeat", "seasonal-naive", "nlinear");
      json.get(table).forEach(scores -> assertThat(scores).hasSize(4));
    }
  }

  @Test
  void tablesAreForPeople() {
    assertThat(outcome.err())
        .contains(
            "one origin, 1958-01, horizon 36", "25 origins from 1958-01, stride 1, horizon 12")
        .contains("seasonal-naive", "121.1", "73.6");
  }

  @Test
  void theReportIsOnePageWithThreeCharts() throws Exception {
    var report = folder.resolve(json.get("report").asText());
    assertThat(report).isEqualTo(folder.resolve("runs/demo-forecast/report.html"));
    var page = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
    assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(3);
    assertThat(page.getElementsByTagName("table").getLength()).isEqualTo(2);
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(Files.readString(report)).doesNotContain("src=", "href=");
  }

  @Test
  void theForecastIsAPictureToo() throws Exception {
    var image = ImageIO.read(folder.resolve("runs/demo-forecast/forecast.png").toFile());
    assertThat(image.getWidth()).isCloseTo(1280, within(0));
    assertThat(image.getHeight()).isEqualTo(640);
  }
}
