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
  private final RnnRun run;
  private final RnnMemory m;
  private final RnnPartGradients gradients;
  private final RnnGradientMemory g;
  private final RnnMasks masks;

  RnnBackward(
      RnnLayout layout,
      RnnKernel kernel,
      RnnCall call,
      RnnGrads grads,
      RnnPart part,
      RnnRun run,
      RnnPartGradients gradients) {
    this.layout = layout;
    this.kernel = kernel;
    this.call = call;
    this.grads = grads;
    this.part = part;
    this.run = run;
    this.m = run.m();
    this.gradients = gradients;
    this.g = gradients.memory();
    this.masks = new RnnMasks(layout, call, part);
  }

  /**
   * Walks from the last step to the first.
   *
   * @param withInput whether to carry each step's gradients on to the input while they are at hand
   * @param withWeights whether to sum the weights' gradients
   */
  void run(boolean withInput, boolean withWeights) {
    var inner = withWeights ? gradients.inner() : Optional.<RnnWeightGradient>empty();
    begin();
    for (int s = part.steps() - 1; s >= 0; s--) {
      int rows = part.active(s);
      addOutputGradients(s, rows);
      masks.zoneoutBack(g, s, rows);
      kernel.backward(run, s, rows, g, inner);
      masks.maskOutputsBack(g, kernel.carriesOutput(), rows);
      masks.addKept(g, rows);
      if (withInput) {
        inputGradients(s, 0, rows);
      }
      if (withWeights) {
        addWeightGradients(s, rows);
      }
    }
    if (withWeights) {
      gradients.finish();
    }
    finish();
  }

  private void addWeightGradients(int s, int rows) {
    int ldX = layout.ldX();
    gradients.gates().add(m.values, m.x(s), ldX, m.values, m.gates(s), layout.ldGates(), rows);
  }

  /** After the walk: carries the gradients of some sequences' gates to the input, at all steps. */
  void inputGradients(int from, int to) {
    for (int s = 0; s < part.steps(); s++) {
      inputGradients(s, from, Math.min(to, part.active(s)));
    }
  }

  private void inputGradients(int s, int from, int to) {
    if (from >= to) {
      return;
    }
    var map = kernel.map();
    run.on()
        .multiply(
            m.values,
            m.gates(s) + map.inputFrom() * layout.padded() + from * layout.ldGates(),
            layout.ldGates(),
            to - from,
            map.inputGates().length * layout.padded(),
            run.weights().backInput(),
            layout.inputs(),
            g.values,
            g.dx + from * g.ldDx,
            g.ldDx,
            false);
    addInputGradients(grads.dx().orElseThrow(), s, from, to);
  }

  /** The gradients of the final states, where the walk begins; columns beyond them are 0. */
  private void begin() {
    int ldCell = layout.cellCols();
    for (int i = 0; i < part.size(); i++) {
      readState(grads.dhN(), i, g.dh + i * g.ldH, layout.outputs(), g.ldH);
      readState(grads.dcN(), i, g.dc + i * ldCell, layout.units(), ldCell);
    }
    Arrays.fill(g.values, g.dInner, g.dInner + part.size() * g.ldInner, 0);
    Arrays.fill(g.values, g.peepholes, g.peepholes + layout.peepholeCols(), 0);
  }

  private void readState(Optional<Mat> states, int i, int to, int count, int padded) {
    Arrays.fill(g.values, to, to + padded, 0);
    if (states.isPresent()) {
      var mat = states.get();
      System.arraycopy(SimdBuffer.floats(mat), stateRow(mat, i), g.values, to, count);
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
    int column = part.direction() * layout.outputs();
    for (int i = 0; i < rows; i++) {
      int row = part.time(i, s) * call.batch() + part.sequences()[i];
      add(
          SimdBuffer.floats(dy),
          SimdBuffer.start(dy) + row * dy.ld() + column,
          g.values,
          g.dh + i * g.ldH,
          layout.outputs());
    }
  }

  private void addInputGradients(Mat gradient, int s, int from, int to) {
    for (int i = from; i < to; i++) {
      int at = g.dx + i * g.ldDx;
      masks.maskInput(i, g.values, at);
      int row = part.time(i, s) * call.batch() + part.sequences()[i];
      add(
          g.values,
          at,
          SimdBuffer.floats(gradient),
          SimdBuffer.start(gradient) + row * gradient.ld(),
          layout.inputs());
    }
  }

  /** What is left at the first step belongs to the initial states. */
  private void finish() {
    for (int i = 0; i < part.size(); i++) {
      addState(grads.dh0(), i, g.dh + i * g.ldH, layout.outputs());
      addState(grads.dc0(), i, g.dc + i * layout.cellCols(), layout.units());
    }
  }

  private void addState(Optional<Mat> gradient, int i, int from, int count) {
    if (gradient.isPresent()) {
      var mat = gradient.get();
      add(g.values, from, SimdBuffer.floats(mat), stateRow(mat, i), count);
    }
  }

  private static void add(float[] from, int f, float[] to, int t, int count) {
    for (int j = 0; j < count; j++) {
      to[t + j] += from[f + j];
    }
  }
}
