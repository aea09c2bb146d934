package dev.recurve.spi;

import java.util.Arrays;

/**
 * All paths by which one sequence spells its labels (Graves et al. 2006, section 4.1). Its states
 * are the labels with a blank before, between and after them: {@code S = 2U + 1}. At each step a
 * path stays, goes on to the next state, or leaps over a blank between two different labels.
 * Everything is a natural logarithm.
 */
final class CtcLattice {
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  private final Rows logProbs;
  private final int steps;
  private final int[] states;

  /** {@code α_t(s)}: all ways to be in state s after step t, {@code [T, S]}. */
  private final double[] reached;

  /**
   * One sequence's rows of log-probabilities.
   *
   * @param values all sequences' rows
   * @param first where the first step's row begins
   * @param stride from one step's row to the next
   * @param classes C
   */
  record Rows(double[] values, int first, int stride, int classes) {
    int at(int step, int label) {
      return first + step * stride + label;
    }
  }

  CtcLattice(Rows logProbs, int steps, int blank, int[] labels) {
    this.logProbs = logProbs;
    this.steps = steps;
    this.states = new int[2 * labels.length + 1];
    Arrays.fill(states, blank);
    for (int u = 0; u < labels.length; u++) {
      states[2 * u + 1] = labels[u];
    }
    this.reached = new double[Math.multiplyExact(steps, states.length)];
  }

  /** The logarithm of the probability that the sequence spells its labels. */
  double forward() {
    int count = states.length;
    if (steps == 0) {
      return count == 1 ? 0 : NEVER;
    }
    Arrays.fill(reached, NEVER);
    for (int s = 0; s < Math.min(2, count); s++) {
      reached[s] = emitted(0, s);
    }
    for (int t = 1; t < steps; t++) {
      int before = (t - 1) * count;
      // States before the first cannot end in time; those after the last cannot be reached yet.
      int first = Math.max(0, count - 2 * (steps - t));
      int last = Math.min(count - 1, 2 * t + 1);
      for (int s = first; s <= last; s++) {
        double stay = reached[before + s];
        double next = s > 0 ? reached[before + s - 1] : NEVER;
        double leap = canLeapTo(s) ? reached[before + s - 2] : NEVER;
        reached[t * count + s] = logSum(stay, next, leap) + emitted(t, s);
      }
    }
    int end = steps * count - 1;
    return logSum(reached[end], count > 1 ? reached[end - 1] : NEVER, NEVER);
  }

  /**
   * Adds the gradient of {@code -scale · logP} with respect to the logits: {@code scale · (softmax
   * - γ)}, where {@code γ_t(k)} is the share of paths that are at class k in step t (equation 16).
   *
   * @param logP what {@link #forward} gave; finite
   * @param slopes laid out as the log-probabilities
   */
  void backward(double logP, double scale, double[] slopes) {
    int count = states.length;
    // β_t(s): all ways from state s after step t to the end.
    double[] left = new double[count];
    double[] earlier = new double[count];
    for (int t = steps - 1; t >= 0; t--) {
      for (int s = 0; s < count; s++) {
        if (t == steps - 1) {
          earlier[s] = s >= count - 2 ? 0 : NEVER;
        } else {
          double stay = left[s] + emitted(t + 1, s);
          double next = s + 1 < count ? left[s + 1] + emitted(t + 1, s + 1) : NEVER;
          double leap =
              s + 2 < count && canLeapTo(s + 2) ? left[s + 2] + emitted(t + 1, s + 2) : NEVER;
          earlier[s] = logSum(stay, next, leap);
        }
      }
      for (int k = 0; k < logProbs.classes(); k++) {
        int place = logProbs.at(t, k);
        slopes[place] += scale * StrictMath.exp(logProbs.values()[place]);
      }
      for (int s = 0; s < count; s++) {
        double share = reached[t * count + s] + earlier[s] - logP;
        slopes[logProbs.at(t, states[s])] -= scale * StrictMath.exp(share);
      }
      var swapped = left;
      left = earlier;
      earlier = swapped;
    }
  }

  private double emitted(int step, int state) {
    return logProbs.values()[logProbs.at(step, states[state])];
  }

  /**
   * A blank is never leapt to, nor is a label from its equal: the blank between keeps them apart.
   */
  private boolean canLeapTo(int s) {
    return s % 2 == 1 && s > 1 && states[s] != states[s - 2];
  }

  /** {@code ln(eᵃ + eᵇ + eᶜ)}. */
  private static double logSum(double a, double b, double c) {
    double most = Math.max(a, Math.max(b, c));
    return most == NEVER
        ? NEVER
        : most
            + StrictMath.log(
                StrictMath.exp(a - most) + StrictMath.exp(b - most) + StrictMath.exp(c - most));
  }
}
