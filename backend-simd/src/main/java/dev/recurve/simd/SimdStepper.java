package dev.recurve.simd;

import dev.recurve.host.HostBuffer;
import dev.recurve.host.RnnKernel;
import dev.recurve.host.RnnLayout;
import dev.recurve.host.RnnMemory;
import dev.recurve.host.RnnPacked;
import dev.recurve.host.RnnPart;
import dev.recurve.host.RnnRun;
import dev.recurve.host.Split;
import dev.recurve.host.UnitwiseKernel;
import dev.recurve.spi.Mat;
import dev.recurve.spi.RnnStepper;
import dev.recurve.spi.Team;
import dev.recurve.spi.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Steps whose state stays where the next step reads it. A step of very few rows is shared between
 * threads by units, any other by rows.
 */
final class SimdStepper implements RnnStepper {
  private final RnnLayout layout;
  private final RnnKernel kernel;
  private final UnitwiseKernel unitwise;
  private final WarmingMath math;
  private final Workers workers;
  private final RnnPacked.Direction weights;
  private final int batch;
  private final Mat memory;

  /** Multiplications of a step. */
  private final long work;

  /** What steps run on: when the JVM has warmed up, lanes. */
  private PanelMath on;

  private List<Group> groups;

  /** Its rounds are the steps: the state before round r stands in block r % 2. */
  private Team team;

  /** Rows that lie together, some of the batch's. */
  private record Group(int first, int rows, RnnRun run) {
    RnnMemory m() {
      return run.m();
    }

    Group with(PanelMath on) {
      return new Group(first, rows, new RnnRun(on, run.weights(), run.m()));
    }
  }

  /**
   * A stepper.
   *
   * @param shares shares of a step to begin with
   * @param memory {@link #size} elements
   */
  SimdStepper(
      RnnLayout layout,
      RnnKernel kernel,
      UnitwiseKernel unitwise,
      WarmingMath math,
      Workers workers,
      RnnPacked.Direction weights,
      int batch,
      int shares,
      Mat memory) {
    this.layout = layout;
    this.kernel = kernel;
    this.unitwise = unitwise;
    this.math = math;
    this.workers = workers;
    this.weights = weights;
    this.batch = batch;
    this.memory = memory;
    this.work = (long) batch * layout.rowSize() * layout.gateCols();
    this.on = math.of(work);
    arrange(shares);
    load(Optional.empty(), Optional.empty());
  }

  /** Elements of memory. */
  static int size(RnnLayout layout, int batch) {
    return RnnMemory.size(layout, part(batch), 2);
  }

  /** Two steps of some rows: block 2 is block 0 again. */
  private static RnnPart part(int rows) {
    int[] lengths = new int[rows];
    Arrays.fill(lengths, 2);
    int[] sequences = IntStream.range(0, rows).toArray();
    return new RnnPart(0, false, sequences, lengths, new int[0]);
  }

  private boolean isFew() {
    return batch <= StepPanels.MOST_ROWS;
  }

  /** Lays the rows out for so many shares; the state is lost. */
  private void arrange(int shares) {
    int parts =
        isFew() ? Math.min(shares, StepPanels.of(weights).count()) : Math.min(shares, batch);
    int count = isFew() ? 1 : parts;
    float[] values = HostBuffer.floats(memory);
    int at = HostBuffer.start(memory);
    Arrays.fill(values, at, at + size(layout, batch), 0);
    var made = new ArrayList<Group>();
    for (int g = 0; g < count; g++) {
      int first = Split.cut(batch, g, count);
      int rows = Split.cut(batch, g + 1, count) - first;
      var m = new RnnMemory(values, at, layout, part(rows), 2);
      at += RnnMemory.size(layout, part(rows), 2);
      for (int row = 0; row < 2 * rows; row++) {
        values[m.x(0) + row * layout.ldX() + layout.inputs()] = 1;
      }
      made.add(new Group(first, rows, new RnnRun(on, weights, m)));
    }
    groups = List.copyOf(made);
    team = workers.team(parts, (share, round) -> share(share, parts, round & 1));
  }

  /** The block with the latest state; the next step makes that of the other. */
  private int now() {
    return team.rounds() + 1 & 1;
  }

  /** Settles what the next step runs on. */
  private void warmUp() {
    var next = math.of(work);
    if (next != on) {
      on = next;
      groups = groups.stream().map(group -> group.with(next)).toList();
    }
  }

  @Override
  public void step(Mat x, Mat y) {
    warmUp();
    int now = now();
    for (int g = 0; g < groups.size(); g++) {
      var group = groups.get(g);
      copyIn(x, group, group.m().x(now), layout.ldX());
    }
    team.run();
    for (int g = 0; g < groups.size(); g++) {
      var group = groups.get(g);
      copyOut(group, group.m().h(1 - now), layout.ldX(), y);
    }
  }

  private void share(int share, int shares, int now) {
    if (!isFew()) {
      var group = groups.get(share);
      kernel.forward(group.run, now, group.rows);
      return;
    }
    var run = groups.getFirst().run;
    var m = run.m();
    var panels = StepPanels.of(weights);
    int from = Split.cut(panels.count(), share, shares);
    int to = Split.cut(panels.count(), share + 1, shares);
    var order = StepPanels.Order.of(now);
    panels.gates(
        PanelMath.of(run), false, from, to, order, batch, m.values, m.x(now), m.gates(now));
    int unit = panels.unit(from);
    unitwise.pass(run, now, batch, unit, panels.unit(to) - unit);
  }

  @Override
  public void load(Optional<Mat> h, Optional<Mat> c) {
    for (var group : groups) {
      load(h, group, group.m().h(now()), layout.ldX());
      if (layout.cellCols() > 0) {
        load(c, group, group.m().cell(now()), layout.cellCols());
      }
    }
  }

  private void load(Optional<Mat> state, Group group, int to, int ld) {
    if (state.isPresent()) {
      copyIn(state.get(), group, to, ld);
      return;
    }
    for (int i = 0; i < group.rows; i++) {
      int from = to + i * ld;
      Arrays.fill(group.m().values, from, from + layout.units(), 0);
    }
  }

  @Override
  public void store(Mat h, Optional<Mat> c) {
    for (var group : groups) {
      copyOut(group, group.m().h(now()), layout.ldX(), h);
      c.ifPresent(cell -> copyOut(group, group.m().cell(now()), layout.cellCols(), cell));
    }
  }

  @Override
  public void threads(int most) {
    var h = state();
    var c = layout.cellCols() > 0 ? Optional.of(state()) : Optional.<Mat>empty();
    store(h, c);
    arrange(Math.clamp(most, 1, workers.threads()));
    load(Optional.of(h), c);
  }

  private Mat state() {
    var values = HostBuffer.zeros(batch * layout.units());
    return Mat.of(values, 0, batch, layout.units());
  }

  private static void copyIn(Mat mat, Group group, int to, int ld) {
    float[] from = HostBuffer.floats(mat);
    int start = HostBuffer.start(mat) + group.first * mat.ld();
    for (int i = 0; i < group.rows; i++) {
      System.arraycopy(from, start + i * mat.ld(), group.m().values, to + i * ld, mat.cols());
    }
  }

  private static void copyOut(Group group, int from, int ld, Mat mat) {
    float[] to = HostBuffer.floats(mat);
    int start = HostBuffer.start(mat) + group.first * mat.ld();
    for (int i = 0; i < group.rows; i++) {
      System.arraycopy(group.m().values, from + i * ld, to, start + i * mat.ld(), mat.cols());
    }
  }
}
