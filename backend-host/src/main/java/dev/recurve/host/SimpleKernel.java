package dev.recurve.host;

import dev.recurve.spi.Activation;
import dev.recurve.spi.Workers;
import java.util.Optional;

/** Elman's cell: one block of gates, whose nonlinearity is the output. */
public final class SimpleKernel implements RnnKernel, UnitwiseKernel {
  private static final GateMap MAP = new GateMap(new int[] {0}, 0, new int[] {0}, 0);

  private final RnnLayout layout;
  private final Panels panels;
  private final Activation activation;

  public SimpleKernel(RnnLayout layout, Activation activation) {
    this.layout = layout;
    this.panels = layout.format().panels();
    this.activation = activation;
  }

  @Override
  public int forwardSize() {
    return panels.size(layout.rowSize(), layout.units());
  }

  @Override
  public void packForward(Workers workers, RnnSource source, Stretch to) {
    panels.packColumns(
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
  public void forward(RnnRun run, int step, int rows) {
    var m = run.m();
    int gates = m.gates(step);
    int ldGates = layout.ldGates();
    int n = layout.padded();
    run.on()
        .multiply(
            m.values,
            m.x(step),
            layout.ldX(),
            rows,
            layout.rowSize(),
            run.weights().forward(),
            n,
            m.values,
            gates,
            ldGates,
            false);
    fromGates(run, step, rows);
  }

  @Override
  public Sum stateSum() {
    return Sum.GO_ON;
  }

  @Override
  public void fromGates(RnnRun run, int step, int rows) {
    pass(run, step, rows, 0, layout.padded());
  }

  @Override
  public Optional<UnitwiseKernel> unitwise() {
    return Optional.of(this);
  }

  @Override
  public Optional<SharedKernel> shared() {
    return Optional.of(this);
  }

  @Override
  public Panels.Place input() {
    return new Panels.Place(0, layout.rowSize(), 0, 0);
  }

  @Override
  public Panels.Place state() {
    return new Panels.Place(0, layout.rowSize(), layout.hColumn(), 0);
  }

  @Override
  public void pass(RnnRun run, int step, int rows, int from, int count) {
    var m = run.m();
    var cells = run.on().cells();
    int gates = m.gates(step) + from;
    int ldGates = layout.ldGates();
    int h = m.output(step + 1) + from;
    int ldH = layout.ldOutput();
    int wide = layout.padded();
    switch (activation) {
      case TANH -> cells.simpleTanh(m.values, gates, ldGates, h, ldH, rows, wide, count);
      case RELU -> cells.simpleRelu(m.values, gates, ldGates, h, ldH, rows, wide, count);
    }
  }

  @Override
  public void backward(
      RnnRun run, int step, int rows, RnnGradientMemory g, Optional<RnnWeightGradient> inner) {
    toGates(run, step, rows, g, inner);
    RnnKernel.stateGradients(layout, MAP, run, step, rows, g, addsToState(g));
  }

  @Override
  public void toGates(
      RnnRun run, int step, int rows, RnnGradientMemory g, Optional<RnnWeightGradient> inner) {
    var m = run.m();
    var cells = run.on().cells();
    int gates = m.gates(step);
    int ldGates = layout.ldGates();
    int n = layout.padded();
    switch (activation) {
      case TANH ->
          cells.simpleTanhBack(m.values, g.values, gates, ldGates, g.dh, g.ldH, rows, n, n);
      case RELU ->
          cells.simpleReluBack(m.values, g.values, gates, ldGates, g.dh, g.ldH, rows, n, n);
    }
  }

  @Override
  public boolean addsToState(RnnGradientMemory g) {
    return false;
  }

  @Override
  public boolean carriesOutput() {
    return false;
  }
}
