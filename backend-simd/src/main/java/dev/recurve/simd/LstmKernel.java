package dev.recurve.simd;

import dev.recurve.spi.Workers;
import java.util.Arrays;

/** Long short-term memory; gates in the order i, f, g, o. */
final class LstmKernel implements RnnKernel {
  private static final Cells CELLS = new LaneCells();
  private static final int[] GATES = {0, 1, 2, 3};
  private static final GateMap MAP = new GateMap(GATES, 0, GATES, 0);

  private final RnnLayout layout;
  private final int hp;

  LstmKernel(RnnLayout layout) {
    this.layout = layout;
    this.hp = layout.padded();
  }

  @Override
  public int forwardSize() {
    return Panels.size(layout.rowSize(), layout.gateCols());
  }

  @Override
  public void packForward(Workers workers, RnnSource source, Stretch to) {
    Panels.packColumns(
        workers,
        layout.rowSize(),
        layout.gateCols(),
        (n, column, at) -> {
          if (n % hp < layout.units()) {
            source.row(n / hp, n % hp, column, at);
          } else {
            Arrays.fill(column, at, at + layout.rowSize(), 0);
          }
        },
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
    CELLS.lstm(
        m.values,
        m.gates(step),
        layout.ldGates(),
        m.cell(step),
        hp,
        m.cell(step + 1),
        hp,
        m.tanh(step),
        hp,
        m.h(step + 1),
        layout.ldX(),
        rows,
        hp);
  }

  @Override
  public void backward(RnnMemory m, int step, int rows, float[] d, int dh, int ldH, int dc) {
    CELLS.lstmBack(
        m.values,
        d,
        m.gates(step),
        layout.ldGates(),
        m.cell(step),
        hp,
        m.tanh(step),
        hp,
        dh,
        ldH,
        dc,
        hp,
        rows,
        hp);
  }

  @Override
  public boolean carriesOutput() {
    return false;
  }
}
