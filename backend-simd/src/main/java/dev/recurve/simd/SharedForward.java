package dev.recurve.simd;

import dev.recurve.host.RnnForward;
import dev.recurve.host.RnnLayout;
import dev.recurve.host.RnnPart;
import dev.recurve.host.RnnRun;
import dev.recurve.host.SharedKernel;
import dev.recurve.host.Sum;
import dev.recurve.spi.Workers;
import java.util.List;

/**
 * Runs the parts of a direction forward whose weights are too large for the caches. If each thread
 * ran its own sequences alone, it would fetch all weights at each step for a few rows. So the
 * inputs of some steps are projected together, each thread those of its part; and a step's product
 * with the state is shared panel by panel, so that each thread keeps to its share of the weights,
 * for the rows of all parts. The rest of a step is again each part's own affair.
 */
final class SharedForward {
  /** Rows that are projected together. */
  private static final int ROWS = 192;

  private final RnnLayout layout;
  private final SharedKernel kernel;
  private final List<RnnPart> parts;
  private final List<RnnRun> runs;
  private final List<RnnForward> walks;
  private final int chunk;
  private final int panels;

  /**
   * A run.
   *
   * @param parts one for each thread
   * @param runs what each runs with
   * @param walks move inputs, outputs and states of each
   * @param chunk steps that are projected together, as many as there are blocks at most
   */
  SharedForward(
      RnnLayout layout,
      SharedKernel kernel,
      List<RnnPart> parts,
      List<RnnRun> runs,
      List<RnnForward> walks,
      int chunk) {
    this.layout = layout;
    this.kernel = kernel;
    this.parts = parts;
    this.runs = runs;
    this.walks = walks;
    this.chunk = chunk;
    this.panels = LaneFormat.PANELS.count(kernel.map().stateGates().length * layout.padded());
  }

  /** Steps that are best projected together if so many sequences make one. */
  static int chunk(int sequences) {
    return Math.max(1, ROWS / Math.max(1, sequences));
  }

  void run(Workers workers) {
    int steps = parts.stream().mapToInt(RnnPart::steps).max().orElse(0);
    workers.phases(parts.size(), 2 * steps + 1, this::phase);
    walks.forEach(RnnForward::clearPadding);
  }

  /** Products and the rest of a step take turns; before the first step there is only the rest. */
  private void phase(int phase, int share) {
    int step = (phase - 1) / 2;
    if (phase == 0) {
      walks.get(share).begin();
      project(share, 0);
    } else if (phase % 2 == 1) {
      multiply(step, new SharedPanels(panels, parts.size(), share, parts.size()));
    } else if (step < parts.get(share).steps()) {
      int rows = active(share, step);
      kernel.fromGates(runs.get(share), step, rows);
      walks.get(share).after(step, rows);
      if ((step + 1) % chunk == 0) {
        project(share, step + 1);
      }
    }
  }

  private int active(int part, int step) {
    return step < parts.get(part).steps() ? parts.get(part).active(step) : 0;
  }

  /** The inputs of a chunk of steps; rows that lie together go together. */
  private void project(int p, int first) {
    var m = runs.get(p).m();
    int end = Math.min(parts.get(p).steps(), first + chunk);
    for (int s = first; s < end; ) {
      int from = s;
      int rows = 0;
      do {
        walks.get(p).readInput(s, active(p, s));
        rows += active(p, s);
        s++;
      } while (s < end && m.x(s) == m.x(s - 1) + active(p, s - 1) * layout.ldX());
      project(layout, kernel, runs.get(p), m.x(from), m.gates(from), rows);
    }
  }

  /** A thread's panels of the state's product. */
  private void multiply(int step, SharedPanels mine) {
    int column = kernel.map().stateFrom() * layout.padded();
    for (int i = 0; i < mine.count(); i++) {
      int panel = mine.at(i, step);
      int from = LaneFormat.PANELS.at(kernel.state(), 0, panel * Lanes.PANEL);
      for (int p = 0; p < parts.size(); p++) {
        int rows = active(p, step);
        if (rows > 0 && mine.has(panel, p)) {
          multiply(runs.get(p), step, rows, from, column + panel * Lanes.PANEL);
        }
      }
    }
  }

  private void multiply(RnnRun run, int step, int rows, int from, int column) {
    var m = run.m();
    var weights = run.weights().forward();
    PanelMath.of(run)
        .multiplyPanel(
            m.values,
            m.h(step),
            layout.ldX(),
            rows,
            layout.outputs(),
            weights.values(),
            weights.start() + from,
            m.values,
            m.gates(step) + column,
            layout.ldGates(),
            kernel.stateSum());
  }

  /**
   * Inputs and biases into the gates of some rows that follow each other.
   *
   * @param x the first row {@code [x | 1 | ·]}
   * @param gates the first row of gates
   */
  static void project(
      RnnLayout layout, SharedKernel kernel, RnnRun run, int x, int gates, int rows) {
    float[] v = run.m().values;
    var weights = run.weights().forward();
    int k = layout.inputs() + 1;
    for (int panel = 0; panel < LaneFormat.PANELS.count(layout.gateCols()); panel++) {
      int column = panel * Lanes.PANEL;
      int w = weights.start() + LaneFormat.PANELS.at(kernel.input(), 0, column);
      int to = gates + column;
      int ldX = layout.ldX();
      int ldGates = layout.ldGates();
      PanelMath.of(run)
          .multiplyPanel(v, x, ldX, rows, k, weights.values(), w, v, to, ldGates, Sum.SET);
    }
  }
}
