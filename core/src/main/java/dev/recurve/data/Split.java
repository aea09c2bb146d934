package dev.recurve.data;

import dev.recurve.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A data set parted into what is learnt from, what is measured on during training, and what is
 * measured on in the end. Every example is in one part; each part's examples are in ascending
 * order. Immutable.
 *
 * @param train numbers of the examples to learn from
 * @param valid numbers of those to measure on during training; may be empty
 * @param test numbers of those to measure on in the end; may be empty
 */
public record Split(List<Integer> train, List<Integer> valid, List<Integer> test) {
  /** Copies the lists. */
  public Split {
    train = List.copyOf(train);
    valid = List.copyOf(valid);
    test = List.copyOf(test);
  }

  /**
   * By chance.
   *
   * @param examples how many there are
   * @param seed decides which is where
   * @throws DataException if there are too few for a part to have one
   */
  public static Split random(int examples, Shares shares, long seed) {
    var parts = new Parts();
    parts.deal("%d examples".formatted(examples), Order.shuffled(seed).of(0, examples), shares);
    return parts.split();
  }

  /**
   * By chance, and each class has its share in every part: to within half an example, and at least
   * one.
   *
   * @param labels one an example
   * @param seed decides which is where
   * @throws DataException if a class has too few examples for a part to have one
   */
  public static Split stratified(int[] labels, Shares shares, long seed) {
    int[] order = Order.shuffled(seed).of(0, labels.length);
    var parts = new Parts();
    for (int label : Arrays.stream(labels).distinct().sorted().toArray()) {
      int[] members = Arrays.stream(order).filter(i -> labels[i] == label).toArray();
      parts.deal("Class %d with %d examples".formatted(label, members.length), members, shares);
    }
    return parts.split();
  }

  /**
   * For examples in the order of time: first what is learnt from, then what is measured on during
   * training, last the test, so that nothing is learnt from the future.
   *
   * @param examples how many there are
   * @throws DataException if there are too few for a part to have one
   */
  public static Split overTime(int examples, Shares shares) {
    int[] latestFirst = IntStream.range(0, examples).map(i -> examples - 1 - i).toArray();
    var parts = new Parts();
    parts.deal("%d examples".formatted(examples), latestFirst, shares);
    return parts.split();
  }

  private static final class Parts {
    private final List<Integer> train = new ArrayList<>();
    private final List<Integer> valid = new ArrayList<>();
    private final List<Integer> test = new ArrayList<>();

    /** The test takes the first, validation the next, and the rest is learnt from. */
    void deal(String whose, int[] examples, Shares shares) {
      int tests = Shares.of(shares.test(), examples.length);
      int valids = Shares.of(shares.valid(), examples.length);
      if (tests + valids >= examples.length) {
        throw new DataException(
            "%s cannot be parted into shares of %s for validation and %s for the test with one left to learn from; bring more, or ask for smaller shares"
                .formatted(whose, shares.valid(), shares.test()));
      }
      for (int i = 0; i < examples.length; i++) {
        (i < tests ? test : i < tests + valids ? valid : train).add(examples[i]);
      }
    }

    Split split() {
      train.sort(null);
      valid.sort(null);
      test.sort(null);
      return new Split(train, valid, test);
    }
  }

  /** The part of a data set to learn from. */
  public <I, Y> ExampleBatches<I, Y> train(ExampleBatches<I, Y> data) {
    return Fold.part(data, train);
  }

  /**
   * The part of a data set to measure on during training.
   *
   * @throws DataException if it is empty
   */
  public <I, Y> ExampleBatches<I, Y> valid(ExampleBatches<I, Y> data) {
    return Fold.part(data, valid);
  }

  /**
   * The part of a data set to measure on in the end.
   *
   * @throws DataException if it is empty
   */
  public <I, Y> ExampleBatches<I, Y> test(ExampleBatches<I, Y> data) {
    return Fold.part(data, test);
  }
}
