package dev.recurve.nn;

import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.State;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.LinearScan;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a {@link ScannedCell} over time in one direction: everything but the scan itself is computed
 * for all steps at once, and padding never, see {@link Timeline}.
 */
final class ScanLoop<S extends State<S>> {
  private final ScannedCell<S> cell;
  private final boolean reverse;
  private final StepMasks<S> masks;

  /**
   * A loop.
   *
   * @param masks of which only those on the input can act on all steps at once
   */
  ScanLoop(ScannedCell<S> cell, boolean reverse, StepMasks<S> masks) {
    this.cell = cell;
    this.reverse = reverse;
    this.masks = masks;
  }

  StepLoop.Outcome<S> run(Sequence input, S initial) {
    var lengths = input.lengths();
    if (lengths.max() == 0) {
      return new StepLoop<>(cell, reverse, masks).run(input, initial);
    }
    var timeline = Timeline.of(lengths, input.steps(), reverse);
    var flat = input.data().reshape(Shape.of(input.steps() * input.batch(), input.size()));
    // More padding must not change how gradients are summed, so that it does not decide this.
    int longest = lengths.max();
    boolean inOrder = !reverse && lengths.areFull(longest);
    var rows =
        inOrder
            ? masks.maskInput(flat.slice(0, 0, longest * input.batch()))
            : masks.maskInput(PackedSteps.pick(flat, timeline.rows()), timeline);
    S start = inOrder ? initial : initial.map(t -> PackedSteps.pick(t, timeline.order()));
    var seen = cell.lookback() == 0 ? rows : withPast(rows, start, timeline);
    var terms = cell.terms(seen);
    var carried =
        LinearScan.run(
            timeline.active(),
            DeviceTensor.of(terms.keep()),
            DeviceTensor.of(terms.add()),
            DeviceTensor.of(cell.carried(start)));
    S all = cell.state(terms, carried, seen);
    var output =
        inOrder
            ? PackedSteps.withZeros(all.output(), input.steps() * input.batch())
            : PackedSteps.pick(all.output(), timeline.back());
    var shaped =
        output.reshape(
            Shape.of(input.steps(), input.batch()).then(all.output().shape().without(0)));
    return new StepLoop.Outcome<>(
        DeviceTensor.of(shaped).knownZeroPadded(lengths), last(input, timeline, all, initial));
  }

  /** Each sequence's state after its last step; where it has none, the initial one. */
  private S last(Sequence input, Timeline timeline, S all, S initial) {
    int batch = input.batch();
    int[] from = starts(timeline);
    int[] ended = new int[batch];
    int[] empty = new int[batch];
    boolean anyEmpty = false;
    for (int b = 0; b < batch; b++) {
      int length = input.lengths().at(b);
      ended[b] = length == 0 ? -1 : from[length - 1] + timeline.rank()[b];
      empty[b] = length == 0 ? b : -1;
      anyEmpty |= length == 0;
    }
    S last = all.map(tensor -> PackedSteps.pick(tensor, ended));
    return anyEmpty
        ? last.zip(initial, (ran, began) -> ran.add(PackedSteps.pick(began, empty)))
        : last;
  }

  /** The first row of each step. */
  private static int[] starts(Timeline timeline) {
    int[] from = new int[timeline.active().length];
    for (int s = 1; s < from.length; s++) {
      from[s] = from[s - 1] + timeline.active()[s - 1];
    }
    return from;
  }

  /** Beside each row the inputs of its sequence's steps before, newest first. */
  private Tensor withPast(Tensor rows, S start, Timeline timeline) {
    int lags = cell.lookback();
    int inputs = rows.shape().cols();
    var past = cell.past(start);
    int batch = past.shape().dim(0);
    var before = past.reshape(Shape.of(batch * lags, inputs));
    var all = before.concat(0, List.of(rows));
    var lagged = new ArrayList<Tensor>();
    for (int lag = 1; lag <= lags; lag++) {
      lagged.add(PackedSteps.pick(all, lagged(timeline, lag, lags, batch)));
    }
    return rows.concat(-1, lagged);
  }

  /** Where each row's input of some steps before stands behind the initial {@code batch·lags}. */
  private static int[] lagged(Timeline timeline, int lag, int lags, int batch) {
    int[] from = starts(timeline);
    int[] ids = new int[timeline.rows().length];
    int row = 0;
    for (int s = 0; s < from.length; s++) {
      for (int i = 0; i < timeline.active()[s]; i++) {
        ids[row++] = s >= lag ? batch * lags + from[s - lag] + i : i * lags + lag - s - 1;
      }
    }
    return ids;
  }
}
