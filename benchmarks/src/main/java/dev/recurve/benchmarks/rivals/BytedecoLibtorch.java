package dev.recurve.benchmarks.rivals;

import dev.recurve.benchmarks.contest.BenchmarkException;
import dev.recurve.benchmarks.contest.Contestant;
import dev.recurve.benchmarks.contest.Launch;
import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.benchmarks.problem.Mode;
import dev.recurve.benchmarks.problem.Problem;
import dev.recurve.benchmarks.problem.RnnData;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Libtorch through JavaCPP; what becomes of lengths is up to the subclass. */
abstract class BytedecoLibtorch implements Contestant {
  private Optional<Model> model = Optional.empty();

  /** Takes a look at the problem before anything else is asked for. */
  abstract void arrange(RnnProblem problem);

  /**
   * The batch as the layer reads it.
   *
   * @param values {@code [T, B, features]}
   */
  abstract Tensor laidOut(RnnProblem problem, float[] values, int features);

  /** What the layer gave, as {@code [T, B, features]}, 0 in the padding. */
  abstract float[] restored(RnnProblem problem, float[] values, int features);

  /** The layer's output. */
  abstract Tensor forward(RnnProblem problem, Tensor x, List<Tensor> initial, TensorVector weights);

  @Override
  public String version() {
    try {
      return "libtorch " + Loader.getVersion("org.bytedeco", "pytorch");
    } catch (IOException e) {
      throw new BenchmarkException("The version of libtorch cannot be found", e);
    }
  }

  @Override
  public void prepare(Problem problem, int threads) {
    if (!(problem instanceof RnnProblem rnn) || rnn.mode() == Mode.STEP) {
      throw new BenchmarkException(name() + " runs recurrent networks over sequences only");
    }
    System.setProperty("org.bytedeco.javacpp.cachedir", Launch.natives("javacpp").toString());
    torch.set_num_threads(threads);
    arrange(rnn);
    model = Optional.of(new Model(rnn));
  }

  @Override
  public void run() {
    model.orElseThrow().run();
  }

  @Override
  public Map<String, float[]> results() {
    return model.orElseThrow().results();
  }

  @Override
  public void close() {}

  /** A tensor with these values. */
  static Tensor tensor(float[] values, long... shape) {
    return Tensor.create(values, shape);
  }

  /** The values of a tensor. */
  static float[] values(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.numel())];
    tensor.contiguous().data_ptr_float().get(values);
    return values;
  }

  /** A network and its data. */
  private final class Model {
    private final RnnProblem problem;
    private final List<RnnData.Named> named;
    private final List<Tensor> wanted = new ArrayList<>();
    private final TensorVector weights;
    private final Tensor x;
    private final Tensor outputGradient;
    private final List<Tensor> zeros = new ArrayList<>();

    Model(RnnProblem problem) {
      this.problem = problem;
      var data = new RnnData(problem);
      this.named = data.parameters();
      this.x = laidOut(problem, data.input(), problem.input());
      this.outputGradient = laidOut(problem, data.outputGradient(), problem.outputSize());
      boolean training = problem.mode() == Mode.TRAIN;
      if (training && problem.wantsInputGradient()) {
        wanted.add(x.set_requires_grad(true));
      }
      var tensors =
          named.stream()
              .map(p -> tensor(p.values(), p.dims()).set_requires_grad(training))
              .toArray(Tensor[]::new);
      wanted.addAll(List.of(tensors));
      this.weights = new TensorVector(tensors);
      long cells = problem.layers() * problem.directions();
      for (int i = 0; i < (problem.cell() == CellKind.LSTM ? 2 : 1); i++) {
        zeros.add(torch.zeros(cells, problem.batch(), problem.hidden()));
      }
    }

    void run() {
      try (var _ = new PointerScope()) {
        if (problem.mode() == Mode.TRAIN) {
          train();
        } else {
          infer();
        }
      }
    }

    private Tensor infer() {
      try (var _ = new NoGradGuard()) {
        return forward(problem, x, zeros, weights);
      }
    }

    private record Walk(Tensor y, TensorVector gradients) {}

    private Walk train() {
      var y = forward(problem, x, zeros, weights);
      var loss = y.mul(outputGradient).sum();
      var gradients =
          torch.grad(new TensorVector(loss), new TensorVector(wanted.toArray(Tensor[]::new)));
      return new Walk(y, gradients);
    }

    Map<String, float[]> results() {
      try (var _ = new PointerScope()) {
        var results = new LinkedHashMap<String, float[]>();
        if (problem.mode() != Mode.TRAIN) {
          results.put("y", restored(problem, values(infer()), problem.outputSize()));
          return results;
        }
        var walk = train();
        results.put("y", restored(problem, values(walk.y()), problem.outputSize()));
        int next = 0;
        if (problem.wantsInputGradient()) {
          results.put(
              "dx", restored(problem, values(walk.gradients().get(next++)), problem.input()));
        }
        for (var parameter : named) {
          results.put("d_" + parameter.name(), values(walk.gradients().get(next++)));
        }
        return results;
      }
    }
  }
}
