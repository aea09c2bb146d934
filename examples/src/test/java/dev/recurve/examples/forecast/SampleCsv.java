package dev.recurve.examples.forecast;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Small CSV files. */
final class SampleCsv {
  private SampleCsv() {}

  /** Days with a weekly wave on a slow trend. */
  static List<String> days(int rows) {
    var lines = new ArrayList<>(List.of("date,sales"));
    var start = LocalDate.of(2020, 1, 1);
    for (int row = 0; row < rows; row++) {
      double value =
          50 + 0.05 * row + 10 * Math.sin(2 * Math.PI * row / 7) + 3 * Math.sin(row * row);
      lines.add(String.format(Locale.ROOT, "%s,%.3f", start.plusDays(row), value));
    }
    return lines;
  }

  /** Writes lines. */
  static Path write(Path file, List<String> lines) {
    try {
      return Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
