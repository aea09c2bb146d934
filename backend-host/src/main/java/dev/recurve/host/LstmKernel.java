package dev.recurve.host;

import dev.recurve.spi.Workers;
import java.util.Arrays;
import java.util.Optional;

/**
 * Long short-term memory; gates in the order i, f, g, o. Its output may be projected by a second
 * product, which then sees {@code o∘tanh(c)}.
 */
public final class LstmKernel implements RnnKernel, UnitwiseKernel {
  private static final int[] GATES = {0, 1, 2, 3};
  private static final GateMap MAP = new GateMap(GATES, 0, GATES, 0);

  private final RnnLayout layout;
  private final Panels panels;
  private final int hp;

  public LstmKernel(RnnLayout layout) {
    this.layout = layout;
    this.panels = layout.format().panels();
    this.hp = layout.padded();
  }

  @Override
  public int forwardSize() {
    return panels.size(layout.rowSize(), layout.gateCols());
  }

  @Override
  public void packForward(Workers workers, RnnSource source, Stretch to) {
    panels.packColumns(
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
  public int innerSize() {
    return layout.projects() ? panels.size(layout.units(), layout.outputs()) : 0;
  }

  @Override
  public void packInner(Workers workers, RnnSource source, Stretch to) {
    if (layout.projects()) {
      panels.packColumns(
          workers,
          layout.units(),
          layout.outputs(),
          (output, column, at) -> source.projection(output, 0, layout.units(), column, at),
          to);
    }
  }

  @Override
  public int backInnerSize() {
    return layout.projects() ? panels.size(layout.outputs(), layout.units()) : 0;
  }

  @Override
  public void packBackInner(Workers workers, RnnSource source, Stretch to) {
    if (layout.projects()) {
      panels.packRows(workers, layout.outputs(), layout.units(), source::projection, to);
    }
  }

  @Override
  public GateMap map() {
    return MAP;
  }

  @Override
  public Optional<UnitwiseKernel> unitwise() {
    return layout.projects() || layout.hasPeepholes() ? Optional.empty() : Optional.of(this);
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
  public void forward(RnnRun run, int step, int rows) {
    var m = run.m();
    run.on()
        .multiply(
            m.values,
            m.x(step),
            layout.ldX(),
            rows,
            layout.rowSize(),
            run.weights().forward(),
            layout.gateCols(),
            m.values,
            m.gates(step),
            layout.ldGates(),
            false);
    fromGates(run, step, rows);
  }

  @Override
  public Sum stateSum() {
    return Sum.GO_ON;
  }

  @Override
  public void fromGates(RnnRun run, int step, int rows) {
    var m = run.m();
    if (!layout.projects()) {
      passTo(run, step, rows, m.output(step + 1), layout.ldOutput());
      return;
    }
    passTo(run, step, rows, m.inner(step), hp);
    run.on()
        .multiply(
            m.values,
            m.inner(step),
            hp,
            rows,
            layout.units(),
            run.weights().inner(),
            layout.outputs(),
            m.values,
            m.output(step + 1),
            layout.ldOutput(),
            false);
  }

  @Override
  public void pass(RnnRun run, int step, int rows, int from, int count) {
    var m = run.m();
    run.on()
        .cells()
        .lstm(
            m.values,
            m.gates(step) + from,
            layout.ldGates(),
            m.cell(step) + from,
            hp,
            m.cell(step + 1) + from,
            hp,
            m.tanh(step) + from,
            hp,
            m.output(step + 1) + from,
            layout.ldOutput(),
            rows,
            hp,
            count);
  }

  /** From gates to the new cell state and to {@code o∘tanh(c)}, in h. */
  private void passTo(RnnRun run, int step, int rows, int h, int ldH) {
    var m = run.m();
    var cells = run.on().cells();
    float[] v = m.values;
    int gates = m.gates(step);
    int ldGates = layout.ldGates();
    int old = m.cell(step);
    int cell = m.cell(step + 1);
    int tanh = m.tanh(step);
    if (layout.hasPeepholes()) {
      var w = run.weights().peepholes();
      cells.lstmPeephole(
          v,
          w.values(),
          gates,
          ldGates,
          old,
          hp,
          cell,
          hp,
          tanh,
          hp,
          h,
          ldH,
          w.start(),
          rows,
          hp,
          hp);
    } else {
      cells.lstm(v, gates, ldGates, old, hp, cell, hp, tanh, hp, h, ldH, rows, hp, hp);
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
    if (layout.projects()) {
      inner.ifPresent(sums -> addInner(sums, run.m(), step, rows, g));
      run.on()
          .multiply(
              g.values,
              g.dh,
              g.ldH,
              rows,
              layout.outputs(),
              run.weights().backInner(),
              layout.units(),
              g.values,
              g.dInner,
              g.ldInner,
              false);
      passBack(run, step, rows, g, g.dInner, g.ldInner);
    } else {
      passBack(run, step, rows, g, g.dh, g.ldH);
    }
  }

  @Override
  public boolean addsToState(RnnGradientMemory g) {
    return false;
  }

  private void addInner(
      RnnWeightGradient sums, RnnMemory m, int step, int rows, RnnGradientMemory g) {
    sums.add(m.values, m.inner(step), hp, g.values, g.dh, g.ldH, rows);
  }

  private void passBack(RnnRun run, int step, int rows, RnnGradientMemory g, int dh, int ldDh) {
    var m = run.m();
    var cells = run.on().cells();
    float[] v = m.values;
    float[] d = g.values;
    int gates = m.gates(step);
    int ldGates = layout.ldGates();
    int old = m.cell(step);
    int tanh = m.tanh(step);
    if (layout.hasPeepholes()) {
      var w = run.weights().peepholes();
      cells.lstmPeepholeBack(
          v,
          d,
          w.values(),
          gates,
          ldGates,
          old,
          hp,
          tanh,
          hp,
          dh,
          ldDh,
          g.dc,
          hp,
          w.start(),
          g.peepholes,
          rows,
          hp,
          hp);
    } else {
      cells.lstmBack(v, d, gates, ldGates, old, hp, tanh, hp, dh, ldDh, g.dc, hp, rows, hp, hp);
    }
  }

  @Override
  public boolean carriesOutput() {
    return false;
  }
}
