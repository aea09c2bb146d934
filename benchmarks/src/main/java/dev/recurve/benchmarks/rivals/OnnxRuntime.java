package dev.recurve.benchmarks.rivals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.recurve.benchmarks.contest.BenchmarkException;
import dev.recurve.benchmarks.contest.Contestant;
import dev.recurve.benchmarks.problem.Mode;
import dev.recurve.benchmarks.problem.Problem;
import dev.recurve.benchmarks.problem.RnnData;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * ONNX Runtime. All inputs and outputs lie in memory that is there already, so that a run copies
 * nothing; stepping, the states of one step are the initial states of the next.
 */
public final class OnnxRuntime implements Contestant {
  private Optional<Session> session = Optional.empty();

  /** For the service loader. */
  public OnnxRuntime() {}

  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public String version() {
    return "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion();
  }

  @Override
  public void prepare(Problem problem, int threads) {
    if (!(problem instanceof RnnProblem rnn) || rnn.mode() == Mode.TRAIN) {
      throw new BenchmarkException(name() + " runs recurrent networks forward only");
    }
    session = Optional.of(reporting(() -> new Session(rnn, threads)));
  }

  @Override
  public void run() {
    reporting(session.orElseThrow()::run);
  }

  @Override
  public Map<String, float[]> results() {
    return reporting(session.orElseThrow()::results);
  }

  @Override
  public void close() {
    session.ifPresent(one -> reporting(one::close));
  }

  private interface Call<R> {
    R get() throws OrtException;
  }

  private static <R> R reporting(Call<R> call) {
    try {
      return call.get();
    } catch (OrtException e) {
      throw new BenchmarkException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  /** A model with its inputs and outputs. */
  private static final class Session {
    private final RnnProblem problem;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Map<String, OnnxTensor> tensors = new HashMap<>();

    /** Inputs and outputs of even and of odd steps; the same twice where there is no state. */
    private final Turn[] turns;

    private int next;

    private record Turn(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {}

    Session(RnnProblem problem, int threads) throws OrtException {
      this.problem = problem;
      try (var options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        this.session = environment.createSession(OnnxGraph.model(problem), options);
      }
      var x = tensor("x", problem.steps(), problem.batch(), problem.input());
      fill(x, new RnnData(problem).input());
      this.turns =
          problem.mode() == Mode.STEP
              ? new Turn[] {stepTurn(x, "even", "odd"), stepTurn(x, "odd", "even")}
              : new Turn[] {sequenceTurn(x)};
    }

    private Turn sequenceTurn(OnnxTensor x) throws OrtException {
      var y =
          problem.bidirectional()
              ? tensor("y", problem.steps(), problem.batch(), problem.outputSize())
              : tensor("y", problem.steps(), 1, problem.batch(), problem.hidden());
      return new Turn(Map.of("x", x), Map.of("y", y));
    }

    private Turn stepTurn(OnnxTensor x, String from, String to) throws OrtException {
      var turn = new Turn(new HashMap<>(Map.of("x", x)), new HashMap<>());
      for (int layer = 0; layer < problem.layers(); layer++) {
        for (String kind : OnnxGraph.states(problem)) {
          turn.inputs.put(kind + "0_" + layer, state(kind, layer, from));
          turn.outputs.put(kind + "_" + layer, state(kind, layer, to));
        }
      }
      return turn;
    }

    private OnnxTensor state(String kind, int layer, String turn) throws OrtException {
      return tensor(kind + layer + turn, 1, problem.batch(), problem.hidden());
    }

    /** The tensor of this name; zeros when it is new. */
    private OnnxTensor tensor(String name, long... shape) throws OrtException {
      if (!tensors.containsKey(name)) {
        long size = 1;
        for (long dim : shape) {
          size *= dim;
        }
        var memory =
            ByteBuffer.allocateDirect(Math.toIntExact(size * Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        tensors.put(name, OnnxTensor.createTensor(environment, memory, shape));
      }
      return tensors.get(name);
    }

    private static FloatBuffer memory(OnnxTensor tensor) {
      return (FloatBuffer) tensor.getBufferRef().orElseThrow();
    }

    private static void fill(OnnxTensor tensor, float[] values) {
      memory(tensor).put(0, values);
    }

    private static float[] values(OnnxTensor tensor) {
      float[] values = new float[memory(tensor).capacity()];
      memory(tensor).get(0, values);
      return values;
    }

    Session run() throws OrtException {
      var turn = turns[next];
      next = (next + 1) % turns.length;
      session.run(turn.inputs, turn.outputs).close();
      return this;
    }

    Map<String, float[]> results() throws OrtException {
      if (problem.mode() != Mode.STEP) {
        run();
        return Map.of("y", values(tensors.get("y")));
      }
      next = 0;
      turns[0].inputs.forEach(
          (name, tensor) -> {
            if (!name.equals("x")) {
              fill(tensor, new float[memory(tensor).capacity()]);
            }
          });
      for (int i = 0; i < STEPS; i++) {
        run();
      }
      // The last one wrote where the next one would read.
      return Map.of("y", values(turns[next].inputs.get("h0_" + (problem.layers() - 1))));
    }

    Session close() throws OrtException {
      tensors.values().forEach(OnnxTensor::close);
      session.close();
      return this;
    }
  }
}
