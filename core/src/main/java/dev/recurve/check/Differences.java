package dev.recurve.check;

import dev.recurve.RecurveException;
import dev.recurve.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a check found: where numbers that should be the same are not.
 *
 * @param compared how many numbers were compared
 * @param found in words, one a tensor and trial; empty if all is well
 */
public record Differences(long compared, List<String> found) {
  private static final int SHOWN = 12;

  /** Copies the list. */
  public Differences {
    found = List.copyOf(found);
  }

  /** Whether something was compared and all of it agreed. */
  public boolean agrees() {
    return compared > 0 && found.isEmpty();
  }

  /**
   * Does nothing if all agrees.
   *
   * @throws RecurveException that tells the differences
   */
  public void requireAgreement() {
    if (!agrees()) {
      throw new RecurveException(toString());
    }
  }

  @Override
  public String toString() {
    if (found.isEmpty()) {
      return compared == 0
          ? "Nothing was compared: all tensors are empty"
          : "All %d numbers agree".formatted(compared);
    }
    var text = new StringBuilder("%d differences:".formatted(found.size()));
    found.stream().limit(SHOWN).forEach(line -> text.append("\n  ").append(line));
    return found.size() > SHOWN ? text.append("\n  …").toString() : text.toString();
  }

  /** Collects them. */
  static final class Collector {
    private final double tolerance;
    private final List<String> found = new ArrayList<>();
    private long compared;

    /**
     * None so far.
     *
     * @param tolerance how far numbers may be apart, relative to the largest of their tensor, and a
     *     tenth of it besides: what should be 0, such as the gradient of a bias before a
     *     normalisation, is rounding alone
     */
    Collector(double tolerance) {
      this.tolerance = tolerance;
    }

    void add(String what) {
      found.add(what);
    }

    /** Compares one tensor; the first numbers decide if one is longer. */
    void compare(String where, Shape shape, double[] expected, double[] received) {
      double largest =
          Arrays.stream(expected).map(Math::abs).filter(Double::isFinite).max().orElse(0);
      double allowed = tolerance * largest + tolerance / 10;
      int worst = -1;
      int wrong = 0;
      for (int i = 0; i < expected.length; i++) {
        if (!agree(expected[i], received[i], allowed)) {
          wrong++;
          worst = worst < 0 || isWorse(expected, received, i, worst) ? i : worst;
        }
      }
      compared += expected.length;
      if (wrong > 0) {
        found.add(
            String.format(
                Locale.ROOT,
                "%s: %d of %d numbers, most at %s: expected %s, received %s, at most %.1e apart",
                where,
                wrong,
                expected.length,
                index(shape, worst),
                expected[worst],
                received[worst],
                allowed));
      }
    }

    /** What is not a number agrees with nothing. */
    private static boolean agree(double expected, double received, double allowed) {
      return Math.abs(expected - received) <= allowed || expected == received;
    }

    private static boolean isWorse(double[] expected, double[] received, int one, int other) {
      double apart = Math.abs(expected[one] - received[one]);
      return Double.isNaN(apart) || apart > Math.abs(expected[other] - received[other]);
    }

    private static List<Integer> index(Shape shape, int flat) {
      var index = new ArrayList<Integer>();
      int rest = flat;
      for (int axis = shape.rank() - 1; axis >= 0; axis--) {
        index.addFirst(rest % shape.dim(axis));
        rest /= shape.dim(axis);
      }
      return index;
    }

    Differences done() {
      return new Differences(compared, found);
    }
  }
}
