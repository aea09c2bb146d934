package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.Lengths;
import dev.recurve.ProjectedCell;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.State;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs any cell over time in one direction, step by step. What the cell can compute without its
 * state is computed for all steps at once; padding is never computed, see {@link Timeline}.
 */
final class StepLoop<S extends State<S>> {

  /** Outputs {@code [T, B, P]}, 0 in the padding, and the state after each sequence's last step. */
  record Outcome<S extends State<S>>(Tensor output, S last) {}

  private final Cell<S> cell;
  private final boolean reverse;
  private final StepMasks<S> masks;

  StepLoop(Cell<S> cell, boolean reverse, StepMasks<S> masks) {
    this.cell = cell;
    this.reverse = reverse;
    this.masks = masks;
  }

  Outcome<S> run(Sequence input, S initial) {
    int longest = input.lengths().max();
    if (longest == 0) {
      var zeros = zeroRows(input, input.steps()).reshape(outputShape(input));
      return new Outcome<>(zeroPadded(zeros, input.lengths()), initial);
    }
    return input.lengths().areFull(longest)
        ? runEven(input, longest, initial)
        : runRagged(input, initial);
  }

  /** All sequences have the same length: their rows are taken as they lie. */
  private Outcome<S> runEven(Sequence input, int length, S initial) {
    int batch = input.batch();
    var rows = prepared(masks.maskInput(flat(input).slice(0, 0, length * batch)));
    var outputs = new ArrayList<Tensor>();
    S state = initial;
    for (int s = 0; s < length; s++) {
      int t = reverse ? length - 1 - s : s;
      state = step(rows.slice(0, t * batch, (t + 1) * batch), state, masks, t * batch);
      outputs.add(state.output());
    }
    var inTime = new ArrayList<>(reverse ? outputs.reversed() : outputs);
    if (length < input.steps()) {
      inTime.add(zeroRows(input, input.steps() - length));
    }
    var output = stacked(inTime).reshape(outputShape(input));
    return new Outcome<>(zeroPadded(output, input.lengths()), state);
  }

  private Outcome<S> runRagged(Sequence input, S initial) {
    var timeline = Timeline.of(input.lengths(), input.steps(), reverse);
    var rows = prepared(masks.maskInput(PackedSteps.pick(flat(input), timeline.rows()), timeline));
    var sorted = masks.along(timeline);
    S state = initial.map(tensor -> PackedSteps.pick(tensor, timeline.order()));
    var outputs = new ArrayList<Tensor>();
    var finished = new ArrayList<S>();
    int from = 0;
    for (int active : timeline.active()) {
      state = retire(state, active, finished);
      state = step(rows.slice(0, from, from + active), state, sorted, from);
      outputs.add(state.output());
      from += active;
    }
    var output = PackedSteps.pick(stacked(outputs), timeline.back()).reshape(outputShape(input));
    S last = joined(state, finished).map(tensor -> PackedSteps.pick(tensor, timeline.rank()));
    return new Outcome<>(zeroPadded(output, input.lengths()), last);
  }

  /** Sets aside the states of sequences that have ended; the others stay. */
  private S retire(S state, int active, List<S> finished) {
    int rows = state.tensors().getFirst().shape().dim(0);
    if (active == rows) {
      return state;
    }
    finished.add(state.map(tensor -> tensor.slice(0, active, rows)));
    return state.map(tensor -> tensor.slice(0, 0, active));
  }

  /** The states of all sequences in order of length: those that ended last come first. */
  private S joined(S running, List<S> finished) {
    S all = running;
    for (S ended : finished.reversed()) {
      all = all.zip(ended, (a, b) -> a.concat(0, List.of(b)));
    }
    return all;
  }

  private Tensor prepared(Tensor rows) {
    return cell instanceof ProjectedCell<S> projected ? projected.project(rows) : rows;
  }

  /**
   * One step of the first sequences.
   *
   * @param from the step's first row in the masks
   */
  private S step(Tensor row, S state, StepMasks<S> inOrder, int from) {
    return inOrder.zoneout(state, next(row, state, inOrder), from);
  }

  private S next(Tensor row, S state, StepMasks<S> inOrder) {
    if (inOrder.recurrent().isPresent() && cell instanceof MaskableCell<S> maskable) {
      return maskable.recur(row, state, inOrder.maskOutput(state.output()));
    }
    return cell instanceof ProjectedCell<S> projected
        ? projected.recur(row, state)
        : cell.step(row, state);
  }

  private static Tensor flat(Sequence input) {
    return input.data().reshape(Shape.of(input.steps() * input.batch(), input.size()));
  }

  private Shape outputShape(Sequence input) {
    return Shape.of(input.steps(), input.batch(), cell.outputSize());
  }

  private Tensor zeroRows(Sequence input, int steps) {
    return input.data().zeros(Shape.of(steps * input.batch(), cell.outputSize()));
  }

  private static Tensor stacked(List<Tensor> rows) {
    return rows.getFirst().concat(0, rows.subList(1, rows.size()));
  }

  private static Tensor zeroPadded(Tensor output, Lengths lengths) {
    return DeviceTensor.of(output).knownZeroPadded(lengths);
  }
}
