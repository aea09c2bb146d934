package dev.recurve.simd;

import dev.recurve.spi.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Gated recurrent unit, reset after the recurrent product; gates in the order n, r, z, n'. */
final class GruKernel implements RnnKernel {
  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = SPECIES.length();

  /** In the weights the order is r, z, n. */
  private static final GateMap MAP = new GateMap(new int[] {2, 0, 1}, 0, new int[] {0, 1, 2}, 1);

  private final RnnLayout layout;
  private final int hp;

  GruKernel(RnnLayout layout) {
    this.layout = layout;
    this.hp = layout.padded();
  }

  @Override
  public int forwardSize() {
    return inputSize() + Panels.size(layout.units(), 3 * hp);
  }

  private int inputSize() {
    return Panels.size(layout.inputs() + 1, 4 * hp);
  }

  /**
   * Two right-hand sides, one behind the other: {@code [x | 1]} meets all four blocks, where of n'
   * it sees the bias alone; {@code [h]} meets the last three.
   */
  @Override
  public void packForward(Workers workers, RnnSource source, Stretch to) {
    int inputs = layout.inputs();
    Panels.packColumns(
        workers,
        inputs + 1,
        4 * hp,
        (n, column, at) -> {
          Arrays.fill(column, at, at + inputs + 1, 0);
          int unit = n % hp;
          int block = n / hp;
          if (unit >= layout.units()) {
            return;
          }
          if (block == 3) {
            column[at + inputs] = source.stateBias(2, unit);
            return;
          }
          int gate = MAP.inputGates()[block];
          source.input(gate, unit, 0, inputs, column, at);
          float stateBias = block == 0 ? 0 : source.stateBias(gate, unit);
          column[at + inputs] = source.inputBias(gate, unit) + stateBias;
        },
        to.cut(0, inputSize()));
    Panels.packColumns(
        workers,
        layout.units(),
        3 * hp,
        (n, column, at) -> {
          if (n % hp < layout.units()) {
            source.state(MAP.stateGates()[n / hp], n % hp, 0, layout.units(), column, at);
          } else {
            Arrays.fill(column, at, at + layout.units(), 0);
          }
        },
        to.cut(inputSize(), to.size() - inputSize()));
  }

  @Override
  public GateMap map() {
    return MAP;
  }

  @Override
  public void gates(Stretch panels, RnnMemory m, int step, int rows) {
    int ofInput = Panels.count(4 * hp);
    int seenByInput = layout.inputs() + 1;
    Panels.multiply(
        m.values,
        m.x(step),
        layout.ldX(),
        rows,
        seenByInput,
        panels.values(),
        panels.start(),
        ofInput,
        m.values,
        m.gates(step),
        layout.ldGates(),
        false);
    Panels.multiply(
        m.values,
        m.h(step),
        layout.ldX(),
        rows,
        layout.units(),
        panels.values(),
        panels.start() + inputSize(),
        Panels.count(3 * hp),
        m.values,
        m.gates(step) + hp,
        layout.ldGates(),
        true);
  }

  @Override
  public void forward(RnnMemory m, int step, int rows) {
    for (int i = 0; i < rows; i++) {
      int gates = m.gates(step) + i * layout.ldGates();
      Activations.sigmoid(m.values, gates + hp, 2 * hp, m.values, gates + hp);
      candidate(m.values, gates);
      Activations.tanh(m.values, gates, hp, m.values, gates);
      output(m.values, gates, m.h(step) + i * layout.ldX(), m.h(step + 1) + i * layout.ldX());
    }
  }

  /** {@code n + r∘n'}. */
  private void candidate(float[] v, int gates) {
    for (int u = 0; u < hp; u += LANES) {
      var reset = FloatVector.fromArray(SPECIES, v, gates + hp + u);
      var state = FloatVector.fromArray(SPECIES, v, gates + 3 * hp + u);
      reset.fma(state, FloatVector.fromArray(SPECIES, v, gates + u)).intoArray(v, gates + u);
    }
  }

  /** {@code h' = n + z∘(h - n)}. */
  private void output(float[] v, int gates, int old, int h) {
    for (int u = 0; u < hp; u += LANES) {
      var fresh = FloatVector.fromArray(SPECIES, v, gates + u);
      var update = FloatVector.fromArray(SPECIES, v, gates + 2 * hp + u);
      var before = FloatVector.fromArray(SPECIES, v, old + u);
      update.fma(before.sub(fresh), fresh).intoArray(v, h + u);
    }
  }

  /**
   * {@code dn = dh∘(1-z)∘(1-n²)}, {@code dz = dh∘(h-n)∘z(1-z)}, {@code dr = dn∘n'∘r(1-r)}, {@code
   * dn' = dn∘r}; {@code dh∘z} reaches the state before directly.
   */
  @Override
  public void backward(RnnMemory m, int step, int rows, float[] d, int dh, int ldH, int dc) {
    for (int i = 0; i < rows; i++) {
      backwardRow(
          m.values,
          m.gates(step) + i * layout.ldGates(),
          m.h(step) + i * layout.ldX(),
          d,
          dh + i * ldH);
    }
  }

  private void backwardRow(float[] v, int gates, int old, float[] d, int dh) {
    for (int u = 0; u < hp; u += LANES) {
      var fresh = FloatVector.fromArray(SPECIES, v, gates + u);
      var reset = FloatVector.fromArray(SPECIES, v, gates + hp + u);
      var update = FloatVector.fromArray(SPECIES, v, gates + 2 * hp + u);
      var state = FloatVector.fromArray(SPECIES, v, gates + 3 * hp + u);
      var dOut = FloatVector.fromArray(SPECIES, d, dh + u);
      var one = FloatVector.broadcast(SPECIES, 1f);
      var rest = one.sub(update);
      var dFresh = dOut.mul(rest).mul(one.sub(fresh.mul(fresh)));
      dFresh.intoArray(v, gates + u);
      dFresh.mul(state).mul(reset).mul(one.sub(reset)).intoArray(v, gates + hp + u);
      FloatVector.fromArray(SPECIES, v, old + u)
          .sub(fresh)
          .mul(dOut)
          .mul(update)
          .mul(rest)
          .intoArray(v, gates + 2 * hp + u);
      dFresh.mul(reset).intoArray(v, gates + 3 * hp + u);
      dOut.mul(update).intoArray(d, dh + u);
    }
  }

  @Override
  public boolean carriesOutput() {
    return true;
  }
}
