package dev.recurve.benchmarks.contest;

import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.benchmarks.problem.GemmProblem;
import dev.recurve.benchmarks.problem.Mode;
import dev.recurve.benchmarks.problem.Problem;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who can be run against. */
public enum Rival {
  /** Official libtorch, through DJL. */
  LIBTORCH,
  /** Libtorch over packed sequences, through JavaCPP. */
  LIBTORCH_PACKED,
  /** Libtorch over padded sequences, lengths unheeded, through JavaCPP. */
  LIBTORCH_PADDED,
  /** ONNX Runtime. */
  ONNXRUNTIME,
  /** Deeplearning4j, from a module of its own. */
  DL4J,
  /** OpenBLAS's matrix product, through JavaCPP. */
  OPENBLAS,
  /** Nobody. */
  NONE;

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Why it cannot take part in a problem, if so. */
  public Optional<String> declines(Problem problem) {
    return switch (problem) {
      case RnnProblem rnn -> declinesRnn(rnn);
      case GemmProblem _ ->
          unless(this == OPENBLAS || this == NONE, "solves recurrent networks only");
      default -> Optional.of(this + " has no part in this");
    };
  }

  private Optional<String> declinesRnn(RnnProblem rnn) {
    return switch (this) {
      case LIBTORCH ->
          unless(
              !rnn.uniform(), "reads full lengths here; take libtorch-packed or libtorch-padded");
      case LIBTORCH_PACKED -> unless(rnn.mode() != Mode.STEP, "does not step");
      case LIBTORCH_PADDED ->
          unless(
              rnn.mode() != Mode.STEP && !(rnn.uniform() && rnn.bidirectional()),
              "does not step, and in reverse it would read the padding first");
      case ONNXRUNTIME -> unless(rnn.mode() != Mode.TRAIN, "does not train");
      case DL4J ->
          unless(
              rnn.mode() == Mode.TRAIN
                  && rnn.cell() != CellKind.GRU
                  && !rnn.uniform()
                  && !rnn.bidirectional(),
              "is measured at training LSTM and RNN, forward, with full lengths; it has no GRU");
      case OPENBLAS -> Optional.of("openblas multiplies matrices only");
      case NONE -> Optional.empty();
    };
  }

  private Optional<String> unless(boolean can, String reason) {
    return can ? Optional.empty() : Optional.of(this + " " + reason);
  }

  /**
   * How its process is started.
   *
   * @throws BenchmarkException if it has not been built
   */
  public Launch launch(int threads) {
    String count = Integer.toString(threads);
    // Libtorch parallelises by itself; a second pool of threads inside OpenBLAS makes it stall.
    String blas = this == LIBTORCH_PACKED || this == LIBTORCH_PADDED ? "1" : count;
    return Launch.rival(
        classPath(),
        Map.of("OMP_NUM_THREADS", count, "MKL_NUM_THREADS", count, "OPENBLAS_NUM_THREADS", blas));
  }

  private String classPath() {
    if (this != DL4J) {
      return System.getProperty("java.class.path");
    }
    var folder = Launch.folder().resolve("dl4j").resolve("target");
    var file = folder.resolve("runtime.classpath");
    if (!Files.exists(file)) {
      throw new BenchmarkException(
          "dl4j is not built, for its libraries are large: run"
              + " `mvn -q -Drecurve.launcher -P benchmarks,dl4j process-classes` once");
    }
    try {
      return folder.resolve("classes") + File.pathSeparator + Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
