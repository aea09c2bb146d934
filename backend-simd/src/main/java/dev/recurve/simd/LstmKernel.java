package dev.recurve.simd;

import dev.recurve.spi.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Long short-term memory; gates in the order i, f, g, o. */
final class LstmKernel implements RnnKernel {
  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = SPECIES.length();
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
    for (int i = 0; i < rows; i++) {
      int gates = m.gates(step) + i * layout.ldGates();
      int tanh = m.tanh(step) + i * hp;
      int cell = m.cell(step + 1) + i * hp;
      Activations.sigmoid(m.values, gates, 2 * hp, m.values, gates);
      Activations.tanh(m.values, gates + 2 * hp, hp, m.values, gates + 2 * hp);
      Activations.sigmoid(m.values, gates + 3 * hp, hp, m.values, gates + 3 * hp);
      newCell(m.values, gates, m.cell(step) + i * hp, cell);
      Activations.tanh(m.values, cell, hp, m.values, tanh);
      output(m.values, gates + 3 * hp, tanh, m.h(step + 1) + i * layout.ldX());
    }
  }

  /** {@code c' = f∘c + i∘g}. */
  private void newCell(float[] v, int gates, int old, int cell) {
    for (int u = 0; u < hp; u += LANES) {
      var in = FloatVector.fromArray(SPECIES, v, gates + u);
      var forget = FloatVector.fromArray(SPECIES, v, gates + hp + u);
      var candidate = FloatVector.fromArray(SPECIES, v, gates + 2 * hp + u);
      var c = FloatVector.fromArray(SPECIES, v, old + u);
      forget.fma(c, in.mul(candidate)).intoArray(v, cell + u);
    }
  }

  /** {@code h = o∘tanh(c)}. */
  private void output(float[] v, int gate, int tanh, int h) {
    for (int u = 0; u < hp; u += LANES) {
      FloatVector.fromArray(SPECIES, v, gate + u)
          .mul(FloatVector.fromArray(SPECIES, v, tanh + u))
          .intoArray(v, h + u);
    }
  }

  /**
   * With {@code t = tanh(c')}: {@code dc' += dh∘o∘(1-t²)}; then each gate's gradient times the
   * slope of its nonlinearity, and {@code dc = dc'∘f}.
   */
  @Override
  public void backward(RnnMemory m, int step, int rows, float[] d, int dh, int ldH, int dc) {
    for (int i = 0; i < rows; i++) {
      backwardRow(
          m.values,
          m.gates(step) + i * layout.ldGates(),
          m.cell(step) + i * hp,
          m.tanh(step) + i * hp,
          d,
          dh + i * ldH,
          dc + i * hp);
    }
  }

  private void backwardRow(float[] v, int gates, int cell, int tanh, float[] d, int dh, int dc) {
    for (int u = 0; u < hp; u += LANES) {
      var in = FloatVector.fromArray(SPECIES, v, gates + u);
      var forget = FloatVector.fromArray(SPECIES, v, gates + hp + u);
      var candidate = FloatVector.fromArray(SPECIES, v, gates + 2 * hp + u);
      var out = FloatVector.fromArray(SPECIES, v, gates + 3 * hp + u);
      var t = FloatVector.fromArray(SPECIES, v, tanh + u);
      var dOut = FloatVector.fromArray(SPECIES, d, dh + u);
      var one = FloatVector.broadcast(SPECIES, 1f);
      var dCell = dOut.mul(out).fma(one.sub(t.mul(t)), FloatVector.fromArray(SPECIES, d, dc + u));
      dCell.mul(candidate).mul(in).mul(one.sub(in)).intoArray(v, gates + u);
      dCell
          .mul(FloatVector.fromArray(SPECIES, v, cell + u))
          .mul(forget)
          .mul(one.sub(forget))
          .intoArray(v, gates + hp + u);
      dCell.mul(in).mul(one.sub(candidate.mul(candidate))).intoArray(v, gates + 2 * hp + u);
      dOut.mul(t).mul(out).mul(one.sub(out)).intoArray(v, gates + 3 * hp + u);
      dCell.mul(forget).intoArray(d, dc + u);
    }
  }

  @Override
  public boolean carriesOutput() {
    return false;
  }
}
