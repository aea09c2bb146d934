package dev.recurve.data;

import dev.recurve.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Partings of a data set for cross-validation. */
public final class Folds {
  private Folds() {}

  /**
   * Each example is measured on in exactly one fold; the folds' sizes differ by at most 1.
   *
   * @param examples how many there are
   * @param folds at least 2, at most the number of examples
   * @param seed decides which example is in which fold
   * @throws DataException if there are fewer examples than folds
   */
  public static List<Fold> random(int examples, int folds, long seed) {
    requireFolds(folds);
    requireExamples(examples, folds, folds);
    int[] foldOf = new int[examples];
    deal(Order.shuffled(seed).of(0, examples), 0, folds, foldOf);
    return folds(foldOf, folds);
  }

  /**
   * As {@link #random}, and the number of examples of each class differs between folds by at most
   * 1.
   *
   * @param labels one an example
   * @param folds at least 2
   * @param seed decides which example is in which fold
   * @throws DataException if a class has fewer examples than there are folds
   */
  public static List<Fold> stratified(int[] labels, int folds, long seed) {
    requireFolds(folds);
    requireExamples(labels.length, folds, folds);
    int[] order = Order.shuffled(seed).of(0, labels.length);
    int[] foldOf = new int[labels.length];
    int dealt = 0;
    for (int label : Arrays.stream(labels).distinct().sorted().toArray()) {
      int[] members = Arrays.stream(order).filter(i -> labels[i] == label).toArray();
      if (members.length < folds) {
        throw new DataException(
            "Class %d has %d examples, which do not reach for %d folds; ask for fewer folds, or join or leave out the class"
                .formatted(label, members.length, folds));
      }
      deal(members, dealt, folds, foldOf);
      dealt += members.length;
    }
    return folds(foldOf, folds);
  }

  /**
   * For examples in the order of time: each fold is measured on a stretch of the same length and
   * learns from all that comes before it, so that nothing is learnt from the future. The stretches
   * end with the last example.
   *
   * @param examples how many there are, at least one more than folds
   * @param folds at least 1
   * @throws DataException if there are too few examples
   */
  public static List<Fold> overTime(int examples, int folds) {
    if (folds < 1) {
      throw new IllegalArgumentException("At least 1 fold is needed, received " + folds);
    }
    requireExamples(examples, folds + 1, folds);
    int stretch = examples / (folds + 1);
    return IntStream.range(0, folds)
        .mapToObj(
            fold -> {
              int from = examples - (folds - fold) * stretch;
              return new Fold(numbers(0, from), numbers(from, from + stretch));
            })
        .toList();
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  /** Like cards, one a fold in turn, going on where the last deal ended. */
  private static void deal(int[] examples, int first, int folds, int[] foldOf) {
    for (int i = 0; i < examples.length; i++) {
      foldOf[examples[i]] = (first + i) % folds;
    }
  }

  private static List<Fold> folds(int[] foldOf, int folds) {
    var all = new ArrayList<Fold>();
    for (int fold = 0; fold < folds; fold++) {
      int valid = fold;
      all.add(
          new Fold(
              numbers(0, foldOf.length).stream().filter(i -> foldOf[i] != valid).toList(),
              numbers(0, foldOf.length).stream().filter(i -> foldOf[i] == valid).toList()));
    }
    return List.copyOf(all);
  }

  private static void requireFolds(int folds) {
    if (folds < 2) {
      throw new IllegalArgumentException("At least 2 folds are needed, received " + folds);
    }
  }

  private static void requireExamples(int examples, int least, int folds) {
    if (examples < least) {
      throw new DataException(
          "%d examples do not reach for %d folds; at least %d are needed"
              .formatted(examples, folds, least));
    }
  }
}
