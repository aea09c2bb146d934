package dev.recurve.simd;

import dev.recurve.spi.Mat;
import dev.recurve.spi.RnnCall;
import dev.recurve.spi.RnnGrads;
import java.util.Arrays;
import java.util.Optional;

/** Walks a part back, from the gradients of its outputs to those of its inputs and gates. */
final class RnnBackward {
  private final RnnLayout layout;
  private final RnnKernel kernel;
  private final RnnCall call;
  private final RnnGrads grads;
  private final RnnPart part;
  private final RnnMemory m;

  // Gradients on the way, one row a sequence, in the workspace.
  private final float[] d;
  private final int dh;
  private final int ldH;
  private final int dc;
  private final int dx;
  private final int ldDx;

  /**
   * A walk.
   *
   * @param workspace scratch memory, from {@code from} on {@link #workspace} elements
   */
  RnnBackward(
      RnnLayout layout,
      RnnKernel kernel,
      RnnCall call,
      RnnGrads grads,
      RnnPart part,
      RnnMemory memory,
      float[] workspace,
      int from) {
    this.layout = layout;
    this.kernel = kernel;
    this.call = call;
    this.grads = grads;
    this.part = part;
    this.m = memory;
    this.d = workspace;
    this.ldH = ldH(layout);
    this.ldDx = ldDx(layout);
    this.dh = from;
    this.dc = dh + part.size() * ldH;
    this.dx = dc + part.size() * layout.cellCols();
  }

  private static int ldH(RnnLayout layout) {
    return RnnLayout.leading(Panels.paddedCols(layout.units()));
  }

  private static int ldDx(RnnLayout layout) {
    return RnnLayout.leading(Panels.paddedCols(layout.inputs()));
  }

  /** Elements of scratch memory for a part of so many sequences. */
  static int workspace(RnnLayout layout, int sequences) {
    return sequences * (ldH(layout) + layout.cellCols() + ldDx(layout));
  }

  /**
   * Walks from the last step to the first.
   *
   * @param withInput whether to carry each step's gradients on to the input while they are at hand
   * @param weightGradient where each step's gradients are to be added, if anywhere
   */
  void run(
      RnnPacked.Direction weights, boolean withInput, Optional<RnnWeightGradient> weightGradient) {
    begin();
    for (int s = part.steps() - 1; s >= 0; s--) {
      int rows = part.active(s);
      addOutputGradients(s, rows);
      kernel.backward(m, s, rows, d, dh, ldH, dc);
      stateGradients(weights, s, rows);
      if (withInput) {
        inputGradients(weights, s, 0, rows);
      }
      if (weightGradient.isPresent()) {
        weightGradient.get().add(m, s, rows);
      }
    }
    weightGradient.ifPresent(RnnWeightGradient::finish);
    finish();
  }

  /** After the walk: carries the gradients of some sequences' gates to the input, at all steps. */
  void inputGradients(RnnPacked.Direction weights, int from, int to) {
    for (int s = 0; s < part.steps(); s++) {
      inputGradients(weights, s, from, Math.min(to, part.active(s)));
    }
  }

  private void stateGradients(RnnPacked.Direction weights, int s, int rows) {
    var map = kernel.map();
    int k = map.stateGates().length * layout.padded();
    int gates = m.gates(s) + map.stateFrom() * layout.padded();
    int panels = Panels.count(layout.units());
    Panels.multiply(
        m.values,
        gates,
        layout.ldGates(),
        rows,
        k,
        weights.backState().values(),
        weights.backState().start(),
        panels,
        d,
        dh,
        ldH,
        kernel.carriesOutput());
  }

  private void inputGradients(RnnPacked.Direction weights, int s, int from, int to) {
    if (from >= to) {
      return;
    }
    var map = kernel.map();
    int k = map.inputGates().length * layout.padded();
    int gates = m.gates(s) + map.inputFrom() * layout.padded() + from * layout.ldGates();
    int panels = Panels.count(layout.inputs());
    Panels.multiply(
        m.values,
        gates,
        layout.ldGates(),
        to - from,
        k,
        weights.backInput().values(),
        weights.backInput().start(),
        panels,
        d,
        dx + from * ldDx,
        ldDx,
        false);
    addInputGradients(grads.dx().orElseThrow(), s, from, to);
  }

  /** The gradients of the final states, where the walk begins. */
  private void begin() {
    for (int i = 0; i < part.size(); i++) {
      readState(grads.dhN(), i, dh + i * ldH, ldH);
      readState(grads.dcN(), i, dc + i * layout.cellCols(), layout.cellCols());
    }
  }

  private void readState(Optional<Mat> states, int i, int to, int padded) {
    Arrays.fill(d, to, to + padded, 0);
    if (states.isPresent()) {
      var mat = states.get();
      System.arraycopy(SimdBuffer.floats(mat), stateRow(mat, i), d, to, layout.units());
    }
  }

  private int stateRow(Mat mat, int i) {
    int row = part.direction() * call.batch() + part.sequences()[i];
    return SimdBuffer.start(mat) + row * mat.ld();
  }

  private void addOutputGradients(int s, int rows) {
    if (grads.dy().isEmpty()) {
      return;
    }
    var dy = grads.dy().get();
    int column = part.direction() * layout.units();
    for (int i = 0; i < rows; i++) {
      int row = part.time(i, s) * call.batch() + part.sequences()[i];
      add(
          SimdBuffer.floats(dy),
          SimdBuffer.start(dy) + row * dy.ld() + column,
          d,
          dh + i * ldH,
          layout.units());
    }
  }

  private void addInputGradients(Mat gradient, int s, int from, int to) {
    for (int i = from; i < to; i++) {
      int b = part.sequences()[i];
      if (call.inputMask().isPresent()) {
        mask(call.inputMask().get(), b, dx + i * ldDx);
      }
      int row = part.time(i, s) * call.batch() + b;
      add(
          d,
          dx + i * ldDx,
          SimdBuffer.floats(gradient),
          SimdBuffer.start(gradient) + row * gradient.ld(),
          layout.inputs());
    }
  }

  private void mask(Mat mask, int b, int at) {
    float[] factors = SimdBuffer.floats(mask);
    int from = SimdBuffer.start(mask) + (part.direction() * call.batch() + b) * mask.ld();
    for (int j = 0; j < layout.inputs(); j++) {
      d[at + j] *= factors[from + j];
    }
  }

  /** What is left at the first step belongs to the initial states. */
  private void finish() {
    for (int i = 0; i < part.size(); i++) {
      addState(grads.dh0(), i, dh + i * ldH);
      addState(grads.dc0(), i, dc + i * layout.cellCols());
    }
  }

  private void addState(Optional<Mat> gradient, int i, int from) {
    if (gradient.isPresent()) {
      var mat = gradient.get();
      add(d, from, SimdBuffer.floats(mat), stateRow(mat, i), layout.units());
    }
  }

  private static void add(float[] from, int f, float[] to, int t, int count) {
    for (int j = 0; j < count; j++) {
      to[t + j] += from[f + j];
    }
  }
}
