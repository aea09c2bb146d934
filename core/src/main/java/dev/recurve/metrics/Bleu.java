package dev.recurve.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * BLEU (Papineni et al. 2002) by the definition of sacreBLEU (Post 2018), which makes scores
 * comparable: settings, and the counts of sentences under them. The score of a corpus comes from
 * the counts of all its sentences added up.
 *
 * @param tokenizer how sentences are taken apart
 * @param lowercase whether upper and lower case are the same
 * @param smoothing what stands in for a precision of 0
 * @param effectiveOrder whether orders for which a text is too short are left out: for scores of
 *     single sentences
 */
public record Bleu(
    TextTokenizer tokenizer, boolean lowercase, BleuSmoothing smoothing, boolean effectiveOrder) {
  /** The longest n-grams that are compared. */
  static final int ORDER = 4;

  /** sacreBLEU's defaults: 13a, with case, exponential smoothing. */
  public static Bleu standard() {
    return new Bleu(TextTokenizer.V13A, false, new BleuSmoothing.Exponential(), false);
  }

  /** The same with another tokenizer. */
  public Bleu tokenizer(TextTokenizer other) {
    return new Bleu(other, lowercase, smoothing, effectiveOrder);
  }

  /** The same without regard to case. */
  public Bleu lowercased() {
    return new Bleu(tokenizer, true, smoothing, effectiveOrder);
  }

  /** The same with other smoothing. */
  public Bleu smoothing(BleuSmoothing other) {
    return new Bleu(tokenizer, lowercase, other, effectiveOrder);
  }

  /** The same for single sentences. */
  public Bleu forSentences() {
    return new Bleu(tokenizer, lowercase, smoothing, true);
  }

  /**
   * Counts one sentence.
   *
   * @param hypothesis the translation
   * @param references at least one
   */
  public BleuCounts of(String hypothesis, List<String> references) {
    if (references.isEmpty()) {
      throw new IllegalArgumentException("a translation is compared with at least one reference");
    }
    var words = words(hypothesis);
    var known = references.stream().map(this::words).toList();
    long[] matches = new long[ORDER];
    long[] totals = new long[ORDER];
    for (int n = 1; n <= ORDER; n++) {
      var most = new HashMap<List<String>, Integer>();
      for (var reference : known) {
        TextUnits.nGrams(reference, n).forEach((gram, count) -> most.merge(gram, count, Math::max));
      }
      for (Map.Entry<List<String>, Integer> gram : TextUnits.nGrams(words, n).entrySet()) {
        totals[n - 1] += gram.getValue();
        matches[n - 1] += Math.min(gram.getValue(), most.getOrDefault(gram.getKey(), 0));
      }
    }
    return new BleuCounts(
        this, references.size(), words.size(), closest(words.size(), known), matches, totals);
  }

  /**
   * Counts a corpus.
   *
   * @param hypotheses one a sentence
   * @param references the references of each sentence
   * @throws IllegalArgumentException if there are not as many of both, or none
   */
  public BleuCounts of(List<String> hypotheses, List<List<String>> references) {
    return Corpus.fold(hypotheses, references, this::of);
  }

  private List<String> words(String text) {
    return TextUnits.words(tokenizer.apply(lowercase ? text.toLowerCase(Locale.ROOT) : text));
  }

  /** The length of the reference that is closest in length, the shorter of two. */
  private static int closest(int length, List<List<String>> references) {
    int closest = references.getFirst().size();
    for (var reference : references) {
      int apart = Math.abs(reference.size() - length) - Math.abs(closest - length);
      if (apart < 0 || apart == 0 && reference.size() < closest) {
        closest = reference.size();
      }
    }
    return closest;
  }
}
