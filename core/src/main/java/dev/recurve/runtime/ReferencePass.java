package dev.recurve.runtime;

import dev.recurve.spi.Mat;
import dev.recurve.spi.RnnCall;
import dev.recurve.spi.RnnGrads;
import java.util.Arrays;
import java.util.Optional;

/** One direction of one call, forward or backward: the walk over time that all cells share. */
final class ReferencePass {
  private final ReferenceCell cell;
  private final RnnCall call;
  private final int direction;
  private final boolean reverse;
  private final int outputs;
  private final ReferenceStep s;

  private final ReferenceView x;
  private final Optional<ReferenceView> inputMask;
  private final Optional<ReferenceView> hiddenMask;
  private final Optional<ReferenceView> zoneoutH;
  private final Optional<ReferenceView> zoneoutC;

  // The reserve, a row for each direction, step and sequence: previous h, previous c, what the cell
  // keeps. No rows when no backward follows; no columns for c when the cell has none.
  private final ReferenceView reservedH;
  private final ReferenceView reservedC;
  private final ReferenceView reservedKept;

  ReferencePass(ReferenceRnn plan, int direction, RnnCall call) {
    var spec = plan.spec();
    this.cell = plan.cell();
    this.call = call;
    this.direction = direction;
    this.reverse = spec.direction().isReverse(direction);
    this.outputs = spec.outputSize();
    int units = spec.hiddenSize();
    this.s = new ReferenceStep(spec.inputSize(), units, outputs, spec.gateRows(), cell.keptSize());

    this.x = ReferenceView.of(call.x());
    this.inputMask = call.inputMask().map(ReferenceView::of);
    this.hiddenMask = call.hiddenMask().map(ReferenceView::of);
    int stepRows = spec.direction().count() * call.steps() * call.batch();
    this.zoneoutH = call.zoneoutH().map(z -> ReferenceView.broadcast(z, stepRows, outputs));
    this.zoneoutC = call.zoneoutC().map(z -> ReferenceView.broadcast(z, stepRows, units));

    var reserve =
        Mat.of(
            call.reserve().buffer(),
            call.reserve().offset(),
            call.training() ? stepRows : 0,
            plan.reservePerStep());
    int kept = outputs + plan.cellSize();
    this.reservedH = ReferenceView.of(reserve.cols(0, outputs));
    this.reservedC = ReferenceView.of(reserve.cols(outputs, plan.cellSize()));
    this.reservedKept = ReferenceView.of(reserve.cols(kept, cell.keptSize()));
  }

  // --------------------------------------------------------------- forward

  void forward(ReferenceWeights weights) {
    var y = ReferenceView.of(call.y().cols(direction * outputs, outputs));
    var hN = ReferenceView.of(call.hN());
    var cN = call.cN().map(ReferenceView::of);
    for (int sequence = 0; sequence < call.batch(); sequence++) {
      int length = call.lengths()[sequence];
      load(call.h0(), sequence, s.h);
      load(call.c0(), sequence, s.c);
      for (int step = 0; step < length; step++) {
        int time = time(step, length);
        stepForward(weights, time, sequence);
        y.write(row(time, sequence), s.h);
      }
      Arrays.fill(s.hNew, 0);
      for (int time = length; time < call.steps(); time++) {
        y.write(row(time, sequence), s.hNew);
      }
      hN.write(stateRow(sequence), s.h);
      if (cN.isPresent()) {
        cN.get().write(stateRow(sequence), s.c);
      }
    }
  }

  /** Takes s.h and s.c one step on. */
  private void stepForward(ReferenceWeights weights, int time, int sequence) {
    int stepRow = stepRow(time, sequence);
    readMasked(time, sequence);
    cell.forward(weights, s);
    if (call.training()) {
      reservedH.write(stepRow, s.h);
      reservedC.write(stepRow, s.c);
      reservedKept.write(stepRow, s.kept);
    }
    zoneout(zoneoutH, stepRow, s.h, s.hNew);
    zoneout(zoneoutC, stepRow, s.c, s.cNew);
    for (int j = 0; j < outputs; j++) {
      s.h[j] = x.rounded(s.hNew[j]);
    }
    for (int j = 0; j < s.c.length; j++) {
      s.c[j] = x.rounded(s.cNew[j]);
    }
  }

  /** Sets what the cell sees of the input and of the previous output, s.h. */
  private void readMasked(int time, int sequence) {
    x.read(row(time, sequence), s.x);
    multiply(inputMask, stateRow(sequence), s.x);
    System.arraycopy(s.h, 0, s.masked, 0, outputs);
    multiply(hiddenMask, stateRow(sequence), s.masked);
  }

  // -------------------------------------------------------------- backward

  void backward(ReferenceWeightGrads sums, RnnGrads grads) {
    var dy = grads.dy().map(mat -> ReferenceView.of(mat.cols(direction * outputs, outputs)));
    var dx = grads.dx().map(ReferenceView::of);
    var dh0 = grads.dh0().map(ReferenceView::of);
    var dc0 = grads.dc0().map(ReferenceView::of);
    for (int sequence = 0; sequence < call.batch(); sequence++) {
      int length = call.lengths()[sequence];
      load(grads.dhN(), sequence, s.dh);
      load(grads.dcN(), sequence, s.dc);
      for (int step = length - 1; step >= 0; step--) {
        int time = time(step, length);
        if (dy.isPresent()) {
          addRow(dy.get(), row(time, sequence), s.dh);
        }
        stepBackward(sums, time, sequence);
        if (dx.isPresent()) {
          dx.get().add(row(time, sequence), s.dx);
        }
      }
      if (dh0.isPresent()) {
        dh0.get().add(stateRow(sequence), s.dh);
      }
      if (dc0.isPresent()) {
        dc0.get().add(stateRow(sequence), s.dc);
      }
    }
  }

  /** Takes s.dh and s.dc one step back, and sets s.dx. */
  private void stepBackward(ReferenceWeightGrads sums, int time, int sequence) {
    int stepRow = stepRow(time, sequence);
    reservedH.read(stepRow, s.h);
    reservedC.read(stepRow, s.c);
    reservedKept.read(stepRow, s.kept);
    readMasked(time, sequence);

    zoneoutBack(zoneoutH, stepRow, s.dh, s.dhNew);
    zoneoutBack(zoneoutC, stepRow, s.dc, s.dcNew);
    Arrays.fill(s.dx, 0);
    Arrays.fill(s.dMasked, 0);
    cell.backward(sums, s);
    multiply(inputMask, stateRow(sequence), s.dx);
    multiply(hiddenMask, stateRow(sequence), s.dMasked);
    for (int j = 0; j < outputs; j++) {
      s.dh[j] += s.dMasked[j];
    }
  }

  // ----------------------------------------------------------- rows, masks

  /** When a sequence's step, counted in the order of this direction, takes place. */
  private int time(int step, int length) {
    return reverse ? length - 1 - step : step;
  }

  /** The row in x and y. */
  private int row(int time, int sequence) {
    return time * call.batch() + sequence;
  }

  /** The row in what there is once a direction and sequence. */
  private int stateRow(int sequence) {
    return direction * call.batch() + sequence;
  }

  /** The row in what there is once a direction, step and sequence. */
  private int stepRow(int time, int sequence) {
    return direction * call.steps() * call.batch() + row(time, sequence);
  }

  /** Reads a sequence's row of states; 0 where there are none. */
  private void load(Optional<Mat> states, int sequence, double[] into) {
    Arrays.fill(into, 0);
    if (states.isPresent()) {
      ReferenceView.of(states.get()).read(stateRow(sequence), into);
    }
  }

  private static void addRow(ReferenceView view, int row, double[] to) {
    for (int j = 0; j < to.length; j++) {
      to[j] += view.at(row, j);
    }
  }

  private static void multiply(Optional<ReferenceView> mask, int row, double[] v) {
    if (mask.isPresent()) {
      for (int j = 0; j < v.length; j++) {
        v[j] *= mask.get().at(row, j);
      }
    }
  }

  /** {@code next = z∘previous + (1-z)∘next}. */
  private static void zoneout(
      Optional<ReferenceView> zoneout, int row, double[] previous, double[] next) {
    if (zoneout.isPresent()) {
      for (int j = 0; j < next.length; j++) {
        double z = zoneout.get().at(row, j);
        next[j] = z * previous[j] + (1 - z) * next[j];
      }
    }
  }

  /** Parts the gradient of a new state, in d, between the previous state's and the cell's. */
  private static void zoneoutBack(
      Optional<ReferenceView> zoneout, int row, double[] d, double[] dNext) {
    System.arraycopy(d, 0, dNext, 0, d.length);
    Arrays.fill(d, 0);
    if (zoneout.isPresent()) {
      for (int j = 0; j < d.length; j++) {
        double z = zoneout.get().at(row, j);
        d[j] = z * dNext[j];
        dNext[j] = (1 - z) * dNext[j];
      }
    }
  }
}
