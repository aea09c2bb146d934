package dev.recurve.examples.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.recurve.examples.InProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a run's folder holds, and what the verbs do with it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForecastJobTest {
  private static final int ROWS = 120;

  @TempDir static Path folder;

  private Path data;
  private Path run;

  @BeforeAll
  void trainOnce() {
    data = SampleCsv.write(folder.resolve("shop.csv"), SampleCsv.days(ROWS));
    run = folder.resolve("run");
    InProcess.run(
            "forecast",
            "train",
            data.toString(),
            "--target",
            "sales",
            "--horizon",
            "7",
            "--season",
            "7",
            "--hidden",
            "4",
            "--epochs",
            "3",
            "--seed",
            "11",
            "-q",
            "--out",
            run.toString())
        .assertDone();
  }

  @Test
  void theConfigIsFullyResolved() {
    var config = RunConfig.read(run.resolve("config.yaml"));
    assertThat(config.parts())
        .isEqualTo(new Parts(84, 12, 24, "2020-03-25T00:00", "2020-04-06T00:00"));
    assertThat(config.season()).isEqualTo(7);
    assertThat(config.forecaster().span().context()).isEqualTo(14);
    assertThat(config.training().seed()).isEqualTo(11);
    assertThat(config.data().sha256()).hasSize(64);
    assertThat(config.data().path()).isEqualTo(data.toString());
    assertThat(config.machine().backend()).isNotEmpty();
  }

  @Test
  void theFolderHoldsAllThereIsToKnow() throws IOException {
    assertThat(run.resolve("report.html")).content().contains("<svg", "seasonal-naive");
    assertThat(run.resolve("log.txt"))
        .content()
        .contains("epoch 3: train loss", "stopped: ", "weights");
    assertThat(run.resolve("last.ckpt")).exists();
    var history = Files.readAllLines(run.resolve("history.jsonl"));
    assertThat(history).hasSize(3);
    var last = new JsonMapper().readTree(history.getLast());
    assertThat(last.get("epoch").asInt()).isEqualTo(3);
    assertThat(last.get("valid-loss").asDouble()).isPositive();
  }

  @Test
  void evaluateMeasuresOnTheTestPartOnly() {
    var json =
        InProcess.run("forecast", "evaluate", run.toString(), data.toString(), "--json")
            .assertDone()
            .json();
    assertThat(json.get("part").asText()).isEqualTo("test");
    assertThat(json.get("seed").asInt()).isEqualTo(11);
    assertThat(json.get("protocol").asText()).contains("18 origins from 2020-04-06", "season 7");
    assertThat(json.get("scores").fieldNames())
        .toIterable()
        .containsExactly("model", "repeat", "seasonal-naive", "nlinear");
    assertThat(json.get("scores").get("model").fieldNames())
        .toIterable()
        .containsExactly("mae", "rmse", "mase", "smape");
  }

  @Test
  void evaluateTakesOriginStrideAndUnits() {
    var json =
        InProcess.run(
                "forecast",
                "evaluate",
                run.toString(),
                data.toString(),
                "--json",
                "--scaled",
                "--from",
                "2020-04-10",
                "--stride",
                "7")
            .assertDone()
            .json();
    assertThat(json.get("protocol").asText())
        .contains("2 origins from 2020-04-10, stride 7", "scaled units");
  }

  @Test
  void aLongerFileOfTheSameSeriesHasALongerTestPart() {
    var longer = SampleCsv.write(folder.resolve("longer.csv"), SampleCsv.days(ROWS + 10));
    var json =
        InProcess.run("forecast", "evaluate", run.toString(), longer.toString(), "--json")
            .assertDone()
            .json();
    assertThat(json.get("protocol").asText()).contains("28 origins from 2020-04-06");
  }

  @Test
  void predictWritesTheRowsThatFollow() throws IOException {
    var out = folder.resolve("next.csv");
    InProcess.run(
            "forecast",
            "predict",
            run.resolve("model.recurve").toString(),
            data.toString(),
            "--out",
            out.toString())
        .assertDone();
    var lines = Files.readAllLines(out);
    assertThat(lines).hasSize(8);
    assertThat(lines.getFirst()).isEqualTo("time,sales");
    assertThat(lines.get(1)).startsWith("2020-04-30,");
    assertThat(lines.getLast()).startsWith("2020-05-06,");
    var printed = InProcess.run("forecast", "predict", run.toString(), data.toString(), "-q");
    assertThat(printed.out().lines()).containsExactlyElementsOf(lines);
    var rows =
        InProcess.run("forecast", "predict", run.toString(), data.toString(), "--json").json();
    assertThat(rows.get("rows")).hasSize(7);
    assertThat(rows.get("rows").get(0).get("sales").asDouble())
        .isEqualTo(Double.parseDouble(lines.get(1).split(",")[1]));
  }

  @Test
  void jsonIsAloneOnStandardOutput() {
    var outcome = InProcess.run("forecast", "evaluate", run.toString(), data.toString(), "--json");
    assertThat(outcome.out().lines()).hasSize(1);
    assertThat(outcome.err()).contains("seasonal-naive");
  }
}
