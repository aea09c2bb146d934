package dev.recurve.simd;

import dev.recurve.host.RnnForward;
import dev.recurve.host.RnnLayout;
import dev.recurve.host.RnnMemory;
import dev.recurve.host.RnnPart;
import dev.recurve.host.RnnRun;
import dev.recurve.host.Split;
import dev.recurve.host.UnitwiseKernel;
import dev.recurve.spi.Workers;

/**
 * Runs a part of very few sequences forward. A step then reads all weights to use them once or
 * twice, so that the inputs' share is taken out of it: some steps' inputs are projected together,
 * and only the product with the state is left in the loop. Threads share each step, unit by unit.
 */
final class FewForward {
  /** Steps whose inputs are projected together: whole tiles, whose gates stay in the cache. */
  static final int CHUNK = 24;

  private final RnnLayout layout;
  private final UnitwiseKernel kernel;
  private final RnnForward io;
  private final RnnPart part;
  private final RnnRun run;
  private final RnnMemory m;
  private final StepPanels panels;

  /**
   * A run.
   *
   * @param io moves inputs, outputs and states
   * @param run with the panels made for many rows, which project the inputs
   * @param panels the same weights for steps
   */
  FewForward(
      RnnLayout layout,
      UnitwiseKernel kernel,
      RnnForward io,
      RnnPart part,
      RnnRun run,
      StepPanels panels) {
    this.layout = layout;
    this.kernel = kernel;
    this.io = io;
    this.part = part;
    this.run = run;
    this.m = run.m();
    this.panels = panels;
  }

  /** Runs all steps, each in so many shares. */
  void run(Workers workers, int shares) {
    io.begin();
    int steps = part.steps();
    int chunks = (steps + CHUNK - 1) / CHUNK;
    workers.phases(shares, steps + chunks, (phase, share) -> phase(phase, share, shares));
    for (int s = Math.max(0, (chunks - 1) * CHUNK); s < steps; s++) {
      io.writeOutput(s, part.active(s));
    }
    io.clearPadding();
  }

  /** Before the steps of a chunk there is one phase more. */
  private void phase(int phase, int share, int shares) {
    int chunk = phase / (CHUNK + 1);
    int first = chunk * CHUNK;
    int inChunk = phase % (CHUNK + 1);
    if (inChunk > 0) {
      step(first + inChunk - 1, share, shares);
      return;
    }
    int before = Math.max(0, first - CHUNK);
    for (int s = cut(before, first, share, shares);
        s < cut(before, first, share + 1, shares);
        s++) {
      io.writeOutput(s, part.active(s));
    }
    int end = Math.min(part.steps(), first + CHUNK);
    project(cut(first, end, share, shares), cut(first, end, share + 1, shares));
  }

  private static int cut(int from, int to, int share, int shares) {
    return from + Split.cut(to - from, share, shares);
  }

  /** Inputs and biases of some steps into their gates; rows that lie together go together. */
  private void project(int from, int to) {
    for (int s = from; s < to; ) {
      int first = s;
      int rows = 0;
      do {
        io.readInput(s, part.active(s));
        rows += part.active(s);
        s++;
      } while (s < to && m.x(s) == m.x(s - 1) + part.active(s - 1) * layout.ldX());
      SharedForward.project(layout, kernel, run, m.x(first), m.gates(first), rows);
    }
  }

  private void step(int s, int share, int shares) {
    int from = Split.cut(panels.count(), share, shares);
    int to = Split.cut(panels.count(), share + 1, shares);
    int rows = part.active(s);
    var order = StepPanels.Order.of(s);
    panels.gates(PanelMath.of(run), true, from, to, order, rows, m.values, m.x(s), m.gates(s));
    int unit = panels.unit(from);
    kernel.pass(run, s, rows, unit, panels.unit(to) - unit);
  }
}
