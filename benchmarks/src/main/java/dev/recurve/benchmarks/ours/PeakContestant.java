package dev.recurve.benchmarks.ours;

import dev.recurve.benchmarks.contest.BenchmarkException;
import dev.recurve.benchmarks.contest.Contestant;
import dev.recurve.benchmarks.problem.PeakProblem;
import dev.recurve.benchmarks.problem.Problem;
import dev.recurve.spi.Workers;
import java.util.Map;

/** What the processor can do at most: see {@link MultiplyAdd}. */
public final class PeakContestant implements Contestant {
  /** Its name. */
  public static final String NAME = "peak";

  private double flops;
  private int threads;
  private Workers workers = new Workers(1);
  private float[] sinks = {};

  /** For the service loader. */
  public PeakContestant() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void prepare(Problem problem, int threads) {
    if (!(problem instanceof PeakProblem peak)) {
      throw new BenchmarkException(name() + " measures the processor only");
    }
    this.flops = peak.flops();
    this.threads = threads;
    this.workers = new Workers(threads);
    this.sinks = new float[threads];
  }

  @Override
  public String version() {
    return "%d lanes".formatted(MultiplyAdd.LANES);
  }

  @Override
  public void run() {
    long rounds = Math.round(flops / threads / MultiplyAdd.FLOPS_PER_ROUND);
    workers.run(threads, part -> sinks[part] = MultiplyAdd.run(rounds));
  }

  @Override
  public Map<String, float[]> results() {
    run();
    return Map.of("y", sinks.clone());
  }

  @Override
  public void close() {}
}
