package dev.recurve.host;

import dev.recurve.spi.Workers;
import java.util.Arrays;
import java.util.Optional;

/** Gated recurrent unit, reset after the recurrent product; gates in the order n, r, z, n'. */
public final class GruKernel implements RnnKernel, UnitwiseKernel {
  /** In the weights the order is r, z, n. */
  private static final GateMap MAP = new GateMap(new int[] {2, 0, 1}, 0, new int[] {0, 1, 2}, 1);

  private final RnnLayout layout;
  private final Panels panels;
  private final int hp;

  public GruKernel(RnnLayout layout) {
    this.layout = layout;
    this.panels = layout.format().panels();
    this.hp = layout.padded();
  }

  @Override
  public int forwardSize() {
    return inputSize() + panels.size(layout.units(), 3 * hp);
  }

  private int inputSize() {
    return panels.size(layout.inputs() + 1, 4 * hp);
  }

  /**
   * Two right-hand sides, one behind the other: {@code [x | 1]} meets all four blocks, where of n'
   * it sees the bias alone; {@code [h]} meets the last three.
   */
  @Override
  public void packForward(Workers workers, RnnSource source, Stretch to) {
    int inputs = layout.inputs();
    panels.packColumns(
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
    panels.packColumns(
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
  public Optional<UnitwiseKernel> unitwise() {
    return Optional.of(this);
  }

  @Override
  public Optional<SharedKernel> shared() {
    return Optional.of(this);
  }

  @Override
  public Panels.Place input() {
    return new Panels.Place(0, layout.inputs() + 1, 0, 0);
  }

  @Override
  public Panels.Place state() {
    return new Panels.Place(inputSize(), layout.units(), 0, 0);
  }

  @Override
  public void forward(RnnRun run, int step, int rows) {
    var m = run.m();
    var weights = run.weights().forward();
    run.on()
        .multiply(
            m.values,
            m.x(step),
            layout.ldX(),
            rows,
            layout.inputs() + 1,
            weights.values(),
            weights.start(),
            4 * hp,
            m.values,
            m.gates(step),
            layout.ldGates(),
            false);
    run.on()
        .multiply(
            m.values,
            m.h(step),
            layout.ldX(),
            rows,
            layout.units(),
            weights.values(),
            weights.start() + inputSize(),
            3 * hp,
            m.values,
            m.gates(step) + hp,
            layout.ldGates(),
            true);
    fromGates(run, step, rows);
  }

  @Override
  public Sum stateSum() {
    return Sum.ADD;
  }

  @Override
  public void fromGates(RnnRun run, int step, int rows) {
    pass(run, step, rows, 0, hp);
  }

  @Override
  public void pass(RnnRun run, int step, int rows, int from, int count) {
    var m = run.m();
    run.on()
        .cells()
        .gruAfter(
            m.values,
            m.gates(step) + from,
            layout.ldGates(),
            m.output(step) + from,
            layout.ldOutput(),
            m.output(step + 1) + from,
            layout.ldOutput(),
            rows,
            hp,
            count);
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
    run.on()
        .cells()
        .gruAfterBack(
            m.values,
            g.values,
            m.gates(step),
            layout.ldGates(),
            m.output(step),
            layout.ldOutput(),
            g.dh,
            g.ldH,
            rows,
            hp,
            hp);
  }

  @Override
  public boolean addsToState(RnnGradientMemory g) {
    return !g.isMasked;
  }

  @Override
  public boolean carriesOutput() {
    return true;
  }
}
