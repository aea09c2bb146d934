package dev.recurve.examples.forecast;

import dev.recurve.DataException;
import dev.recurve.examples.cli.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Forecasts the rows after the end of a file. */
@Command(
    name = "predict",
    customSynopsis = "recurve forecast predict DIR|MODEL FILE.csv [OPTIONS]",
    description = "Forecasts the rows after the end of a CSV file, as CSV.")
final class PredictCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private final OtherFile input = new OtherFile();

  @Option(
      names = "--out",
      paramLabel = "NEXT.csv",
      description = "The file to write (default: standard output).")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--overwrite", description = "Replace that file, if there is one.")
  private boolean overwrite;

  PredictCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    out.ifPresent(this::requireFree);
    var stored = input.model();
    var series = input.read(stored);
    var next =
        new NextRows(
            input.timeName(stored),
            stored.forecaster().targets(),
            series,
            stored.forecaster().forecast(series));
    if (out.isPresent()) {
      write(out.get(), next.csv());
      console.note("%d rows: %s".formatted(stored.forecaster().horizon(), out.get()));
    } else {
      console.print(next.csv());
    }
    var json = new LinkedHashMap<String, Object>();
    json.put("task", "forecast predict");
    json.put("rows", next.json());
    out.ifPresent(file -> json.put("file", file.toString()));
    console.result(json);
    return 0;
  }

  private void requireFree(Path file) {
    if (Files.exists(file) && !overwrite) {
      throw new DataException(
          "%s exists; name another file, or replace it with --overwrite".formatted(file));
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
