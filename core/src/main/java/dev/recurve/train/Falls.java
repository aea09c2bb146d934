package dev.recurve.train;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Curves that fall by steps, by powers and by roots. */
final class Falls {
  private Falls() {}

  static void requireLength(String what, long length) {
    if (length < 1) {
      throw new IllegalArgumentException("%s is at least 1, received %d".formatted(what, length));
    }
  }

  private static void requirePositive(String what, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          "%s is greater than 0, received %s".formatted(what, value));
    }
  }

  record Step(long every, double factor) implements Curve {
    Step {
      requireLength("The length of a step", every);
      requirePositive("A step's factor", factor);
    }

    @Override
    public double factor(long t, long run) {
      return StrictMath.pow(factor, t / every);
    }

    @Override
    public String describe(long run) {
      return "× %s every %d".formatted(factor, every);
    }
  }

  record MultiStep(List<Long> places, double factor) implements Curve {
    MultiStep {
      places = List.copyOf(places);
      requirePositive("A step's factor", factor);
      long[] rising = places.stream().mapToLong(Long::longValue).distinct().sorted().toArray();
      if (places.isEmpty()
          || rising[0] < 1
          || !Arrays.stream(rising).boxed().toList().equals(places)) {
        throw new IllegalArgumentException(
            "The places of steps are at least 1 and rise, received " + places);
      }
    }

    @Override
    public double factor(long t, long run) {
      return StrictMath.pow(factor, places.stream().filter(place -> place <= t).count());
    }

    @Override
    public String describe(long run) {
      return "× %s at %s".formatted(factor, places);
    }
  }

  record Exponential(double factor) implements Curve {
    Exponential {
      requirePositive("The factor of an exponential curve", factor);
    }

    @Override
    public double factor(long t, long run) {
      return StrictMath.pow(factor, t);
    }

    @Override
    public String describe(long run) {
      return "exponential %s along".formatted(factor);
    }
  }

  record Polynomial(OptionalLong length, double power) implements Curve {
    Polynomial {
      length.ifPresent(n -> requireLength("The length of a polynomial curve", n));
      requirePositive("The power of a polynomial curve", power);
    }

    @Override
    public double factor(long t, long run) {
      long n = length.orElse(run);
      return StrictMath.pow(1 - (double) Math.min(t, n) / n, power);
    }

    @Override
    public String describe(long run) {
      return "polynomial, power %s, over %d".formatted(power, length.orElse(run));
    }
  }

  record InverseRoot(long rise) implements Curve {
    InverseRoot {
      requireLength("The rise before an inverse square root", rise);
    }

    @Override
    public double factor(long t, long run) {
      double s = t + 1.0;
      return Math.min(s / rise, Math.sqrt(rise / s));
    }

    @Override
    public String describe(long run) {
      return "inverse square root after a rise over %d".formatted(rise);
    }
  }
}
