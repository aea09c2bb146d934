package dev.recurve.benchmarks.dl4j;

import dev.recurve.benchmarks.contest.BenchmarkException;
import dev.recurve.benchmarks.contest.Contestant;
import dev.recurve.benchmarks.contest.Launch;
import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.benchmarks.problem.Mode;
import dev.recurve.benchmarks.problem.Problem;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Deeplearning4j. Its number of threads is fixed by the environment that it was started in. */
public final class Deeplearning4j implements Contestant {
  private static final String PROPERTIES =
      "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties";

  private Optional<Model> model = Optional.empty();

  /** For the service loader. */
  public Deeplearning4j() {}

  @Override
  public String name() {
    return "dl4j";
  }

  @Override
  public String version() {
    var properties = new Properties();
    try (var stream = MultiLayerNetwork.class.getResourceAsStream(PROPERTIES)) {
      properties.load(Objects.requireNonNull(stream, PROPERTIES));
      return "Deeplearning4j " + properties.getProperty("version");
    } catch (IOException e) {
      throw new BenchmarkException("The version of Deeplearning4j cannot be found", e);
    }
  }

  @Override
  public void prepare(Problem problem, int threads) {
    if (!(problem instanceof RnnProblem rnn)
        || rnn.mode() != Mode.TRAIN
        || rnn.cell() == CellKind.GRU
        || rnn.uniform()
        || rnn.bidirectional()) {
      throw new BenchmarkException(
          name() + " is measured at training LSTM and RNN, forward, with full lengths");
    }
    System.setProperty("org.bytedeco.javacpp.cachedir", Launch.natives("dl4j").toString());
    model = Optional.of(new Model(rnn));
  }

  @Override
  public void run() {
    model.orElseThrow().walk();
  }

  @Override
  public Map<String, float[]> results() {
    return model.orElseThrow().results();
  }

  @Override
  public void close() {}
}
