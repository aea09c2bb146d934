package dev.recurve.benchmarks.ours;

import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tape;
import dev.recurve.benchmarks.problem.RnnProblem;
import dev.recurve.nn.Recurrent;
import dev.recurve.params.ParamStore;
import dev.recurve.params.ParameterBlock;
import dev.recurve.runtime.Device;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Forward and backward with all gradients for the loss {@code Σ y∘g}. The weights count as changed
 * before each run, as an optimiser would leave them, so that packing them is part of the time.
 */
final class Training implements Solver {
  private final RnnProblem problem;
  private final Recurrent<?> layer;
  private final List<ParameterBlock> blocks;
  private final Sequence input;
  private final Tensor outputGradient;
  private final Steps steps;

  Training(RnnProblem problem, Device device) {
    this(problem, device, Network.trainable(problem, device), p -> Network.layer(problem, p));
  }

  Training(
      RnnProblem problem,
      Device device,
      ParamStore store,
      Function<Params, Recurrent<?>> architecture) {
    this.problem = problem;
    this.layer = architecture.apply(store);
    this.blocks = store.seal();
    this.input = Network.input(problem, device);
    this.outputGradient = Network.outputGradient(problem, device);
    this.steps = new Steps(device);
  }

  /** The tensors of one walk. */
  private record Walk(Tape tape, Tensor x, Tensor y) {}

  @Override
  public void run() {
    blocks.forEach(ParameterBlock::changed);
    blocks.forEach(ParameterBlock::clearGradient);
    steps.train(0, this::walk);
    steps.device().backend().synchronize();
  }

  private Walk walk(Tape tape) {
    var x = problem.wantsInputGradient() ? tape.watch(input.data()) : input.data();
    var y = layer.apply(Sequence.of(x, input.lengths())).data();
    tape.backward(y.mul(outputGradient).sum());
    return new Walk(tape, x, y);
  }

  @Override
  public Map<String, float[]> results() {
    blocks.forEach(ParameterBlock::clearGradient);
    var results = new LinkedHashMap<String, float[]>();
    steps.train(
        0,
        tape -> {
          var walk = walk(tape);
          results.put("y", walk.y().toArray());
          if (problem.wantsInputGradient()) {
            results.put("dx", tape.gradient(walk.x()).toArray());
          }
          return results;
        });
    for (var block : blocks) {
      float[] gradients = block.gradient().toArray();
      int from = 0;
      for (var entry : block.layout().entrySet()) {
        int to = from + Math.toIntExact(entry.getValue().size());
        results.put("d_" + entry.getKey(), Arrays.copyOfRange(gradients, from, to));
        from = to;
      }
    }
    return results;
  }

  @Override
  public void close() {
    steps.close();
  }
}
