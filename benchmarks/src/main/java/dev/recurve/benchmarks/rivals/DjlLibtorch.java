package dev.recurve.benchmarks.rivals;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.recurrent.RNN;
import dev.recurve.benchmarks.contest.BenchmarkException;
import dev.recurve.benchmarks.contest.Contestant;
import dev.recurve.benchmarks.contest.Launch;
import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.benchmarks.problem.Mode;
import dev.recurve.benchmarks.problem.Problem;
import dev.recurve.benchmarks.problem.RnnData;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Official libtorch, through Deep Java Library. */
public final class DjlLibtorch implements Contestant {
  private Optional<Model> model = Optional.empty();

  /** For the service loader. */
  public DjlLibtorch() {}

  @Override
  public String name() {
    return "libtorch";
  }

  @Override
  public String version() {
    return "libtorch %s, DJL %s"
        .formatted(Engine.getEngine("PyTorch").getVersion(), Engine.getDjlVersion());
  }

  @Override
  public void prepare(Problem problem, int threads) {
    if (!(problem instanceof RnnProblem rnn)) {
      throw new BenchmarkException(name() + " solves recurrent networks only");
    }
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("DJL_CACHE_DIR", Launch.natives("djl").toString());
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
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
  public void close() {
    model.ifPresent(one -> one.manager.close());
  }

  /** A network and its data. */
  private static final class Model {
    private final RnnProblem problem;
    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private final List<RnnData.Named> named;
    private final NDList parameters = new NDList();
    private final NDArray x;
    private final NDArray outputGradient;
    private final NDList zeros = new NDList();
    private NDList state;

    Model(RnnProblem problem) {
      this.problem = problem;
      var data = new RnnData(problem);
      this.named = data.parameters();
      for (var parameter : named) {
        parameters.add(manager.create(parameter.values(), new Shape(parameter.dims())));
      }
      this.x = sequence(data.input(), problem.input());
      this.outputGradient = sequence(data.outputGradient(), problem.outputSize());
      int cells = problem.layers() * problem.directions();
      for (int i = 0; i < (problem.cell() == CellKind.LSTM ? 2 : 1); i++) {
        zeros.add(manager.zeros(new Shape(cells, problem.batch(), problem.hidden())));
      }
      this.state = zeros;
      if (problem.mode() == Mode.TRAIN) {
        parameters.forEach(parameter -> parameter.setRequiresGradient(true));
        x.setRequiresGradient(problem.wantsInputGradient());
      }
    }

    private NDArray sequence(float[] values, int features) {
      return manager.create(values, new Shape(problem.steps(), problem.batch(), features));
    }

    void run() {
      switch (problem.mode()) {
        case TRAIN -> train().close();
        case INFER -> forward(zeros).close();
        case STEP -> step().close();
      }
    }

    private NDList forward(NDList initial) {
      boolean training = problem.mode() == Mode.TRAIN;
      boolean both = problem.bidirectional();
      int layers = problem.layers();
      var internal = x.getNDArrayInternal();
      return switch (problem.cell()) {
        case LSTM -> internal.lstm(x, initial, parameters, true, layers, 0, training, both, false);
        case GRU ->
            internal.gru(x, initial.head(), parameters, true, layers, 0, training, both, false);
        case RNN ->
            internal.rnn(
                x,
                initial.head(),
                parameters,
                true,
                layers,
                RNN.Activation.TANH,
                0,
                training,
                both,
                false);
      };
    }

    /** Forward and backward; gradients end up beside the arrays, added to what was there. */
    private NDList train() {
      try (var collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        var outputs = forward(zeros);
        try (var weighed = outputs.head().mul(outputGradient);
            var loss = weighed.sum()) {
          collector.backward(loss);
        }
        return outputs;
      }
    }

    /** The outputs; the states behind the first live on until the next step. */
    private NDArray step() {
      var outputs = forward(state);
      var previous = state;
      state = outputs.subNDList(1);
      if (previous != zeros) {
        previous.close();
      }
      return outputs.head();
    }

    Map<String, float[]> results() {
      var results = new LinkedHashMap<String, float[]>();
      switch (problem.mode()) {
        case TRAIN -> {
          clearGradients();
          try (var outputs = train()) {
            results.put("y", outputs.head().toFloatArray());
          }
          if (problem.wantsInputGradient()) {
            results.put("dx", x.getGradient().toFloatArray());
          }
          for (int i = 0; i < named.size(); i++) {
            results.put("d_" + named.get(i).name(), parameters.get(i).getGradient().toFloatArray());
          }
        }
        case INFER -> {
          try (var outputs = forward(zeros)) {
            results.put("y", outputs.head().toFloatArray());
          }
        }
        case STEP -> {
          state = zeros;
          for (int i = 0; i < STEPS; i++) {
            try (var y = step()) {
              results.put("y", y.toFloatArray());
            }
          }
        }
      }
      return results;
    }

    private void clearGradients() {
      Stream.concat(parameters.stream(), Stream.of(x))
          .filter(NDArray::hasGradient)
          .forEach(array -> array.getGradient().muli(0));
    }
  }
}
