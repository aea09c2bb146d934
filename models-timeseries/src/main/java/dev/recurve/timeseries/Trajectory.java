package dev.recurve.timeseries;

import java.util.Arrays;

/**
 * The values of the targets over a horizon: a forecast, or what came true ({@code NaN} where
 * nothing was observed). Immutable.
 */
public final class Trajectory {
  private final double[][] values; // [H][targets]

  /**
   * Copies values.
   *
   * @param values [H][targets]
   */
  public Trajectory(double[][] values) {
    this.values = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
  }

  /** Returns H, the number of steps. */
  public int steps() {
    return values.length;
  }

  /**
   * Returns one value.
   *
   * @param step the step, from 0
   * @param target the target, from 0
   * @return the value
   */
  public double value(int step, int target) {
    return values[step][target];
  }

  /**
   * Returns one target over all steps.
   *
   * @param target the target, from 0
   * @return its values, [H]
   */
  public double[] target(int target) {
    return Arrays.stream(values).mapToDouble(row -> row[target]).toArray();
  }
}
