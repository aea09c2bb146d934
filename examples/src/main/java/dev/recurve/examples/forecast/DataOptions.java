package dev.recurve.examples.forecast;

import dev.recurve.timeseries.GapPolicy;
import dev.recurve.timeseries.TimeSeries;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which file is read, and how. */
final class DataOptions {
  @Parameters(
      paramLabel = "FILE.csv",
      index = "0",
      description = "A header line, then one row for each point in time.")
  private Path file;

  @Option(
      names = "--time",
      paramLabel = "COL",
      description =
          "The column of times (default: the first if it is called date, time … or holds no"
              + " numbers).")
  private Optional<String> time = Optional.empty();

  @Option(
      names = "--fill-gaps",
      description =
          "Treat rows that are missing in time as missing values, and do not refuse them.")
  private boolean fillGaps;

  /** Reads these columns. */
  TimeSeries read(List<String> columns) {
    return DataFile.read(file, time, columns, gaps());
  }

  /** The file that was read, to be found again. */
  DataFile file(List<String> columns) {
    return DataFile.of(file, time, columns, gaps());
  }

  private GapPolicy gaps() {
    return fillGaps ? GapPolicy.FILL : GapPolicy.FAIL;
  }
}
