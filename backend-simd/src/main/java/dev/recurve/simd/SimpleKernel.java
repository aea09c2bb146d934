package dev.recurve.simd;

import dev.recurve.spi.Activation;
import dev.recurve.spi.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Elman's cell: one block of gates, whose nonlinearity is the output. */
final class SimpleKernel implements RnnKernel {
  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final GateMap MAP = new GateMap(new int[] {0}, 0, new int[] {0}, 0);

  private final RnnLayout layout;
  private final Activation activation;

  SimpleKernel(RnnLayout layout, Activation activation) {
    this.layout = layout;
    this.activation = activation;
  }

  @Override
  public float[] packForward(Workers workers, RnnSource source) {
    return Panels.packColumns(
        workers, layout.rowSize(), layout.units(), (unit, to, at) -> source.row(0, unit, to, at));
  }

  @Override
  public GateMap map() {
    return MAP;
  }

  @Override
  public StepPanels.Place input() {
    return new StepPanels.Place(0, layout.rowSize(), 0, 0);
  }

  @Override
  public StepPanels.Place state() {
    return new StepPanels.Place(0, layout.rowSize(), layout.hColumn(), 0);
  }

  @Override
  public void gates(float[] panels, RnnMemory m, int step, int rows) {
    Panels.multiply(
        m.values,
        m.x(step),
        layout.ldX(),
        rows,
        layout.rowSize(),
        panels,
        0,
        Panels.count(layout.gateCols()),
        m.values,
        m.gates(step),
        layout.ldGates(),
        false);
  }

  @Override
  public int units() {
    return layout.padded();
  }

  @Override
  public void forward(RnnMemory m, int step, int rows, int from, int count) {
    for (int i = 0; i < rows; i++) {
      int gates = m.gates(step) + i * layout.ldGates() + from;
      int h = m.h(step + 1) + i * layout.ldX() + from;
      switch (activation) {
        case TANH -> Activations.tanh(m.values, gates, count, m.values, h);
        case RELU -> Activations.relu(m.values, gates, count, m.values, h);
      }
      System.arraycopy(m.values, h, m.values, gates, count);
    }
  }

  @Override
  public void backward(RnnMemory m, int step, int rows, float[] d, int dh, int ldH, int dc) {
    for (int i = 0; i < rows; i++) {
      int gates = m.gates(step) + i * layout.ldGates();
      switch (activation) {
        case TANH -> tanhGradient(m.values, gates, d, dh + i * ldH);
        case RELU -> reluGradient(m.values, gates, d, dh + i * ldH);
      }
    }
  }

  private void tanhGradient(float[] y, int at, float[] d, int dh) {
    for (int u = 0; u < layout.padded(); u += LANES) {
      var v = FloatVector.fromArray(SPECIES, y, at + u);
      var slope = v.mul(v).neg().add(1f);
      FloatVector.fromArray(SPECIES, d, dh + u).mul(slope).intoArray(y, at + u);
    }
  }

  private void reluGradient(float[] y, int at, float[] d, int dh) {
    var zero = FloatVector.zero(SPECIES);
    for (int u = 0; u < layout.padded(); u += LANES) {
      var v = FloatVector.fromArray(SPECIES, y, at + u);
      var g = FloatVector.fromArray(SPECIES, d, dh + u);
      zero.blend(g, v.compare(VectorOperators.GT, zero)).intoArray(y, at + u);
    }
  }

  @Override
  public boolean carriesOutput() {
    return false;
  }
}
