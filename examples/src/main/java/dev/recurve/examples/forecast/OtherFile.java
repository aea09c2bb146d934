package dev.recurve.examples.forecast;

import dev.recurve.timeseries.GapPolicy;
import dev.recurve.timeseries.TimeSeries;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A trained model, and the file that it is to be used on: read as in training, unless told
 * otherwise.
 */
final class OtherFile {
  @Parameters(
      paramLabel = "DIR|MODEL",
      index = "0",
      description = "The folder of a run, or a model file.")
  private Path model;

  @Parameters(paramLabel = "FILE.csv", index = "1", description = "The series.")
  private Path file;

  @Option(
      names = "--time",
      paramLabel = "COL",
      description = "The column of times (default: as in training).")
  private Optional<String> time = Optional.empty();

  @Option(
      names = "--fill-gaps",
      description =
          "Treat rows that are missing in time as missing values (default: as in training).")
  private boolean fillGaps;

  StoredModel model() {
    return StoredModel.open(model);
  }

  Path file() {
    return file;
  }

  /** Reads what a model looks at. */
  TimeSeries read(StoredModel stored) {
    var data = stored.run().map(RunConfig::data);
    var column = time.or(() -> data.map(DataFile::time).filter(name -> !name.isEmpty()));
    var gaps = fillGaps ? GapPolicy.FILL : data.map(DataFile::gaps).orElse(GapPolicy.FAIL);
    return DataFile.read(file, column, stored.forecaster().config().inputs().columns(), gaps);
  }

  /** What times are called in files that are written. */
  String timeName(StoredModel stored) {
    return time.or(() -> stored.run().map(run -> run.data().time()))
        .filter(name -> !name.isEmpty())
        .orElse("time");
  }
}
