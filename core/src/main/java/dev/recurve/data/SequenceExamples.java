package dev.recurve.data;

import dev.recurve.DataException;
import dev.recurve.Sequence;
import dev.recurve.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sequences with their targets, read once from wherever they come and kept in memory, so that
 * batches can be drawn in any order and drawn again. What is wrong in a file is said with its line
 * and column. Immutable.
 */
public final class SequenceExamples {
  private final List<Placed> examples;

  /** An example, and where it was found. */
  record Placed(SequenceExample example, Place place) {}

  /** Where examples are found, for messages. */
  interface Place {
    /** For example {@code sales.csv, line 7, column 'units'}. */
    String ofTarget(int row);
  }

  private SequenceExamples(List<Placed> examples) {
    this.examples = examples;
  }

  /**
   * All that an iterator gives.
   *
   * @throws DataException if it gives none
   */
  public static SequenceExamples of(Iterator<SequenceExample> source) {
    var all = new ArrayList<Placed>();
    while (source.hasNext()) {
      int number = all.size();
      all.add(
          new Placed(source.next(), row -> "Example %d, target of step %d".formatted(number, row)));
    }
    return of("The source", all);
  }

  /**
   * All that a stream gives, in its order; closes it.
   *
   * @throws DataException if it gives none
   */
  public static SequenceExamples of(Stream<SequenceExample> source) {
    try (source) {
      return of(source.sequential().iterator());
    }
  }

  /**
   * A CSV file in UTF-8 with a header, one line a step.
   *
   * @param columns which of its columns are what
   * @throws DataException if it cannot be read or something is wrong in it, naming file, line and
   *     column
   */
  public static SequenceExamples csv(Path file, CsvColumns columns) {
    return of(file.toString(), new CsvSequences(file, columns).read());
  }

  /**
   * A file in UTF-8 with a JSON object on each line, each of them an example. Its sequence is an
   * array with an array of numbers for each step, or with a number for each step where there is one
   * feature. Its target is a number, an array of numbers, or an array with an array of numbers for
   * each step. Other properties are passed over.
   *
   * @param input the property that holds the sequence
   * @param target the property that holds the target
   * @throws DataException if it cannot be read or something is wrong in it, naming file, line and
   *     column
   */
  public static SequenceExamples jsonl(Path file, String input, String target) {
    return of(file.toString(), new JsonlSequences(file, input, target).read());
  }

  private static SequenceExamples of(String source, List<Placed> examples) {
    if (examples.isEmpty()) {
      throw new DataException("%s holds no example; at least one is needed".formatted(source));
    }
    return new SequenceExamples(List.copyOf(examples));
  }

  /** Number of examples. */
  public int count() {
    return examples.size();
  }

  /**
   * With one vector to predict for each sequence: targets of {@code [B, n]}.
   *
   * @throws DataException if sizes do not fit, a value is not finite, or a sequence has targets
   *     that differ from step to step
   */
  public ExampleBatches<Sequence, Tensor> values() {
    return SequenceBatches.values(
        steps(), examples.stream().map(SequenceExamples::onlyTarget).toArray(float[][]::new));
  }

  /**
   * With one class for each sequence: targets are I32 {@code [B]}.
   *
   * @param classes how many there are; targets are whole numbers 0…classes-1
   * @throws DataException if a target is no such number, or sizes do not fit, or a value is not
   *     finite
   */
  public ExampleBatches<Sequence, Tensor> classes(int classes) {
    return SequenceBatches.classes(
        steps(), examples.stream().mapToInt(e -> label(e, classes)).toArray(), classes);
  }

  /**
   * With one vector to predict at each step.
   *
   * @throws DataException if sizes do not fit, or a value is not finite
   */
  public ExampleBatches<Sequence, Sequence> perStep() {
    return SequenceBatches.perStep(
        steps(), examples.stream().map(e -> e.example().targets()).toList());
  }

  private List<float[][]> steps() {
    return examples.stream().map(e -> e.example().steps()).toList();
  }

  private static float[] onlyTarget(Placed placed) {
    float[][] rows = placed.example().targets();
    for (int row = 0; row < rows.length; row++) {
      if (!Arrays.equals(rows[row], rows[0])) {
        throw new DataException(
            "%s: expected %s, the target of the sequence's first step, received %s; the target of a whole sequence is the same at each of its steps, for others ask for perStep()"
                .formatted(placed.place().ofTarget(row), text(rows[0]), text(rows[row])));
      }
    }
    if (rows.length == 0) {
      throw new DataException(
          "%s: there is no target; give the sequence one".formatted(placed.place().ofTarget(0)));
    }
    return rows[0];
  }

  private static int label(Placed placed, int classes) {
    float[] target = onlyTarget(placed);
    int label = (int) target[0];
    if (target.length != 1 || label != target[0] || label < 0 || label >= classes) {
      throw new DataException(
          "%s: expected a class 0…%d, received %s; number the classes from 0, or say how many there are"
              .formatted(placed.place().ofTarget(0), classes - 1, text(target)));
    }
    return label;
  }

  private static String text(float[] values) {
    return values.length == 1 ? Float.toString(values[0]) : Arrays.toString(values);
  }
}
