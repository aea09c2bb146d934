package dev.recurve.host;

import dev.recurve.spi.Workers;
import java.util.Arrays;
import java.util.Optional;

/**
 * Gated recurrent unit that resets before the recurrent product; gates in the order r, z, n. Its
 * second product sees {@code r∘h}, so that it waits for the first one.
 */
public final class GruBeforeKernel implements RnnKernel {
  private static final int NEW = 2;
  private static final GateMap MAP = new GateMap(new int[] {0, 1, NEW}, 0, new int[] {0, 1}, 0);

  private final RnnLayout layout;
  private final Panels panels;
  private final int hp;

  public GruBeforeKernel(RnnLayout layout) {
    this.layout = layout;
    this.panels = layout.format().panels();
    this.hp = layout.padded();
  }

  @Override
  public int forwardSize() {
    return gatesSize() + panels.size(layout.inputs() + 1, layout.units());
  }

  private int gatesSize() {
    return panels.size(layout.rowSize(), 2 * hp);
  }

  /**
   * Two right-hand sides, one behind the other: {@code [x | 1 | h]} meets r and z; {@code [x | 1]}
   * meets n.
   */
  @Override
  public void packForward(Workers workers, RnnSource source, Stretch to) {
    int size = layout.rowSize();
    panels.packColumns(
        workers,
        size,
        2 * hp,
        (n, column, at) -> {
          if (n % hp < layout.units()) {
            source.row(n / hp, n % hp, column, at);
          } else {
            Arrays.fill(column, at, at + size, 0);
          }
        },
        to.cut(0, gatesSize()));
    int inputs = layout.inputs();
    panels.packColumns(
        workers,
        inputs + 1,
        layout.units(),
        (unit, column, at) -> {
          source.input(NEW, unit, 0, inputs, column, at);
          column[at + inputs] = source.inputBias(NEW, unit) + source.stateBias(NEW, unit);
        },
        to.cut(gatesSize(), to.size() - gatesSize()));
  }

  @Override
  public int innerSize() {
    return panels.size(layout.units(), layout.units());
  }

  @Override
  public void packInner(Workers workers, RnnSource source, Stretch to) {
    int units = layout.units();
    panels.packColumns(
        workers,
        units,
        units,
        (unit, column, at) -> source.state(NEW, unit, 0, units, column, at),
        to);
  }

  @Override
  public int backInnerSize() {
    return innerSize();
  }

  @Override
  public void packBackInner(Workers workers, RnnSource source, Stretch to) {
    int units = layout.units();
    panels.packRows(
        workers,
        units,
        units,
        (unit, from, count, row, at) -> source.state(NEW, unit, from, count, row, at),
        to);
  }

  @Override
  public GateMap map() {
    return MAP;
  }

  @Override
  public void forward(RnnRun run, int step, int rows) {
    var m = run.m();
    var on = run.on();
    float[] v = m.values;
    var weights = run.weights().forward();
    float[] w = weights.values();
    int ofGates = weights.start();
    int ofNew = ofGates + gatesSize();
    int x = m.x(step);
    int gates = m.gates(step);
    int fresh = gates + NEW * hp;
    int inner = m.inner(step);
    int units = layout.units();
    int size = layout.rowSize();
    int ldX = layout.ldX();
    int ldGates = layout.ldGates();

    // The first product's last panel may reach into n, which the second one then writes.
    on.multiply(v, x, ldX, rows, size, w, ofGates, 2 * hp, v, gates, ldGates, false);
    on.multiply(v, x, ldX, rows, layout.hColumn(), w, ofNew, hp, v, fresh, ldGates, false);
    on.cells().gruReset(v, gates, ldGates, m.h(step), ldX, inner, hp, rows, hp, hp);
    on.multiply(v, inner, hp, rows, units, run.weights().inner(), hp, v, fresh, ldGates, true);
    on.cells()
        .gruBefore(
            v,
            gates,
            ldGates,
            m.output(step),
            layout.ldOutput(),
            m.output(step + 1),
            layout.ldOutput(),
            rows,
            hp,
            hp);
  }

  @Override
  public void backward(
      RnnRun run, int step, int rows, RnnGradientMemory g, Optional<RnnWeightGradient> inner) {
    var m = run.m();
    var on = run.on();
    float[] v = m.values;
    float[] d = g.values;
    var backInner = run.weights().backInner();
    int gates = m.gates(step);
    int fresh = gates + NEW * hp;
    int units = layout.units();
    int ldGates = layout.ldGates();
    int seen = m.h(step);
    int dSeen = g.throughWeights();

    on.cells()
        .gruBeforeBack(
            v, d, gates, ldGates, m.output(step), layout.ldOutput(), g.dh, g.ldH, rows, hp, hp);
    on.multiply(v, fresh, ldGates, rows, units, backInner, units, d, g.dInner, g.ldInner, false);
    if (g.isMasked) {
      Arrays.fill(d, dSeen, dSeen + rows * g.ldH, 0);
    }
    on.cells()
        .gruResetBack(
            v,
            d,
            gates,
            ldGates,
            seen,
            layout.ldX(),
            g.dInner,
            g.ldInner,
            dSeen,
            g.ldH,
            rows,
            hp,
            hp);
    RnnKernel.stateGradients(layout, MAP, run, step, rows, g, true);
    inner.ifPresent(sums -> sums.add(v, m.inner(step), hp, v, fresh, ldGates, rows));
  }

  @Override
  public boolean carriesOutput() {
    return true;
  }
}
