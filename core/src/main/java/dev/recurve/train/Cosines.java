package dev.recurve.train;

import java.util.OptionalLong;

/** Curves along half waves of the cosine. */
final class Cosines {
  private Cosines() {}

  /** From one value at share 0 to another at share 1. */
  private static double wave(double from, double to, double share) {
    return to + (from - to) / 2 * (1 + StrictMath.cos(Math.PI * share));
  }

  private static void requireLeast(double least) {
    if (!(least >= 0 && least <= 1)) {
      throw new IllegalArgumentException(
          "The least factor of a cosine lies between 0 and 1, received " + least);
    }
  }

  record Cosine(OptionalLong length, double least) implements Curve {
    Cosine {
      length.ifPresent(n -> Falls.requireLength("The length of a cosine", n));
      requireLeast(least);
    }

    @Override
    public double factor(long t, long run) {
      return wave(1, least, (double) t / length.orElse(run));
    }

    @Override
    public String describe(long run) {
      return "cosine to %s over %d".formatted(least, length.orElse(run));
    }
  }

  record Restarts(long first, int growth, double least) implements Curve {
    Restarts {
      Falls.requireLength("The length of a cosine", first);
      Falls.requireLength("The growth of restarts", growth);
      requireLeast(least);
    }

    @Override
    public double factor(long t, long run) {
      long since = t;
      long length = first;
      while (growth > 1 && since >= length) {
        since -= length;
        length *= growth;
      }
      return wave(1, least, (double) (since % length) / length);
    }

    @Override
    public String describe(long run) {
      return "cosine to %s with restarts, each × %d, the first after %d"
          .formatted(least, growth, first);
    }
  }

  record OneCycle(double rising, double below, double further) implements Curve {
    OneCycle {
      if (!(rising > 0 && rising < 1)) {
        throw new IllegalArgumentException(
            "The rising share of a cycle lies between 0 and 1, received " + rising);
      }
      if (!(below >= 1 && further >= 1 && Double.isFinite(below * further))) {
        throw new IllegalArgumentException(
            "A cycle's first and last rates are at least 1 times below the highest and the first, received %s and %s"
                .formatted(below, further));
      }
    }

    @Override
    public double factor(long t, long run) {
      double top = Math.max(rising * run - 1, 0);
      double end = run - 1;
      if (t <= top) {
        return wave(1 / below, 1, top == 0 ? 1 : t / top);
      }
      return wave(1, 1 / below / further, Math.min((t - top) / (end - top), 1));
    }

    @Override
    public String describe(long run) {
      return "one cycle, rising for %s, from 1/%s, to a further 1/%s, over %d"
          .formatted(rising, below, further, run);
    }
  }
}
