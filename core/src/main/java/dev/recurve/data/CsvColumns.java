package dev.recurve.data;

import java.util.List;
import java.util.Optional;

/**
 * What the columns of a CSV file of sequences are. Each line is a step; lines that follow one
 * another with the same id are a sequence.
 *
 * @param id the column that tells sequences apart; empty if the whole file is one sequence
 * @param features the columns of the input
 * @param targets the columns of the target
 * @param separator what stands between the columns
 */
public record CsvColumns(
    Optional<String> id, List<String> features, List<String> targets, char separator) {
  /** Copies the lists, and checks that there are features and targets. */
  public CsvColumns {
    features = List.copyOf(features);
    targets = List.copyOf(targets);
    if (features.isEmpty() || targets.isEmpty()) {
      throw new IllegalArgumentException(
          "At least one feature column and one target column are needed, received %s and %s"
              .formatted(features, targets));
    }
  }

  /** Sequences that a column tells apart, with commas between the columns. */
  public static CsvColumns of(String id, List<String> features, List<String> targets) {
    return new CsvColumns(Optional.of(id), features, targets, ',');
  }

  /** One sequence, as long as the file. */
  public static CsvColumns oneSequence(List<String> features, List<String> targets) {
    return new CsvColumns(Optional.empty(), features, targets, ',');
  }

  /** The same with another separator. */
  public CsvColumns separatedBy(char other) {
    return new CsvColumns(id, features, targets, other);
  }
}
