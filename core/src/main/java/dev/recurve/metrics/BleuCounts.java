package dev.recurve.metrics;

import java.util.Arrays;
import java.util.Locale;

/** How many n-grams of translations are in their references, and how long both are. Immutable. */
public final class BleuCounts implements Tally<BleuCounts> {
  private static final double EVERY = 100;

  private final Bleu settings;
  private final int references;
  private final long length;
  private final long referenceLength;
  private final long[] matches;
  private final long[] totals;

  BleuCounts(
      Bleu settings,
      int references,
      long length,
      long referenceLength,
      long[] matches,
      long[] totals) {
    this.settings = settings;
    this.references = references;
    this.length = length;
    this.referenceLength = referenceLength;
    this.matches = matches;
    this.totals = totals;
  }

  @Override
  public BleuCounts plus(BleuCounts other) {
    if (!settings.equals(other.settings)) {
      throw new IllegalArgumentException(
          "BLEU by %s and by %s does not add up".formatted(settings, other.settings));
    }
    long[] more = matches.clone();
    long[] all = totals.clone();
    for (int n = 0; n < Bleu.ORDER; n++) {
      more[n] += other.matches[n];
      all[n] += other.totals[n];
    }
    return new BleuCounts(
        settings,
        references == other.references ? references : 0,
        length + other.length,
        referenceLength + other.referenceLength,
        more,
        all);
  }

  /** Words of the translations. */
  public long length() {
    return length;
  }

  /** Words of the references, of each sentence's closest in length. */
  public long referenceLength() {
    return referenceLength;
  }

  /** What a translation that is too short is multiplied by, 0…1. */
  public double brevityPenalty() {
    if (length >= referenceLength) {
      return 1;
    }
    return length == 0 ? 0 : Math.exp(1 - (double) referenceLength / length);
  }

  /**
   * The smoothed precisions of 1-grams to 4-grams, percent; 0 from the order on for which there are
   * no n-grams, and everywhere if nothing matches at all.
   */
  public double[] precisions() {
    double[] precisions = new double[Bleu.ORDER];
    if (Arrays.stream(matches).allMatch(count -> count == 0)) {
      return precisions;
    }
    double halved = 1;
    for (int n = 0; n < Bleu.ORDER; n++) {
      double more = settings.smoothing() instanceof BleuSmoothing.AddK(double k) && n > 0 ? k : 0;
      double total = totals[n] + more;
      double matching = matches[n] + more;
      if (total == 0) {
        break;
      }
      if (matching == 0) {
        switch (settings.smoothing()) {
          case BleuSmoothing.Exponential() -> {
            halved /= 2;
            matching = halved;
          }
          case BleuSmoothing.Floor(double few) -> matching = few;
          case BleuSmoothing.None(), BleuSmoothing.AddK _ -> {}
        }
      }
      precisions[n] = EVERY * matching / total;
    }
    return precisions;
  }

  /**
   * The brevity penalty times the geometric mean of the precisions, 0…100. It is 0 if any precision
   * is, as in a corpus without a 4-gram, unless effective orders were asked for.
   */
  public double score() {
    double[] precisions = precisions();
    int order = settings.effectiveOrder() ? effectiveOrder() : Bleu.ORDER;
    double logs = 0;
    for (int n = 0; n < order; n++) {
      logs += Math.log(precisions[n]);
    }
    return order == 0 ? 0 : brevityPenalty() * Math.exp(logs / order);
  }

  private int effectiveOrder() {
    int order = 0;
    double more = settings.smoothing() instanceof BleuSmoothing.AddK(double k) ? k : 0;
    while (order < Bleu.ORDER && totals[order] + (order > 0 ? more : 0) > 0) {
      order++;
    }
    return order;
  }

  /**
   * The settings that a score must be reported with, in the order of sacreBLEU's signatures, for
   * example {@code nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp}.
   */
  public String signature() {
    return "nrefs:%s|case:%s|eff:%s|tok:%s|smooth:%s"
        .formatted(
            references == 0 ? "var" : Integer.toString(references),
            settings.lowercase() ? "lc" : "mixed",
            settings.effectiveOrder() ? "yes" : "no",
            settings.tokenizer().key(),
            settings.smoothing().key());
  }

  /**
   * The score as papers report it, for example {@code BLEU|nrefs:1|… = 28.3 60.1/34.6/22.0/14.3 (BP
   * = 0.981 ratio = 0.981 hyp_len = 12 ref_len = 13)}.
   */
  @Override
  public String toString() {
    double[] p = precisions();
    return String.format(
        Locale.ROOT,
        "BLEU|%s = %.1f %.1f/%.1f/%.1f/%.1f (BP = %.3f ratio = %.3f hyp_len = %d ref_len = %d)",
        signature(),
        score(),
        p[0],
        p[1],
        p[2],
        p[3],
        brevityPenalty(),
        referenceLength == 0 ? 0 : (double) length / referenceLength,
        length,
        referenceLength);
  }
}
