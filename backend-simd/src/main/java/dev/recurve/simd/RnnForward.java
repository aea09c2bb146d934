package dev.recurve.simd;

import dev.recurve.spi.Mat;
import dev.recurve.spi.RnnCall;
import java.util.Arrays;
import java.util.Optional;

/** Runs a part forward, from its initial state to its final one. */
final class RnnForward {
  private final RnnLayout layout;
  private final RnnKernel kernel;
  private final RnnCall call;
  private final RnnPart part;
  private final RnnMemory m;

  RnnForward(RnnLayout layout, RnnKernel kernel, RnnCall call, RnnPart part, RnnMemory memory) {
    this.layout = layout;
    this.kernel = kernel;
    this.call = call;
    this.part = part;
    this.m = memory;
  }

  void run(Stretch panels) {
    begin();
    for (int s = 0; s < part.steps(); s++) {
      int rows = part.active(s);
      readInput(s, rows);
      kernel.gates(panels, m, s, rows);
      kernel.forward(m, s, rows);
      writeOutput(s, rows);
    }
    clearPadding();
  }

  /** Initial states into the first block; a sequence without steps is finished at once. */
  private void begin() {
    for (int i = 0; i < part.size(); i++) {
      readState(call.h0(), i, m.h(0) + i * layout.ldX(), layout.padded());
      if (layout.cellCols() > 0) {
        readState(call.c0(), i, m.cell(0) + i * layout.cellCols(), layout.cellCols());
      }
      if (part.lengths()[i] == 0) {
        writeLast(i, 0);
      }
    }
  }

  private void readState(Optional<Mat> states, int i, int to, int padded) {
    Arrays.fill(m.values, to, to + padded, 0);
    if (states.isPresent()) {
      var mat = states.get();
      int row = part.direction() * call.batch() + part.sequences()[i];
      System.arraycopy(
          SimdBuffer.floats(mat),
          SimdBuffer.start(mat) + row * mat.ld(),
          m.values,
          to,
          layout.units());
    }
  }

  /** The rows {@code [x | 1 | ·]} of a step; h stands there already. */
  private void readInput(int s, int rows) {
    float[] x = SimdBuffer.floats(call.x());
    int x0 = SimdBuffer.start(call.x());
    for (int i = 0; i < rows; i++) {
      int b = part.sequences()[i];
      int from = x0 + (part.time(i, s) * call.batch() + b) * call.x().ld();
      int to = m.x(s) + i * layout.ldX();
      System.arraycopy(x, from, m.values, to, layout.inputs());
      if (call.inputMask().isPresent()) {
        mask(call.inputMask().get(), b, to);
      }
      m.values[to + layout.inputs()] = 1;
    }
  }

  private void mask(Mat mask, int b, int at) {
    float[] factors = SimdBuffer.floats(mask);
    int from = SimdBuffer.start(mask) + (part.direction() * call.batch() + b) * mask.ld();
    for (int j = 0; j < layout.inputs(); j++) {
      m.values[at + j] *= factors[from + j];
    }
  }

  /** The outputs of a step, and the final states of the sequences that end with it. */
  private void writeOutput(int s, int rows) {
    float[] y = SimdBuffer.floats(call.y());
    for (int i = 0; i < rows; i++) {
      System.arraycopy(
          m.values,
          m.h(s + 1) + i * layout.ldX(),
          y,
          outputRow(i, part.time(i, s)),
          layout.units());
      if (part.lengths()[i] == s + 1) {
        writeLast(i, s + 1);
      }
    }
  }

  private int outputRow(int i, int time) {
    int row = time * call.batch() + part.sequences()[i];
    return SimdBuffer.start(call.y()) + row * call.y().ld() + part.direction() * layout.units();
  }

  /** The final state of a sequence is the one in a block. */
  private void writeLast(int i, int block) {
    int row = part.direction() * call.batch() + part.sequences()[i];
    writeRow(m.h(block) + i * layout.ldX(), call.hN(), row);
    call.cN().ifPresent(cN -> writeRow(m.cell(block) + i * layout.cellCols(), cN, row));
  }

  private void writeRow(int from, Mat mat, int row) {
    System.arraycopy(
        m.values,
        from,
        SimdBuffer.floats(mat),
        SimdBuffer.start(mat) + row * mat.ld(),
        layout.units());
  }

  private void clearPadding() {
    float[] y = SimdBuffer.floats(call.y());
    for (int i = 0; i < part.size(); i++) {
      for (int t = part.lengths()[i]; t < call.steps(); t++) {
        int from = outputRow(i, t);
        Arrays.fill(y, from, from + layout.units(), 0);
      }
    }
  }
}
