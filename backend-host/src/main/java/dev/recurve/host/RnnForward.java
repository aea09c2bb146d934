package dev.recurve.host;

import dev.recurve.spi.Mat;
import dev.recurve.spi.RnnCall;
import java.util.Arrays;
import java.util.Optional;

/** Runs a part forward, from its initial state to its final one. */
public final class RnnForward {
  private final RnnLayout layout;
  private final RnnKernel kernel;
  private final RnnCall call;
  private final RnnPart part;
  private final RnnRun run;
  private final RnnMemory m;
  private final RnnMasks masks;

  public RnnForward(RnnLayout layout, RnnKernel kernel, RnnCall call, RnnPart part, RnnRun run) {
    this.layout = layout;
    this.kernel = kernel;
    this.call = call;
    this.part = part;
    this.run = run;
    this.m = run.m();
    this.masks = new RnnMasks(layout, call, part);
  }

  public void run() {
    begin();
    for (int s = 0; s < part.steps(); s++) {
      int rows = part.active(s);
      readInput(s, rows);
      kernel.forward(run, s, rows);
      after(s, rows);
    }
    clearPadding();
  }

  /** What follows when a step's outputs and cell states are there. */
  public void after(int s, int rows) {
    masks.zoneout(m, s, rows);
    masks.maskOutputs(m, s + 1, rows);
    writeOutput(s, rows);
  }

  /** Initial states into the first block; a sequence without steps is finished at once. */
  public void begin() {
    for (int i = 0; i < part.size(); i++) {
      int output = m.output(0) + i * layout.ldOutput();
      readState(
          call.h0(),
          i,
          output,
          layout.outputs(),
          layout.format().panels().padded(layout.outputs()));
      if (layout.cellCols() > 0) {
        int cell = m.cell(0) + i * layout.cellCols();
        readState(call.c0(), i, cell, layout.units(), layout.cellCols());
      }
      if (part.lengths()[i] == 0) {
        writeLast(i, 0);
      }
    }
    masks.maskOutputs(m, 0, part.size());
  }

  private void readState(Optional<Mat> states, int i, int to, int count, int padded) {
    Arrays.fill(m.values, to, to + padded, 0);
    if (states.isPresent()) {
      var mat = states.get();
      int row = part.direction() * call.batch() + part.sequences()[i];
      System.arraycopy(
          HostBuffer.floats(mat), HostBuffer.start(mat) + row * mat.ld(), m.values, to, count);
    }
  }

  /** The rows {@code [x | 1 | ·]} of a step; h stands there already. */
  public void readInput(int s, int rows) {
    float[] x = HostBuffer.floats(call.x());
    int x0 = HostBuffer.start(call.x());
    for (int i = 0; i < rows; i++) {
      int b = part.sequences()[i];
      int from = x0 + (part.time(i, s) * call.batch() + b) * call.x().ld();
      int to = m.x(s) + i * layout.ldX();
      System.arraycopy(x, from, m.values, to, layout.inputs());
      masks.maskInput(i, m.values, to);
      m.values[to + layout.inputs()] = 1;
    }
  }

  /** The outputs of a step, and the final states of the sequences that end with it. */
  public void writeOutput(int s, int rows) {
    float[] y = HostBuffer.floats(call.y());
    for (int i = 0; i < rows; i++) {
      System.arraycopy(
          m.values,
          m.output(s + 1) + i * layout.ldOutput(),
          y,
          outputRow(i, part.time(i, s)),
          layout.outputs());
      if (part.lengths()[i] == s + 1) {
        writeLast(i, s + 1);
      }
    }
  }

  private int outputRow(int i, int time) {
    int row = time * call.batch() + part.sequences()[i];
    return HostBuffer.start(call.y()) + row * call.y().ld() + part.direction() * layout.outputs();
  }

  /** The final state of a sequence is the one in a block. */
  private void writeLast(int i, int block) {
    int row = part.direction() * call.batch() + part.sequences()[i];
    writeRow(m.output(block) + i * layout.ldOutput(), call.hN(), row, layout.outputs());
    int cell = m.cell(block) + i * layout.cellCols();
    call.cN().ifPresent(cN -> writeRow(cell, cN, row, layout.units()));
  }

  private void writeRow(int from, Mat mat, int row, int count) {
    System.arraycopy(
        m.values, from, HostBuffer.floats(mat), HostBuffer.start(mat) + row * mat.ld(), count);
  }

  public void clearPadding() {
    float[] y = HostBuffer.floats(call.y());
    for (int i = 0; i < part.size(); i++) {
      for (int t = part.lengths()[i]; t < call.steps(); t++) {
        int from = outputRow(i, t);
        Arrays.fill(y, from, from + layout.outputs(), 0);
      }
    }
  }
}
