package dev.recurve.benchmarks;

import dev.recurve.benchmarks.contest.BenchmarkException;
import dev.recurve.benchmarks.contest.Effort;
import dev.recurve.benchmarks.contest.Launch;
import dev.recurve.benchmarks.contest.RemoteContestant;
import dev.recurve.benchmarks.contest.Rival;
import dev.recurve.benchmarks.contest.Turns;
import dev.recurve.benchmarks.ours.PeakContestant;
import dev.recurve.benchmarks.problem.GemmProblem;
import dev.recurve.benchmarks.problem.PeakProblem;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the machine can do at most, in GFLOP/s, by number of threads.
 *
 * @param peak multiplications with additions in registers
 * @param sgemm OpenBLAS's matrix product at 1024³; empty where it cannot run
 */
record Ceilings(TreeMap<Integer, Double> peak, TreeMap<Integer, Double> sgemm) {
  private static final double FLOPS = 4e9;
  private static final int SIZE = 1024;

  static Ceilings none() {
    return new Ceilings(new TreeMap<>(), new TreeMap<>());
  }

  /** These, and those of further numbers of threads, which are measured. */
  Ceilings measured(IntStream threads, Effort effort) {
    var all = new Ceilings(new TreeMap<>(peak), new TreeMap<>(sgemm));
    threads
        .distinct()
        .sorted()
        .filter(count -> !peak.containsKey(count))
        .forEach(count -> all.add(count, effort));
    return all;
  }

  private void add(int threads, Effort effort) {
    var registers =
        RemoteContestant.start(
            PeakContestant.NAME,
            Launch.recurve(threads, Optional.empty()),
            new PeakProblem(FLOPS),
            threads);
    peak.put(threads, gflops(registers, effort));
    try {
      var openBlas =
          RemoteContestant.start(
              Rival.OPENBLAS.toString(),
              Rival.OPENBLAS.launch(threads),
              GemmProblem.plain(SIZE, SIZE, SIZE),
              threads);
      sgemm.put(threads, gflops(openBlas, effort));
    } catch (BenchmarkException _) {
      // The page shows that there is no figure.
    }
  }

  /** By its best run: a ceiling is not lowered by what else the machine had to do. */
  private static double gflops(RemoteContestant contestant, Effort effort) {
    try (contestant) {
      double best = Turns.take(List.of(contestant), effort).getFirst().timings().bestMillis();
      return contestant.problem().flops() / (best * 1e6);
    }
  }
}
