package dev.recurve.metrics;

import java.util.Arrays;
import java.util.Locale;

/** How many character and word n-grams translations and references have in common. Immutable. */
public final class ChrfCounts implements Tally<ChrfCounts> {
  private static final double EVERY = 100;
  private static final double EPSILON = 1e-16;

  private final Chrf settings;
  private final long[] made;
  private final long[] right;
  private final long[] matches;

  ChrfCounts(Chrf settings, long[] made, long[] right, long[] matches) {
    this.settings = settings;
    this.made = made;
    this.right = right;
    this.matches = matches;
  }

  @Override
  public ChrfCounts plus(ChrfCounts other) {
    if (!settings.equals(other.settings)) {
      throw new IllegalArgumentException(
          "chrF by %s and by %s does not add up".formatted(settings, other.settings));
    }
    return new ChrfCounts(
        settings, sum(made, other.made), sum(right, other.right), sum(matches, other.matches));
  }

  private static long[] sum(long[] a, long[] b) {
    long[] sums = new long[a.length];
    Arrays.setAll(sums, i -> a[i] + b[i]);
    return sums;
  }

  /** The F-score, 0…100. */
  public double score() {
    return EVERY * (settings.epsilonSmoothing() ? meanOfOrders() : overEffectiveOrders());
  }

  /** The F-score of the mean precision and recall over the orders that both sides have. */
  private double overEffectiveOrders() {
    double precision = 0;
    double recall = 0;
    int orders = 0;
    for (int i = 0; i < matches.length; i++) {
      // N-grams of a translation are counted only where its reference has some.
      if (made[i] > 0) {
        precision += (double) matches[i] / made[i];
        recall += (double) matches[i] / right[i];
        orders++;
      }
    }
    return matchingNothing(precision, recall) ? 0 : fScore(precision / orders, recall / orders);
  }

  private static boolean matchingNothing(double precision, double recall) {
    return precision + recall == 0;
  }

  private double meanOfOrders() {
    double sum = 0;
    for (int i = 0; i < matches.length; i++) {
      double precision = made[i] > 0 ? (double) matches[i] / made[i] : EPSILON;
      double recall = right[i] > 0 ? (double) matches[i] / right[i] : EPSILON;
      sum += matchingNothing(precision, recall) ? EPSILON : fScore(precision, recall);
    }
    return sum / matches.length;
  }

  private double fScore(double precision, double recall) {
    double square = settings.beta() * settings.beta();
    return (1 + square) * precision * recall / (square * precision + recall);
  }

  /** The score with its name, for example {@code chrF2++ = 51.73}. */
  @Override
  public String toString() {
    double beta = settings.beta();
    return String.format(
        Locale.ROOT,
        "chrF%s%s = %.2f",
        beta == Math.rint(beta) ? Long.toString((long) beta) : Double.toString(beta),
        "+".repeat(settings.wordOrder()),
        score());
  }
}
