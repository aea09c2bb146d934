package dev.recurve.benchmarks.ours;

import dev.recurve.Lengths;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.State;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import dev.recurve.benchmarks.problem.RnnData;
import dev.recurve.benchmarks.problem.RnnProblem;
import dev.recurve.nn.Gru;
import dev.recurve.nn.Lstm;
import dev.recurve.nn.Recurrent;
import dev.recurve.nn.RecurrentBuilder;
import dev.recurve.nn.SimpleRnn;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamStore;
import dev.recurve.params.Snapshot;
import dev.recurve.runtime.Device;
import java.util.Map;
import java.util.stream.Collectors;

/** A problem's layer and data in Recurve's terms. */
final class Network {
  private Network() {}

  /** The layer, over the given weights. */
  static Recurrent<?> layer(RnnProblem problem, Params params) {
    int inputs = problem.input();
    int units = problem.hidden();
    return switch (problem.cell()) {
      case LSTM -> stacked(problem, Lstm.sized(inputs, units)).with(params);
      case GRU -> stacked(problem, Gru.sized(inputs, units)).with(params);
      case RNN -> stacked(problem, SimpleRnn.sized(inputs, units)).with(params);
    };
  }

  private static <S extends State<S>, B extends RecurrentBuilder<S, B>>
      RecurrentBuilder<S, B> stacked(RnnProblem problem, B builder) {
    var layers = builder.layers(problem.layers());
    return problem.bidirectional() ? layers.bidirectional() : layers;
  }

  /** The weights, to be trained. */
  static ParamStore trainable(RnnProblem problem, Device device) {
    return ParamStore.from(values(problem), device);
  }

  /** The weights, never to change. */
  static Params fixed(RnnProblem problem, Device device) {
    return Snapshot.of(device, values(problem));
  }

  private static Map<String, HostArray> values(RnnProblem problem) {
    return new RnnData(problem)
        .parameters().stream()
            .collect(
                Collectors.toMap(
                    RnnData.Named::name, p -> new HostArray.F32(Shape.of(p.sizes()), p.values())));
  }

  /** The input as the batch that a loader would give. */
  static Sequence input(RnnProblem problem, Device device) {
    var data =
        Tensors.of(
            device,
            Shape.of(problem.steps(), problem.batch(), problem.input()),
            new RnnData(problem).input());
    return Sequence.of(data, Lengths.of(problem.lengths()));
  }

  /** The weights that the loss gives the outputs. */
  static DeviceTensor outputGradient(RnnProblem problem, Device device) {
    return Tensors.of(
        device,
        Shape.of(problem.steps(), problem.batch(), problem.outputSize()),
        new RnnData(problem).outputGradient());
  }
}
