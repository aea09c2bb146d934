package dev.recurve.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How many edits turn references into what was recognised (Levenshtein 1966): the fewest, each of
 * cost 1. Over words, their rate is the word error rate; over characters, the character error rate.
 *
 * @param substitutions symbols that were replaced
 * @param deletions symbols of references that are missing
 * @param insertions symbols that no reference has
 * @param reference symbols of all references
 */
public record Edits(long substitutions, long deletions, long insertions, long reference)
    implements Tally<Edits> {
  /** Nothing compared; the neutral element of {@link #plus}. */
  public static final Edits NONE = new Edits(0, 0, 0, 0);

  /**
   * Compares two sequences of symbols.
   *
   * @param reference what is right, for example token ids
   * @param recognised what was recognised
   */
  public static Edits between(int[] reference, int[] recognised) {
    // Row by row over the reference; each cell's fewest edits, and of what kinds they are.
    var above = new Cell[recognised.length + 1];
    for (int j = 0; j < above.length; j++) {
      above[j] = new Cell(0, 0, j);
    }
    for (int i = 1; i <= reference.length; i++) {
      var row = new Cell[above.length];
      row[0] = new Cell(0, i, 0);
      for (int j = 1; j < row.length; j++) {
        boolean same = reference[i - 1] == recognised[j - 1];
        row[j] = same ? above[j - 1] : best(above[j - 1], above[j], row[j - 1]);
      }
      above = row;
    }
    var last = above[recognised.length];
    return new Edits(last.replaced, last.missing, last.added, reference.length);
  }

  private record Cell(int replaced, int missing, int added) {
    int edits() {
      return replaced + missing + added;
    }
  }

  private static Cell best(Cell replacing, Cell omitting, Cell adding) {
    int least = Math.min(replacing.edits(), Math.min(omitting.edits(), adding.edits()));
    if (replacing.edits() == least) {
      return new Cell(replacing.replaced + 1, replacing.missing, replacing.added);
    }
    return omitting.edits() == least
        ? new Cell(omitting.replaced, omitting.missing + 1, omitting.added)
        : new Cell(adding.replaced, adding.missing, adding.added + 1);
  }

  /** Compares two texts by their words, which are what white space separates. */
  public static Edits ofWords(String reference, String recognised) {
    var known = new HashMap<String, Integer>();
    return between(numbers(reference, known), numbers(recognised, known));
  }

  private static int[] numbers(String text, Map<String, Integer> known) {
    return TextUnits.words(text).stream()
        .mapToInt(word -> known.computeIfAbsent(word, _ -> known.size()))
        .toArray();
  }

  /** Compares two texts by their characters (Unicode code points), white space among them. */
  public static Edits ofCharacters(String reference, String recognised) {
    return between(reference.codePoints().toArray(), recognised.codePoints().toArray());
  }

  @Override
  public Edits plus(Edits other) {
    return new Edits(
        substitutions + other.substitutions,
        deletions + other.deletions,
        insertions + other.insertions,
        reference + other.reference);
  }

  /** All edits: the edit distance. */
  public long total() {
    return substitutions + deletions + insertions;
  }

  /** Edits for each symbol of the references, 0 or more, above 1 too; empty if there are none. */
  public OptionalDouble rate() {
    return reference == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) total() / reference);
  }
}
