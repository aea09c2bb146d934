package dev.recurve;

import java.util.Collections;
import java.util.List;
import java.util.Objects;

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
   * Independent and normal with mean 0, drawn again where further than two deviations from it.
   *
   * @param deviation standard deviation of the normal distribution before it is cut, not negative;
   *     that of the values is 0.8796 of it
   */
  record TruncatedNormal(double deviation) implements Init {
    /** Checks the deviation. */
    public TruncatedNormal {
      if (!(deviation >= 0)) {
        throw new IllegalArgumentException(
            "A standard deviation is 0 or more, received " + deviation);
      }
    }
  }

  /**
   * Of a variance that follows from the tensor's shape, {@code gain² / n}, so that values keep
   * their size on their way through the layers. Along its first axis lie the outputs; the others
   * are inputs, with the weights of each ({@code [outputs, inputs, kernel…]}).
   *
   * @param fan what n counts
   * @param gain factor on the deviation, not negative
   * @param isUniform uniform in {@code ±gain·√(3/n)}, else normal with deviation {@code gain/√n}
   */
  record Scaled(Fan fan, double gain, boolean isUniform) implements Init {
    /** Checks the gain. */
    public Scaled {
      Objects.requireNonNull(fan, "fan");
      if (!(gain >= 0)) {
        throw new IllegalArgumentException("A gain is 0 or more, received " + gain);
      }
    }
  }

  /** What an initialiser scales by. */
  enum Fan {
    /** Weights into one output: the second axis and those after it. */
    IN,
    /** Weights out of one input: the first axis and those after the second. */
    OUT,
    /** The mean of both. */
    AVERAGE
  }

  /**
   * A random orthogonal matrix (Saxe et al. 2014), the last axes of a tensor seen as one: its rows
   * are orthonormal, or its columns where there are more rows, times a gain.
   *
   * @param gain factor on all of it, not negative
   */
  record Orthogonal(double gain) implements Init {
    /** Checks the gain. */
    public Orthogonal {
      if (!(gain >= 0)) {
        throw new IllegalArgumentException("A gain is 0 or more, received " + gain);
      }
    }
  }

  /** Values that are given, in order of the axes. */
  final class Given implements Init {
    private final float[] values;

    private Given(float[] values) {
      this.values = values.clone();
    }

    /** How many there are. */
    public int size() {
      return values.length;
    }

    /** One of them. */
    public float at(int index) {
      return values[index];
    }
  }

  /**
   * As another, but for one place of the first axis, where all is 0: the padding's row of an
   * embedding.
   *
   * @param others how all else begins
   * @param row the place
   */
  record ZeroRow(Init others, int row) implements Init {
    /** Checks the row. */
    public ZeroRow {
      Objects.requireNonNull(others, "others");
      if (row < 0) {
        throw new IllegalArgumentException("A row is 0 or more, received " + row);
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

  /** Uniform within {@code ±√(6/(in+out))} (Glorot and Bengio 2010): before tanh or sigmoid. */
  static Init glorotUniform() {
    return new Scaled(Fan.AVERAGE, 1, true);
  }

  /** Normal with variance {@code 2/(in+out)} (Glorot and Bengio 2010): before tanh or sigmoid. */
  static Init glorotNormal() {
    return new Scaled(Fan.AVERAGE, 1, false);
  }

  /** Uniform within {@code ±√(6/in)} (He et al. 2015): before a rectifier. */
  static Init heUniform() {
    return new Scaled(Fan.IN, Math.sqrt(2), true);
  }

  /** Normal with variance {@code 2/in} (He et al. 2015): before a rectifier. */
  static Init heNormal() {
    return new Scaled(Fan.IN, Math.sqrt(2), false);
  }

  /** One orthogonal matrix with gain 1. */
  static Init orthogonal() {
    return new Orthogonal(1);
  }

  /**
   * An orthogonal matrix for each gate of recurrent weights {@code [gates·units, units]}, with gain
   * 1.
   */
  static Init orthogonal(int gates) {
    return new Blocks(Collections.nCopies(gates, orthogonal()));
  }

  /** These values, in order of the axes; copied. */
  static Init given(float... values) {
    return new Given(values);
  }
}
