package dev.recurve.benchmarks.rivals;

import dev.recurve.benchmarks.problem.RnnData;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Libtorch over the padded batch: it computes the padding too, and the loss leaves it out. Read
 * forward, that gives the right results; in reverse it would not.
 */
public final class LibtorchPadded extends BytedecoLibtorch {
  /** For the service loader. */
  public LibtorchPadded() {}

  @Override
  public String name() {
    return "libtorch-padded";
  }

  @Override
  void arrange(RnnProblem problem) {}

  @Override
  Tensor laidOut(RnnProblem problem, float[] values, int features) {
    return tensor(values, problem.steps(), problem.batch(), features);
  }

  @Override
  float[] restored(RnnProblem problem, float[] values, int features) {
    new RnnData(problem).clearPadding(values);
    return values;
  }

  @Override
  Tensor forward(RnnProblem problem, Tensor x, List<Tensor> initial, TensorVector weights) {
    int layers = problem.layers();
    boolean both = problem.bidirectional();
    var h0 = initial.getFirst();
    return switch (problem.cell()) {
      case LSTM ->
          torch
              .lstm(
                  x,
                  new TensorVector(h0, initial.getLast()),
                  weights,
                  true,
                  layers,
                  0,
                  true,
                  both,
                  false)
              .get0();
      case GRU -> torch.gru(x, h0, weights, true, layers, 0, true, both, false).get0();
      case RNN -> torch.rnn_tanh(x, h0, weights, true, layers, 0, true, both, false).get0();
    };
  }
}
