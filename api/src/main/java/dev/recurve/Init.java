package dev.recurve;

import java.util.List;

/** How a fresh parameter begins. */
public sealed interface Init {
  /**
   * Every element the same.
   *
   * @param value that one
   */
  record Constant(double value) implements Init {}

  /**
   * Independent and uniform in {@code [-bound, bound)}.
   *
   * @param bound not negative
   */
  record Uniform(double bound) implements Init {
    /** Checks the bound. */
    public Uniform {
      if (!(bound >= 0)) {
        throw new IllegalArgumentException("A bound is 0 or more, received " + bound);
      }
    }
  }

  /**
   * Independent and normal with mean 0.
   *
   * @param deviation standard deviation, not negative
   */
  record Normal(double deviation) implements Init {
    /** Checks the deviation. */
    public Normal {
      if (!(deviation >= 0)) {
        throw new IllegalArgumentException(
            "A standard deviation is 0 or more, received " + deviation);
      }
    }
  }

  /**
   * The first axis in blocks of equal size, each of which begins its own way: for the gates of a
   * recurrent cell, which share one parameter.
   *
   * @param each one a block, none of which is made of blocks itself
   */
  record Blocks(List<Init> each) implements Init {
    /** Checks and copies the list. */
    public Blocks {
      each = List.copyOf(each);
      if (each.isEmpty() || each.stream().anyMatch(Blocks.class::isInstance)) {
        throw new IllegalArgumentException(
            "Blocks are one or more and not made of blocks themselves, received " + each);
      }
    }
  }

  /** All zeros. */
  static Init zeros() {
    return new Constant(0);
  }

  /**
   * Uniform within {@code ±1/√fan}: what recurrent and linear layers begin with by default.
   *
   * @param fan number of inputs that one unit sums over
   */
  static Init scaledTo(int fan) {
    return new Uniform(1 / Math.sqrt(fan));
  }
}
