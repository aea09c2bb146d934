package dev.recurve.host;

import dev.recurve.spi.Mat;
import dev.recurve.spi.RnnCall;
import dev.recurve.spi.RnnGrads;
import java.util.Arrays;
import java.util.Optional;

/** Walks a part back, from the gradients of its outputs to those of its inputs and gates. */
public final class RnnBackward {
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

  public RnnBackward(
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
  public void run(boolean withInput, boolean withWeights) {
    var inner = withWeights ? gradients.inner() : Optional.<RnnWeightGradient>empty();
    begin();
    for (int s = part.steps() - 1; s >= 0; s--) {
      int rows = part.active(s);
      before(s, rows);
      kernel.backward(run, s, rows, g, inner);
      after(rows);
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

  /** Gets the gradients of a step's outputs and cell states ready for the cell. */
  public void before(int s, int rows) {
    addOutputGradients(s, rows);
    masks.zoneoutBack(g, s, rows);
  }

  /** From what the cell gave back to the gradients of the outputs and cell states before. */
  public void after(int rows) {
    masks.maskOutputsBack(g, kernel.carriesOutput(), rows);
    masks.addKept(g, rows);
  }

  public void addWeightGradients(int s, int rows) {
    int ldX = layout.ldX();
    gradients.gates().add(m.values, m.x(s), ldX, m.values, m.gates(s), layout.ldGates(), rows);
  }

  /** After the walk: carries the gradients of some sequences' gates to the input, at all steps. */
  public void inputGradients(int from, int to) {
    for (int s = 0; s < part.steps(); s++) {
      inputGradients(s, from, Math.min(to, part.active(s)));
    }
  }

  private void inputGradients(int s, int from, int to) {
    if (from < to) {
      multiplyInput(m.gates(s) + from * layout.ldGates(), to - from, g.dx + from * g.ldDx);
      addInputGradients(grads.dx().orElseThrow(), s, from, to, g.dx + from * g.ldDx);
    }
  }

  /** After the walk: the gradients of the input and of the weights, many steps together. */
  public void afterAll(boolean withInput, boolean withWeights) {
    for (int s = 0; withInput && s < part.steps(); ) {
      int first = s;
      int rows = 0;
      while (s < part.steps() && rowsBetween(first, s) + part.active(s) <= g.dxRows) {
        rows = rowsBetween(first, s) + part.active(s++);
      }
      multiplyInput(m.gates(first), rows, g.dx);
      for (int step = first; step < s; step++) {
        int from = g.dx + rowsBetween(first, step) * g.ldDx;
        addInputGradients(grads.dx().orElseThrow(), step, 0, part.active(step), from);
      }
    }
    if (withWeights) {
      for (int s = 0; s < part.steps(); s++) {
        addWeightGradients(s, part.active(s));
      }
      gradients.finish();
    }
  }

  /** Rows from one step to another; some of sequences that have ended may lie between. */
  private int rowsBetween(int from, int to) {
    return (m.gates(to) - m.gates(from)) / layout.ldGates();
  }

  private void multiplyInput(int gates, int rows, int to) {
    var map = kernel.map();
    run.on()
        .multiply(
            m.values,
            gates + map.inputFrom() * layout.padded(),
            layout.ldGates(),
            rows,
            map.inputGates().length * layout.padded(),
            run.weights().backInput(),
            layout.inputs(),
            g.values,
            to,
            g.ldDx,
            false);
  }

  /** The gradients of the final states, where the walk begins; columns beyond them are 0. */
  public void begin() {
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
      System.arraycopy(HostBuffer.floats(mat), stateRow(mat, i), g.values, to, count);
    }
  }

  private int stateRow(Mat mat, int i) {
    int row = part.direction() * call.batch() + part.sequences()[i];
    return HostBuffer.start(mat) + row * mat.ld();
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
          HostBuffer.floats(dy),
          HostBuffer.start(dy) + row * dy.ld() + column,
          g.values,
          g.dh + i * g.ldH,
          layout.outputs());
    }
  }

  /** Adds some rows of a step, the first of which stands at {@code start}. */
  private void addInputGradients(Mat gradient, int s, int from, int to, int start) {
    for (int i = from; i < to; i++) {
      int at = start + (i - from) * g.ldDx;
      masks.maskInput(i, g.values, at);
      int row = part.time(i, s) * call.batch() + part.sequences()[i];
      add(
          g.values,
          at,
          HostBuffer.floats(gradient),
          HostBuffer.start(gradient) + row * gradient.ld(),
          layout.inputs());
    }
  }

  /** What is left at the first step belongs to the initial states. */
  public void finish() {
    for (int i = 0; i < part.size(); i++) {
      addState(grads.dh0(), i, g.dh + i * g.ldH, layout.outputs());
      addState(grads.dc0(), i, g.dc + i * layout.cellCols(), layout.units());
    }
  }

  private void addState(Optional<Mat> gradient, int i, int from, int count) {
    if (gradient.isPresent()) {
      var mat = gradient.get();
      add(g.values, from, HostBuffer.floats(mat), stateRow(mat, i), count);
    }
  }

  private static void add(float[] from, int f, float[] to, int t, int count) {
    for (int j = 0; j < count; j++) {
      to[t + j] += from[f + j];
    }
  }
}
