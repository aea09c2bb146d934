package dev.recurve.benchmarks.rivals;

import dev.recurve.benchmarks.problem.RnnProblem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Libtorch over packed sequences: longest first, the steps of all of them that still run, one time
 * after the other. Packing belongs to the batch, so it is done beforehand.
 */
public final class LibtorchPacked extends BytedecoLibtorch {
  private Optional<Packing> packing = Optional.empty();

  /**
   * Where the steps go.
   *
   * @param places for each packed row, its row in {@code [T, B]}
   * @param running how many sequences still run at each time
   */
  private record Packing(int[] places, Tensor running) {}

  /** For the service loader. */
  public LibtorchPacked() {}

  @Override
  public String name() {
    return "libtorch-packed";
  }

  @Override
  void arrange(RnnProblem problem) {
    packing = Optional.of(new Packing(places(problem), running(problem)));
  }

  @Override
  Tensor laidOut(RnnProblem problem, float[] values, int features) {
    int[] places = packing.orElseThrow().places();
    float[] packed = new float[places.length * features];
    for (int row = 0; row < places.length; row++) {
      System.arraycopy(values, places[row] * features, packed, row * features, features);
    }
    return tensor(packed, places.length, features);
  }

  @Override
  float[] restored(RnnProblem problem, float[] values, int features) {
    int[] places = packing.orElseThrow().places();
    float[] padded = new float[problem.steps() * problem.batch() * features];
    for (int row = 0; row < places.length; row++) {
      System.arraycopy(values, row * features, padded, places[row] * features, features);
    }
    return padded;
  }

  private static int[] places(RnnProblem problem) {
    int[] lengths = problem.lengths();
    var longestFirst =
        IntStream.range(0, problem.batch())
            .boxed()
            .sorted((a, b) -> Integer.compare(lengths[b], lengths[a]))
            .toList();
    return IntStream.range(0, problem.steps())
        .flatMap(
            t ->
                longestFirst.stream()
                    .filter(b -> lengths[b] > t)
                    .mapToInt(b -> t * problem.batch() + b))
        .toArray();
  }

  private static Tensor running(RnnProblem problem) {
    int[] lengths = problem.lengths();
    return torch.tensor(
        IntStream.range(0, problem.steps())
            .mapToLong(t -> Arrays.stream(lengths).filter(length -> length > t).count())
            .toArray());
  }

  @Override
  Tensor forward(RnnProblem problem, Tensor x, List<Tensor> initial, TensorVector weights) {
    int layers = problem.layers();
    boolean both = problem.bidirectional();
    var h0 = initial.getFirst();
    var running = packing.orElseThrow().running();
    return switch (problem.cell()) {
      case LSTM ->
          torch
              .lstm(
                  x,
                  running,
                  new TensorVector(h0, initial.getLast()),
                  weights,
                  true,
                  layers,
                  0,
                  true,
                  both)
              .get0();
      case GRU -> torch.gru(x, running, h0, weights, true, layers, 0, true, both).get0();
      case RNN -> torch.rnn_tanh(x, running, h0, weights, true, layers, 0, true, both).get0();
    };
  }
}
