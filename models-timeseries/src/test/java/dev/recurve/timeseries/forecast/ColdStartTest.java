package dev.recurve.timeseries.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.io.Bundle;
import dev.recurve.io.Provenance;
import dev.recurve.runtime.Device;
import dev.recurve.timeseries.Split;
import dev.recurve.timeseries.TimeSeries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that opens a forecaster and asks it once loads neither an object mapper nor a log, and
 * does not have the JVM make up strings or equalities.
 */
class ColdStartTest {
  @TempDir Path folder;

  private static TimeSeries series() {
    double[] values = new double[60];
    for (int i = 0; i < values.length; i++) {
      values[i] = 10 + Math.sin(i);
    }
    return TimeSeries.of("load", values);
  }

  /** What a small service does, from its model to the first answer. */
  static final class Service {
    public static void main(String[] args) {
      var forecaster = Bundle.open(Path.of(args[0])).model(Forecaster.class);
      System.out.println("forecast of " + forecaster.forecast(series()).length + " rows");
    }
  }

  @Test
  void noMapperAndNoLogIsLoaded() throws IOException, InterruptedException {
    var model = folder.resolve("model.rnn");
    ForecasterTraining.of(
            series().split(Split.rows(40, 10, 10)),
            ForecasterConfig.of("load", 6, 4),
            new ForecasterTraining.Options(1, 16, 0.01, 1, 1, 1),
            Device.standard())
        .fit()
        .save(model, false, new Provenance(Map.of(), 1, "java", Map.of(), "2026-01-01T00:00:00Z"));
    var process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xlog:class+load",
                    "-Drecurve.backend=java",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Service.class.getName(),
                    model.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output)
        .contains("forecast of 4 rows", "dev.recurve.io.JsonParser")
        .doesNotContain(
            "com.fasterxml.jackson",
            "java.util.logging",
            "java.util.regex",
            "java.lang.runtime.ObjectMethods",
            "java.lang.invoke.StringConcatFactory");
  }
}
