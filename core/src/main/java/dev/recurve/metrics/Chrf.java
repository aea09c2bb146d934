package dev.recurve.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * chrF, the F-score of character n-grams (Popović 2015), and chrF++, with word n-grams besides
 * (Popović 2017), by the definition of sacreBLEU: settings, and the counts of sentences under them.
 * Needs no tokenizer.
 *
 * @param characterOrder the longest character n-grams, 6 by default
 * @param wordOrder the longest word n-grams: 0 for chrF, 2 for chrF++
 * @param beta how many times as much recall counts as precision, 2 by default
 * @param lowercase whether upper and lower case are the same
 * @param whitespace whether white space counts as characters
 * @param epsilonSmoothing whether every order's F-score is averaged, empty ones too, as the first
 *     scripts did; by default precision and recall are averaged over the orders that exist
 */
public record Chrf(
    int characterOrder,
    int wordOrder,
    double beta,
    boolean lowercase,
    boolean whitespace,
    boolean epsilonSmoothing) {
  private static final String MARKS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  /** Checks the settings. */
  public Chrf {
    if (characterOrder < 1 || wordOrder < 0 || !(beta > 0 && Double.isFinite(beta))) {
      throw new IllegalArgumentException(
          "chrF has characters of order 1 or more, words of order 0 or more and a beta above 0, received %d, %d and %s"
              .formatted(characterOrder, wordOrder, beta));
    }
  }

  /** chrF2. */
  public static Chrf standard() {
    return new Chrf(6, 0, 2, false, false, false);
  }

  /** chrF2++. */
  public static Chrf plusPlus() {
    return new Chrf(6, 2, 2, false, false, false);
  }

  /** The same without regard to case. */
  public Chrf lowercased() {
    return new Chrf(characterOrder, wordOrder, beta, true, whitespace, epsilonSmoothing);
  }

  int orders() {
    return characterOrder + wordOrder;
  }

  /**
   * Counts one sentence, against the reference that gives it the highest score, the first of
   * equals.
   *
   * @param hypothesis the translation
   * @param references at least one
   */
  public ChrfCounts of(String hypothesis, List<String> references) {
    if (references.isEmpty()) {
      throw new IllegalArgumentException("a translation is compared with at least one reference");
    }
    var best = of(hypothesis, references.getFirst());
    for (var reference : references.subList(1, references.size())) {
      var counts = of(hypothesis, reference);
      best = counts.score() > best.score() ? counts : best;
    }
    return best;
  }

  /**
   * Counts a corpus.
   *
   * @param hypotheses one a sentence
   * @param references the references of each sentence
   * @throws IllegalArgumentException if there are not as many of both, or none
   */
  public ChrfCounts of(List<String> hypotheses, List<List<String>> references) {
    return Corpus.fold(hypotheses, references, this::of);
  }

  private ChrfCounts of(String hypothesis, String reference) {
    long[] own = new long[orders()];
    long[] others = new long[orders()];
    long[] matches = new long[orders()];
    for (int order = 0; order < orders(); order++) {
      boolean ofCharacters = order < characterOrder;
      int n = ofCharacters ? order + 1 : order - characterOrder + 1;
      var made = TextUnits.nGrams(units(hypothesis, ofCharacters), n);
      var right = TextUnits.nGrams(units(reference, ofCharacters), n);
      for (var gram : made.entrySet()) {
        // An order that the reference does not have counts for neither.
        own[order] += right.isEmpty() ? 0 : gram.getValue();
        matches[order] += Math.min(gram.getValue(), right.getOrDefault(gram.getKey(), 0));
      }
      others[order] = right.values().stream().mapToLong(Integer::longValue).sum();
    }
    return new ChrfCounts(this, own, others, matches);
  }

  private List<String> units(String text, boolean characters) {
    String line = lowercase ? text.toLowerCase(Locale.ROOT) : text;
    return characters ? TextUnits.characters(line, whitespace) : words(line);
  }

  /** Words with one punctuation mark, at the end or else at the beginning, taken off. */
  private static List<String> words(String text) {
    var words = new ArrayList<String>();
    for (String word : TextUnits.words(text)) {
      int last = word.length() - 1;
      if (word.codePointCount(0, word.length()) == 1) {
        words.add(word);
      } else if (MARKS.indexOf(word.charAt(last)) >= 0) {
        words.add(word.substring(0, last));
        words.add(word.substring(last));
      } else if (MARKS.indexOf(word.charAt(0)) >= 0) {
        words.add(word.substring(0, 1));
        words.add(word.substring(1));
      } else {
        words.add(word);
      }
    }
    return words;
  }
}
