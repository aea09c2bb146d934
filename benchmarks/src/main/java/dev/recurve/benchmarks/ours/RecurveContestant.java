package dev.recurve.benchmarks.ours;

import dev.recurve.benchmarks.contest.BenchmarkException;
import dev.recurve.benchmarks.contest.Contest;
import dev.recurve.benchmarks.contest.Contestant;
import dev.recurve.benchmarks.problem.GemmProblem;
import dev.recurve.benchmarks.problem.Problem;
import dev.recurve.benchmarks.problem.RnnProblem;
import dev.recurve.runtime.Device;
import java.util.Map;
import java.util.Optional;

/** Recurve, on the backend that this JVM was told to use. */
public final class RecurveContestant implements Contestant {
  private Optional<Solver> solver = Optional.empty();
  private String version = "";

  /** For the service loader. */
  public RecurveContestant() {}

  @Override
  public String name() {
    return Contest.RECURVE;
  }

  /** The backend's fingerprint. */
  @Override
  public String version() {
    return version;
  }

  /** How many threads there are was decided when this JVM was started; steps take up to so many. */
  @Override
  public void prepare(Problem problem, int threads) {
    var device = Device.standard();
    version = device.backend().fingerprint();
    solver =
        Optional.of(
            switch (problem) {
              case RnnProblem rnn ->
                  switch (rnn.mode()) {
                    case TRAIN -> new Training(rnn, device);
                    case INFER -> new Inference(rnn, device);
                    case STEP -> new Stepping(rnn, device, threads);
                  };
              case GemmProblem gemm -> new Product(gemm, device);
              default -> throw new BenchmarkException(name() + " has no part in this");
            });
  }

  @Override
  public void run() {
    solver.orElseThrow().run();
  }

  @Override
  public Map<String, float[]> results() {
    return solver.orElseThrow().results();
  }

  @Override
  public void close() {
    solver.ifPresent(Solver::close);
  }
}
