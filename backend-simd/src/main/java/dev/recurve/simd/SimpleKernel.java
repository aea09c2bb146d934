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
    for (int i = 0; i < rows; i++) {
      int gates = m.gates(step) + i * layout.ldGates();
      int h = m.h(step + 1) + i * layout.ldX();
      switch (activation) {
        case TANH -> Activations.tanh(m.values, gates, layout.padded(), m.values, h);
        case RELU -> Activations.relu(m.values, gates, layout.padded(), m.values, h);
      }
      System.arraycopy(m.values, h, m.values, gates, layout.padded());
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
