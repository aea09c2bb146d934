package dev.recurve.nn;

import dev.recurve.DataException;
import dev.recurve.ShapeException;

/**
 * A network of Hopfield (1982): N units of ±1, each connected to each other, that stores patterns
 * as valleys of its energy {@code E(s) = -½ Σ w_ij s_i s_j} and finds the one below where it
 * begins. Immutable; storing gives another network.
 */
public final class Hopfield {
  private final int units;
  private final double[] weights;

  /** How a pattern changes the weights. */
  public enum Rule {
    /** {@code Δw_ij = ξ_i ξ_j/N} (Hebb); up to about 0.14 N patterns, with some wrong units. */
    HEBB {
      @Override
      double change(int[] pattern, double[] fields, double[] weights, int i, int j) {
        return pattern[i] * pattern[j];
      }
    },
    /**
     * {@code Δw_ij = (ξ_i ξ_j - ξ_i h_ji - h_ij ξ_j)/N}, h_ij being the field at i without i and j
     * (Storkey 1997); more patterns, which may resemble each other more.
     */
    STORKEY {
      @Override
      double change(int[] pattern, double[] fields, double[] weights, int i, int j) {
        int n = pattern.length;
        double hij = fields[i] - weights[i * n + j] * pattern[j];
        double hji = fields[j] - weights[j * n + i] * pattern[i];
        return pattern[i] * pattern[j] - pattern[i] * hji - hij * pattern[j];
      }
    };

    /** N times the change; weights of units to themselves are 0. */
    abstract double change(int[] pattern, double[] fields, double[] weights, int i, int j);
  }

  private Hopfield(int units, double[] weights) {
    this.units = units;
    this.weights = weights;
  }

  /**
   * A network that knows no pattern.
   *
   * @throws IllegalArgumentException if it has fewer than 2 units
   */
  public static Hopfield sized(int units) {
    if (units < 2) {
      throw new IllegalArgumentException(
          "A Hopfield network has at least 2 units, received " + units);
    }
    return new Hopfield(units, new double[units * units]);
  }

  /** Number of units, N. */
  public int units() {
    return units;
  }

  /** The weight between two units; 0 of one to itself. */
  public double weight(int i, int j) {
    return weights[i * units + j];
  }

  /**
   * This network with more patterns, one after the other.
   *
   * @param patterns each of N numbers, 1 or -1
   * @throws ShapeException if one has another size
   * @throws DataException if one has other numbers
   */
  public Hopfield store(Rule rule, int[]... patterns) {
    double[] changed = weights.clone();
    for (int[] pattern : patterns) {
      require(pattern);
      double[] before = changed.clone();
      double[] fields = fields(before, pattern);
      for (int i = 0; i < units; i++) {
        for (int j = 0; j < units; j++) {
          if (i != j) {
            changed[i * units + j] += rule.change(pattern, fields, before, i, j) / units;
          }
        }
      }
    }
    return new Hopfield(units, changed);
  }

  /** The energy of a state; no update of a single unit lets it grow. */
  public double energy(int[] state) {
    require(state);
    double[] fields = fields(weights, state);
    double energy = 0;
    for (int i = 0; i < units; i++) {
      energy -= 0.5 * state[i] * fields[i];
    }
    return energy;
  }

  /**
   * Where the network comes to rest: unit after unit is set to the sign of its field, over and over
   * in order, until none changes. A field of 0 leaves its unit as it is, so the energy falls with
   * every change and there is an end.
   *
   * @param from N numbers, 1 or -1; left alone
   */
  public int[] recall(int[] from) {
    require(from);
    int[] state = from.clone();
    boolean changes = true;
    while (changes) {
      changes = false;
      for (int i = 0; i < units; i++) {
        double field = field(weights, state, i);
        int sign = field > 0 ? 1 : field < 0 ? -1 : state[i];
        changes |= sign != state[i];
        state[i] = sign;
      }
    }
    return state;
  }

  private static double field(double[] weights, int[] state, int i) {
    double field = 0;
    for (int j = 0; j < state.length; j++) {
      field += weights[i * state.length + j] * state[j];
    }
    return field;
  }

  private static double[] fields(double[] weights, int[] state) {
    double[] fields = new double[state.length];
    for (int i = 0; i < state.length; i++) {
      fields[i] = field(weights, state, i);
    }
    return fields;
  }

  private void require(int[] state) {
    if (state.length != units) {
      throw new ShapeException(
          "This Hopfield network has %d units, received %d values".formatted(units, state.length));
    }
    for (int i = 0; i < units; i++) {
      if (state[i] != 1 && state[i] != -1) {
        throw new DataException(
            "Units of a Hopfield network are 1 or -1, received %d at %d".formatted(state[i], i));
      }
    }
  }
}
