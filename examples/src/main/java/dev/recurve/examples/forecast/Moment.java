package dev.recurve.examples.forecast;

import dev.recurve.examples.cli.BadUsageException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;

/** A point in time as users write it. */
final class Moment {
  private Moment() {}

  /**
   * Reads {@code 2017-10-24T06:00}, {@code 2017-10-24 06:00}, {@code 2017-10-24}, {@code 2017-10}
   * or {@code 2017}.
   */
  static LocalDateTime parse(String text) {
    try {
      return switch (text.length()) {
        case 4 -> Year.parse(text).atDay(1).atStartOfDay();
        case 7 -> YearMonth.parse(text).atDay(1).atStartOfDay();
        case 10 -> LocalDate.parse(text).atStartOfDay();
        default -> LocalDateTime.parse(text.replace(' ', 'T'));
      };
    } catch (DateTimeParseException e) {
      throw new BadUsageException(
          "--from is a time such as 2017-10-24, 2017-10 or \"2017-10-24 06:00\", received \"%s\""
              .formatted(text));
    }
  }

  /** Reads the number of a row, from 0. */
  static int parseRow(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new BadUsageException(
          "the series has no times, so --from is the number of a row, received \"%s\""
              .formatted(text));
    }
  }
}
