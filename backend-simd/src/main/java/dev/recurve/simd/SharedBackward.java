package dev.recurve.simd;

import dev.recurve.host.RnnBackward;
import dev.recurve.host.RnnGradientMemory;
import dev.recurve.host.RnnLayout;
import dev.recurve.host.RnnPart;
import dev.recurve.host.RnnPartGradients;
import dev.recurve.host.RnnRun;
import dev.recurve.host.RnnWeightGradient;
import dev.recurve.host.SharedKernel;
import dev.recurve.host.Sum;
import dev.recurve.spi.Workers;
import java.util.List;
import java.util.Optional;

/**
 * Walks the parts of a direction back whose weights are too large for the caches: the counterpart
 * of {@link SharedForward}. Threads share the product that carries a step's gradients to the state
 * before; those of inputs and weights come after the walk, many steps together.
 */
final class SharedBackward {
  private final RnnLayout layout;
  private final SharedKernel kernel;
  private final List<RnnPart> parts;
  private final List<RnnRun> runs;
  private final List<RnnPartGradients> gradients;
  private final List<RnnBackward> walks;
  private final int steps;
  private final int panels;

  /**
   * A walk.
   *
   * @param parts one for each thread
   * @param runs what each ran with
   * @param gradients where those of each lie
   * @param walks the other steps of each
   */
  SharedBackward(
      RnnLayout layout,
      SharedKernel kernel,
      List<RnnPart> parts,
      List<RnnRun> runs,
      List<RnnPartGradients> gradients,
      List<RnnBackward> walks) {
    this.layout = layout;
    this.kernel = kernel;
    this.parts = parts;
    this.runs = runs;
    this.gradients = gradients;
    this.walks = walks;
    this.steps = parts.stream().mapToInt(RnnPart::steps).max().orElse(0);
    this.panels = LaneFormat.PANELS.count(layout.outputs());
  }

  /**
   * Walks.
   *
   * @param withInput whether the input's gradients are wanted
   * @param withWeights whether the weights' gradients are wanted
   */
  void run(Workers workers, boolean withInput, boolean withWeights) {
    workers.phases(parts.size(), 2 * steps + 1, (phase, share) -> phase(phase, share, withWeights));
    workers.run(parts.size(), p -> walks.get(p).afterAll(withInput, withWeights));
  }

  private void phase(int phase, int share, boolean withWeights) {
    int step = steps - 1 - phase / 2;
    var walk = walks.get(share);
    if (phase % 2 == 1) {
      multiply(step, new SharedPanels(panels, parts.size(), share, parts.size()));
      return;
    }
    if (phase == 0) {
      walk.begin();
    } else {
      walk.after(active(share, step + 1));
    }
    if (step < 0) {
      walk.finish();
    } else if (step < parts.get(share).steps()) {
      int rows = active(share, step);
      walk.before(step, rows);
      var mine = gradients.get(share);
      var inner = withWeights ? mine.inner() : Optional.<RnnWeightGradient>empty();
      kernel.toGates(runs.get(share), step, rows, mine.memory(), inner);
    }
  }

  private int active(int part, int step) {
    return step < parts.get(part).steps() ? parts.get(part).active(step) : 0;
  }

  /** A thread's panels of what reaches the state before. */
  private void multiply(int step, SharedPanels mine) {
    for (int i = 0; i < mine.count(); i++) {
      int panel = mine.at(i, step);
      for (int p = 0; p < parts.size(); p++) {
        int rows = active(p, step);
        if (rows > 0 && mine.has(panel, p)) {
          multiply(runs.get(p), gradients.get(p).memory(), step, rows, panel);
        }
      }
    }
  }

  private void multiply(RnnRun run, RnnGradientMemory g, int step, int rows, int panel) {
    var m = run.m();
    var map = kernel.map();
    var weights = run.weights().backState();
    int k = map.stateGates().length * layout.padded();
    PanelMath.of(run)
        .multiplyPanel(
            m.values,
            m.gates(step) + map.stateFrom() * layout.padded(),
            layout.ldGates(),
            rows,
            k,
            weights.values(),
            weights.start() + panel * k * Lanes.PANEL,
            g.values,
            g.throughWeights() + panel * Lanes.PANEL,
            g.ldH,
            kernel.addsToState(g) ? Sum.ADD : Sum.SET);
  }
}
