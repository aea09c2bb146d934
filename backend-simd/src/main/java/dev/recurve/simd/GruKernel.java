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

  /**
   * Two right-hand sides, one behind the other: {@code [x | 1]} meets all four blocks, where of n'
   * it sees the bias alone; {@code [h]} meets the last three.
   */
  @Override
  public float[] packForward(Workers workers, RnnSource source) {
    int inputs = layout.inputs();
    float[] input =
        Panels.packColumns(
            workers,
            inputs + 1,
            4 * hp,
            (n, to, at) -> {
              Arrays.fill(to, at, at + inputs + 1, 0);
              int unit = n % hp;
              int block = n / hp;
              if (unit >= layout.units()) {
                return;
              }
              if (block == 3) {
                to[at + inputs] = source.stateBias(2, unit);
                return;
              }
              int gate = MAP.inputGates()[block];
              source.input(gate, unit, 0, inputs, to, at);
              float stateBias = block == 0 ? 0 : source.stateBias(gate, unit);
              to[at + inputs] = source.inputBias(gate, unit) + stateBias;
            });
    float[] state =
        Panels.packColumns(
            workers,
            layout.units(),
            3 * hp,
            (n, to, at) -> {
              if (n % hp < layout.units()) {
                source.state(MAP.stateGates()[n / hp], n % hp, 0, layout.units(), to, at);
              } else {
                Arrays.fill(to, at, at + layout.units(), 0);
              }
            });
    float[] both = Arrays.copyOf(input, input.length + state.length);
    System.arraycopy(state, 0, both, input.length, state.length);
    return both;
  }

  @Override
  public GateMap map() {
    return MAP;
  }

  @Override
  public StepPanels.Place input() {
    return new StepPanels.Place(0, layout.inputs() + 1, 0, 0);
  }

  @Override
  public StepPanels.Place state() {
    int from = (layout.inputs() + 1) * Panels.paddedCols(4 * hp);
    return new StepPanels.Place(from, layout.units(), 0, 0);
  }

  @Override
  public void gates(float[] panels, RnnMemory m, int step, int rows) {
    int ofInput = Panels.count(4 * hp);
    int seenByInput = layout.inputs() + 1;
    Panels.multiply(
        m.values,
        m.x(step),
        layout.ldX(),
        rows,
        seenByInput,
        panels,
        0,
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
        panels,
        seenByInput * ofInput * Lanes.PANEL,
        Panels.count(3 * hp),
        m.values,
        m.gates(step) + hp,
        layout.ldGates(),
        true);
  }

  @Override
  public int units() {
    return hp;
  }

  @Override
  public void forward(RnnMemory m, int step, int rows, int from, int count) {
    float[] v = m.values;
    for (int i = 0; i < rows; i++) {
      int gates = m.gates(step) + i * layout.ldGates() + from;
      int h = i * layout.ldX() + from;
      Activations.sigmoid(v, gates + hp, count, v, gates + hp);
      Activations.sigmoid(v, gates + 2 * hp, count, v, gates + 2 * hp);
      candidate(v, gates, count);
      Activations.tanh(v, gates, count, v, gates);
      output(v, gates, m.h(step) + h, m.h(step + 1) + h, count);
    }
  }

  /** {@code n + r∘n'}. */
  private void candidate(float[] v, int gates, int count) {
    for (int u = 0; u < count; u += LANES) {
      var reset = FloatVector.fromArray(SPECIES, v, gates + hp + u);
      var state = FloatVector.fromArray(SPECIES, v, gates + 3 * hp + u);
      reset.fma(state, FloatVector.fromArray(SPECIES, v, gates + u)).intoArray(v, gates + u);
    }
  }

  /** {@code h' = n + z∘(h - n)}. */
  private void output(float[] v, int gates, int old, int h, int count) {
    for (int u = 0; u < count; u += LANES) {
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
