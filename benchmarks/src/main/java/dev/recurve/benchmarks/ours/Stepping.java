package dev.recurve.benchmarks.ours;

import dev.recurve.Sequence;
import dev.recurve.State;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Steps;
import dev.recurve.benchmarks.contest.Contestant;
import dev.recurve.benchmarks.problem.RnnProblem;
import dev.recurve.nn.Recurrent;
import dev.recurve.runtime.Device;
import java.util.List;
import java.util.Map;

/** One step after the other, each from the state that the last one left. */
final class Stepping<S extends State<S>> implements Solver {
  private final Recurrent<S> layer;
  private final Sequence input;
  private final Steps steps;
  private final List<S> zeros;
  private List<S> state;

  Stepping(Recurrent<S> layer, RnnProblem problem, Device device) {
    this.layer = layer;
    this.input = Network.input(problem, device);
    this.steps = new Steps(device);
    this.zeros =
        steps.infer(
            () ->
                layer.run(input).last().stream()
                    .map(s -> s.map(tensor -> tensor.zeros(tensor.shape()).keep()))
                    .toList());
    this.state = zeros;
  }

  @Override
  public void run() {
    state =
        steps.infer(
            () ->
                layer.runFrom(input, state).last().stream().map(s -> s.map(Tensor::keep)).toList());
    steps.device().backend().synchronize();
  }

  @Override
  public Map<String, float[]> results() {
    state = zeros;
    for (int i = 0; i < Contestant.STEPS; i++) {
      run();
    }
    return Map.of("y", state.getLast().output().toArray());
  }

  @Override
  public void close() {
    steps.close();
  }
}
