package dev.recurve.timeseries;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/** Numbers as they stand in a CSV file: a decimal point, no thousands separators, always finite. */
final class Numbers {
  private static final Set<String> MISSING = Set.of("", "nan", "na", "n/a", "null", "none");
  // Double.parseDouble alone would also take "1d", "0x1p3" and "Infinity".
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private Numbers() {}

  /** Returns whether a cell says that nothing was observed. */
  static boolean isMissing(String cell) {
    return MISSING.contains(cell.toLowerCase(Locale.ROOT));
  }

  static boolean isNumber(String cell) {
    return parse(cell).isPresent();
  }

  /** Returns the number in a cell; empty if it holds none, or one too large for a double. */
  static OptionalDouble parse(String cell) {
    if (!NUMBER.matcher(cell).matches()) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(cell);
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
