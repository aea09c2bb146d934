package dev.recurve.benchmarks.ours;

import dev.recurve.Sequence;
import dev.recurve.autodiff.Steps;
import dev.recurve.benchmarks.problem.RnnProblem;
import dev.recurve.nn.Recurrent;
import dev.recurve.runtime.Device;
import java.util.Map;

/** Forward over the whole sequence, on weights that are being served. */
final class Inference implements Solver {
  private final Recurrent<?> layer;
  private final Sequence input;
  private final Steps steps;

  Inference(RnnProblem problem, Device device) {
    this.layer = Network.layer(problem, Network.fixed(problem, device));
    this.input = Network.input(problem, device);
    this.steps = new Steps(device);
  }

  @Override
  public void run() {
    steps.infer(() -> layer.apply(input));
    steps.device().backend().synchronize();
  }

  @Override
  public Map<String, float[]> results() {
    return Map.of("y", steps.infer(() -> layer.apply(input).data().toArray()));
  }

  @Override
  public void close() {
    steps.close();
  }
}
