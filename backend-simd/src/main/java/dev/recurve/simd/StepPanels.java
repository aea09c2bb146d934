package dev.recurve.simd;

import dev.recurve.host.Panels;
import dev.recurve.host.RnnLayout;
import dev.recurve.host.RnnPacked;
import dev.recurve.host.StepWeights;
import dev.recurve.host.Stretch;
import dev.recurve.host.UnitwiseKernel;

/**
 * A direction's weights as a step of very few rows reads them: in each panel all gates of the same
 * few units, so that the threads that share a step can go on from gates to state on their own.
 */
final class StepPanels implements StepWeights {
  /** Rows that are better served by these panels than by the ones made for many rows. */
  static final int MOST_ROWS = StepTile.MOST_ROWS;

  private static final int LANES = Lanes.COUNT;
  private static final int VECTORS = 4;

  private final RnnLayout layout;
  private final boolean split;
  private final int count;
  private final int panel;
  private final int toState;
  private final int block;
  private final int next;
  private final float[] w;
  private final int w0;

  /**
   * Turns panels made for many rows into these.
   *
   * @param place memory of the {@link #size} that they take
   */
  StepPanels(RnnLayout layout, UnitwiseKernel kernel, Stretch forward, Stretch place) {
    this.layout = layout;
    this.split = kernel.map().stateFrom() > 0;
    boolean oneGate = kernel.map().inputGates().length == 1;
    int seen = split ? VECTORS - 1 : VECTORS;
    this.block = oneGate ? LANES : layout.padded();
    this.next = oneGate ? VECTORS * LANES : LANES;
    this.count = oneGate ? layout.gateCols() / next : layout.padded() / LANES;
    this.toState = (layout.inputs() * seen + VECTORS) * LANES;
    this.panel = toState + layout.units() * seen * LANES;
    this.w = place.values();
    this.w0 = place.start();
    for (int p = 0; p < count; p++) {
      int at = w0 + p * panel;
      at = turn(forward, kernel.input(), 0, layout.inputs(), p, seen, at);
      at = turn(forward, kernel.input(), layout.inputs(), 1, p, VECTORS, at);
      turn(forward, kernel.state(), 0, layout.units(), p, seen, at);
    }
  }

  /** Rows of some of a panel's vectors; gives the place after them. */
  private int turn(
      Stretch from, Panels.Place place, int row, int rows, int p, int vectors, int to) {
    for (int v = 0; v < vectors; v++) {
      int at = from.start() + LaneFormat.PANELS.at(place, row, p * next + v * block);
      for (int r = 0; r < rows; r++) {
        System.arraycopy(
            from.values(), at + r * Lanes.PANEL, w, to + (r * vectors + v) * LANES, LANES);
      }
    }
    return to + rows * vectors * LANES;
  }

  /** Elements that a layer's panels take. */
  static int size(RnnLayout layout, UnitwiseKernel kernel) {
    int seen = kernel.map().stateFrom() > 0 ? VECTORS - 1 : VECTORS;
    int columns = layout.gateCols() / VECTORS;
    return columns * (seen * (layout.inputs() + layout.units()) + VECTORS);
  }

  /** Bytes that a step reads. */
  @Override
  public long bytes() {
    return 4L * count * panel;
  }

  /** Bytes that a step reads of the state's weights alone. */
  long stateBytes() {
    return 4L * count * (panel - toState);
  }

  /** Those of a direction, for a cell that has such steps. */
  static StepPanels of(RnnPacked.Direction weights) {
    return (StepPanels) weights.steps().orElseThrow().get();
  }

  /** Panels, the smallest pieces that a step can be cut into. */
  int count() {
    return count;
  }

  /** The first of a panel's units; beyond the last one, where the padding ends. */
  int unit(int p) {
    return Math.min(layout.padded(), p * next);
  }

  /**
   * The gates of some units for a step.
   *
   * @param on the arithmetic
   * @param projected whether input and bias are in already
   * @param from the first panel
   * @param to the panel after the last
   * @param x in v, the first row {@code [x | 1 | h]}
   * @param gates in v, the first row of gates
   */
  void gates(
      PanelMath on,
      boolean projected,
      int from,
      int to,
      Order order,
      int rows,
      float[] v,
      int x,
      int gates) {
    int together = rows == 1 ? 2 : 1;
    for (int done = 0; done < to - from; done += together) {
      int panels = Math.min(together, to - from - done);
      int p = order == Order.UP ? from + done : to - done - panels;
      if (projected) {
        onto(on, p, panels, rows, v, x + layout.hColumn(), gates + p * next);
      } else {
        whole(on, p, panels, rows, v, x, gates + p * next);
      }
    }
  }

  private void whole(PanelMath on, int p, int panels, int rows, float[] v, int x, int gates) {
    int inputs = layout.inputs();
    int units = layout.units();
    int h = x + layout.hColumn();
    int ldX = layout.ldX();
    int ldG = layout.ldGates();
    int at = w0 + p * panel;
    on.stepGates(
        split, rows, panels, v, x, inputs, h, units, ldX, w, at, panel, gates, ldG, block, next);
  }

  private void onto(PanelMath on, int p, int panels, int rows, float[] v, int h, int gates) {
    int units = layout.units();
    int ldX = layout.ldX();
    int ldG = layout.ldGates();
    int at = w0 + p * panel + toState;
    on.stepState(split, rows, panels, v, h, units, ldX, w, at, panel, gates, ldG, block, next);
  }

  /**
   * In which order panels are read. Taking turns finds those that were read last still in the
   * first-level cache; always in the same order, weights that do not fit are never found there.
   */
  enum Order {
    UP,
    DOWN;

    static Order of(int step) {
      return step % 2 == 0 ? UP : DOWN;
    }
  }
}
