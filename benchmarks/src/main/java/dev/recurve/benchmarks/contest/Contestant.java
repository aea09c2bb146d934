package dev.recurve.benchmarks.contest;

import dev.recurve.benchmarks.problem.Problem;
import java.util.Map;

/**
 * A framework that solves problems against the clock, found by the service loader. Lives in a
 * process of its own, on one thread.
 */
public interface Contestant extends AutoCloseable {
  /** Its name on the command line. */
  String name();

  /**
   * Builds the network and the data; what happens here is not timed.
   *
   * @param threads how many threads it may keep busy
   * @throws BenchmarkException if it cannot solve such a problem
   */
  void prepare(Problem problem, int threads);

  /** Library and version, known once prepared. */
  String version();

  /** Solves the problem once and waits for the end; this is what is timed. */
  void run();

  /**
   * Solves the problem once more and tells what came out, so that contestants can be compared:
   * {@code y} and, when training, {@code dx} and a {@code d_} entry for each parameter, laid out as
   * in PyTorch. When stepping, {@code y} is the output after {@value #STEPS} steps from a state of
   * zeros.
   */
  Map<String, float[]> results();

  /** Gives everything back. */
  @Override
  void close();

  /** Steps that {@link #results} takes when stepping. */
  int STEPS = 3;
}
