package dev.recurve.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The epochs of a run. Immutable.
 *
 * @param epochs in order
 */
public record History(List<EpochRecord> epochs) {
  /** Copies the list. */
  public History {
    epochs = List.copyOf(epochs);
  }

  /** Before the first epoch. */
  static History empty() {
    return new History(List.of());
  }

  /** With one more epoch. */
  History with(EpochRecord epoch) {
    var more = new ArrayList<>(epochs);
    more.add(epoch);
    return new History(more);
  }

  /** The epoch with the least {@link EpochRecord#watchedLoss()}, the first of equals. */
  public Optional<EpochRecord> best() {
    return best(0);
  }

  /**
   * The last epoch that was better than the best before it by more than a margin.
   *
   * @param margin 0 or more
   */
  public Optional<EpochRecord> best(double margin) {
    return best(Watch.loss(), margin);
  }

  /**
   * The last epoch that was better than the best before it by more than a margin. Epochs in which
   * the figure is not defined are never better.
   *
   * @param watch by which figure
   * @param margin 0 or more
   */
  public Optional<EpochRecord> best(Watch watch, double margin) {
    Optional<EpochRecord> best = Optional.empty();
    double record = 0;
    for (var epoch : epochs) {
      var value = watch.in(epoch);
      if (value.isPresent()
          && (best.isEmpty() || watch.goal().isBetter(value.getAsDouble(), record, margin))) {
        best = Optional.of(epoch);
        record = value.getAsDouble();
      }
    }
    return best;
  }
}
