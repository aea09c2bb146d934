package dev.recurve.benchmarks.ours;

import dev.recurve.StepSession;
import dev.recurve.benchmarks.contest.Contestant;
import dev.recurve.benchmarks.problem.RnnData;
import dev.recurve.benchmarks.problem.RnnProblem;
import dev.recurve.runtime.Device;
import java.util.Map;

/** One step after the other in a session, each from the state that the last one left. */
final class Stepping implements Solver {
  private final StepSession session;
  private final float[] x;
  private final float[] y;

  /**
   * A session.
   *
   * @param threads that each step may run on
   */
  Stepping(RnnProblem problem, Device device, int threads) {
    this.session =
        Network.layer(problem, Network.fixed(problem, device))
            .open(problem.batch())
            .threads(threads);
    this.x = new RnnData(problem).input();
    this.y = new float[problem.batch() * problem.outputSize()];
  }

  @Override
  public void run() {
    session.step(x, y);
  }

  @Override
  public Map<String, float[]> results() {
    session.reset();
    for (int i = 0; i < Contestant.STEPS; i++) {
      run();
    }
    return Map.of("y", y.clone());
  }

  @Override
  public void close() {
    session.close();
  }
}
