package dev.recurve.examples.report;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Axes of time, whose ticks stand where a calendar has them: on whole minutes, midnights, Mondays,
 * firsts of the month, and years that are 1, 2 or 5 times a power of ten apart.
 */
final class TimeTicks {
  private static final List<Step> STEPS =
      Stream.of(
              steps(ChronoUnit.SECONDS, 1, 2, 5, 10, 30),
              steps(ChronoUnit.MINUTES, 1, 2, 5, 10, 30),
              steps(ChronoUnit.HOURS, 1, 2, 3, 6, 12),
              steps(ChronoUnit.DAYS, 1, 2),
              steps(ChronoUnit.WEEKS, 1, 2),
              steps(ChronoUnit.MONTHS, 1, 3, 6),
              steps(ChronoUnit.YEARS, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000))
          .flatMap(List::stream)
          .toList();

  /** The first Monday that epoch days count: 1970-01-05. */
  private static final int MONDAY = 4;

  private TimeTicks() {}

  /** The axis value of a time: seconds since 1970-01-01T00:00. */
  static double seconds(LocalDateTime time) {
    return time.toEpochSecond(ZoneOffset.UTC) + time.getNano() * 1e-9;
  }

  /** The time at an axis value, to the second. */
  static LocalDateTime time(double seconds) {
    return LocalDateTime.ofEpochSecond((long) Math.floor(seconds), 0, ZoneOffset.UTC);
  }

  /**
   * An axis that ends at {@code low} and {@code high}, with at most {@code wanted} + 1 ticks
   * between.
   */
  static Axis within(double low, double high, int wanted) {
    if (high - low < 2) {
      // One moment is shown with a day on either side; a second or two stay what they are.
      double margin = high > low ? 2 : ChronoUnit.DAYS.getDuration().toSeconds();
      return within(low - margin, high + margin, wanted);
    }
    var step =
        STEPS.stream()
            .filter(s -> (high - low) / s.seconds() <= wanted)
            .findFirst()
            .orElse(STEPS.getLast());
    var ticks = new ArrayList<Tick>();
    var context = "";
    for (var at = step.floor(time(low)); seconds(at) <= high; at = at.plus(step.count, step.unit)) {
      if (seconds(at) >= low) {
        var here = step.context(at);
        ticks.add(new Tick(seconds(at), step.label(at), here.equals(context) ? "" : here));
        context = here;
      }
    }
    return new Axis(low, high, false, ticks);
  }

  /** A time as a reader wants it in a sentence: without the parts that are zero. */
  static String spoken(double seconds) {
    var time = time(seconds);
    boolean midnight = time.toLocalTime().toSecondOfDay() == 0;
    if (midnight) {
      return format(time, time.getDayOfMonth() == 1 ? "MMM u" : "d MMM u");
    }
    return format(time, time.getSecond() == 0 ? "d MMM u HH:mm" : "d MMM u HH:mm:ss");
  }

  private static List<Step> steps(ChronoUnit unit, int... counts) {
    return IntStream.of(counts).mapToObj(count -> new Step(unit, count)).toList();
  }

  private static String format(LocalDateTime time, String pattern) {
    return time.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
  }

  /** The distance between two ticks. */
  private record Step(ChronoUnit unit, int count) {

    /** Its length, by an average month or year. */
    double seconds() {
      return (double) unit.getDuration().toSeconds() * count;
    }

    /** The last tick that is not after {@code time}. */
    LocalDateTime floor(LocalDateTime time) {
      var day = time.truncatedTo(ChronoUnit.DAYS);
      return switch (unit) {
        case YEARS -> day.withDayOfYear(1).withYear(Math.floorDiv(time.getYear(), count) * count);
        case MONTHS ->
            day.withDayOfMonth(1).withMonth((time.getMonthValue() - 1) / count * count + 1);
        case WEEKS -> {
          long days = day.toLocalDate().toEpochDay() - MONDAY;
          yield day.minusDays(Math.floorMod(days, 7 * count));
        }
        case DAYS -> day.minusDays(Math.floorMod(day.toLocalDate().toEpochDay(), count));
        default -> {
          long since = ChronoUnit.SECONDS.between(day, time);
          yield day.plusSeconds(since - since % (long) seconds());
        }
      };
    }

    String label(LocalDateTime time) {
      return switch (unit) {
        case YEARS -> Integer.toString(time.getYear());
        case MONTHS -> format(time, "MMM");
        case WEEKS, DAYS -> format(time, "d MMM");
        case HOURS, MINUTES -> format(time, "HH:mm");
        default -> format(time, "HH:mm:ss");
      };
    }

    String context(LocalDateTime time) {
      return switch (unit) {
        case YEARS -> "";
        case MONTHS, WEEKS, DAYS -> format(time, "u");
        default -> format(time, "d MMM u");
      };
    }
  }
}
