package dev.recurve.metrics;

import java.util.List;
import java.util.function.BiFunction;

/** Tallies of all sentences of a corpus, added up. */
final class Corpus {
  private Corpus() {}

  static <S extends Tally<S>> S fold(
      List<String> hypotheses,
      List<List<String>> references,
      BiFunction<String, List<String>, S> sentence) {
    if (hypotheses.size() != references.size() || hypotheses.isEmpty()) {
      throw new IllegalArgumentException(
          "expected references for each translation and at least one of each, received %d translations and references of %d"
              .formatted(hypotheses.size(), references.size()));
    }
    S sum = sentence.apply(hypotheses.getFirst(), references.getFirst());
    for (int i = 1; i < hypotheses.size(); i++) {
      sum = sum.plus(sentence.apply(hypotheses.get(i), references.get(i)));
    }
    return sum;
  }
}
