package dev.recurve.examples.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.examples.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Train, evaluate, predict, each in a JVM of its own. */
class ForecastEndToEndTest {
  @TempDir Path folder;

  @Test
  void aModelGoesFromVerbToVerb() throws IOException {
    var cli = new Cli(folder);
    SampleCsv.write(folder.resolve("shop.csv"), SampleCsv.days(200));
    var trained =
        cli.run(
                "forecast",
                "train",
                "shop.csv",
                "--target",
                "sales",
                "--horizon",
                "7",
                "--hidden",
                "6",
                "--epochs",
                "2",
                "--season",
                "7",
                "--json",
                "--out",
                "runs/shop")
            .assertDone();
    assertThat(trained.json().get("part").asText()).isEqualTo("validation");
    assertThat(trained.json().get("model").asText()).isEqualTo("runs/shop/model.recurve");
    var scores =
        cli.run("forecast", "evaluate", "runs/shop", "shop.csv", "--json").assertDone().json();
    assertThat(scores.get("scores").get("seasonal-naive").get("rmse").asDouble()).isPositive();
    cli.run("forecast", "predict", "runs/shop", "shop.csv", "--out", "next.csv").assertDone();
    assertThat(Files.readAllLines(folder.resolve("next.csv"))).hasSize(8);
  }

  @Test
  void failuresEndTheProcessWithTheirCode() throws IOException {
    var cli = new Cli(folder);
    cli.run("forecast", "train", "no.csv", "--target", "y", "--horizon", "3", "--out", "x")
        .assertFailed(1, "file not found: no.csv");
    var bytes = new byte[3000];
    Arrays.fill(bytes, (byte) 'P');
    Files.write(folder.resolve("broken.recurve"), bytes);
    SampleCsv.write(folder.resolve("shop.csv"), SampleCsv.days(30));
    cli.run("forecast", "predict", "broken.recurve", "shop.csv")
        .assertFailed(1, "broken.recurve", "damaged");
    cli.run("forecast", "train").assertFailed(2, "Usage: recurve forecast train", "(default: 32)");
  }
}
