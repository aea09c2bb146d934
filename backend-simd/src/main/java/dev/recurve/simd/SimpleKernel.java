package dev.recurve.simd;

import dev.recurve.spi.Activation;
import dev.recurve.spi.Workers;

/** Elman's cell: one block of gates, whose nonlinearity is the output. */
final class SimpleKernel implements RnnKernel {
  private static final Cells CELLS = new LaneCells();
  private static final GateMap MAP = new GateMap(new int[] {0}, 0, new int[] {0}, 0);

  private final RnnLayout layout;
  private final Activation activation;

  SimpleKernel(RnnLayout layout, Activation activation) {
    this.layout = layout;
    this.activation = activation;
  }

  @Override
  public int forwardSize() {
    return Panels.size(layout.rowSize(), layout.units());
  }

  @Override
  public void packForward(Workers workers, RnnSource source, Stretch to) {
    Panels.packColumns(
        workers,
        layout.rowSize(),
        layout.units(),
        (unit, column, at) -> source.row(0, unit, column, at),
        to);
  }

  @Override
  public GateMap map() {
    return MAP;
  }

  @Override
  public void gates(Stretch panels, RnnMemory m, int step, int rows) {
    Panels.multiply(
        m.values,
        m.x(step),
        layout.ldX(),
        rows,
        layout.rowSize(),
        panels.values(),
        panels.start(),
        Panels.count(layout.gateCols()),
        m.values,
        m.gates(step),
        layout.ldGates(),
        false);
  }

  @Override
  public void forward(RnnMemory m, int step, int rows) {
    int gates = m.gates(step);
    int ldGates = layout.ldGates();
    int h = m.h(step + 1);
    int n = layout.padded();
    switch (activation) {
      case TANH -> CELLS.simpleTanh(m.values, gates, ldGates, h, layout.ldX(), rows, n);
      case RELU -> CELLS.simpleRelu(m.values, gates, ldGates, h, layout.ldX(), rows, n);
    }
  }

  @Override
  public void backward(RnnMemory m, int step, int rows, float[] d, int dh, int ldH, int dc) {
    int gates = m.gates(step);
    int ldGates = layout.ldGates();
    int n = layout.padded();
    switch (activation) {
      case TANH -> CELLS.simpleTanhBack(m.values, d, gates, ldGates, dh, ldH, rows, n);
      case RELU -> CELLS.simpleReluBack(m.values, d, gates, ldGates, dh, ldH, rows, n);
    }
  }

  @Override
  public boolean carriesOutput() {
    return false;
  }
}
