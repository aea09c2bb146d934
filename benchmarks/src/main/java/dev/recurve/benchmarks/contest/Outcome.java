package dev.recurve.benchmarks.contest;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a contest ended.
 *
 * @param contest who did what
 * @param ours Recurve's side
 * @param rival the other side, if there was one
 * @param difference of what the two computed: over all results, the largest error against the
 *     largest number of each; empty without a rival
 */
public record Outcome(Contest contest, Side ours, Optional<Side> rival, OptionalDouble difference) {
  /**
   * One contestant's figures.
   *
   * @param name as on the command line
   * @param version library and version
   * @param threads that it was given
   * @param timings of runs back to back
   * @param afterIdle of steps after 10 ms of idleness, when stepping
   */
  public record Side(
      String name, String version, int threads, Timings timings, Optional<Timings> afterIdle) {}

  /** Billions of operations a second, by {@link dev.recurve.benchmarks.problem.Problem#flops}. */
  public double gflops() {
    return contest.problem().flops() / (ours.timings().medianMillis() * 1e6);
  }

  /** The rival's time over ours: above 1, Recurve is faster. */
  public OptionalDouble ratio() {
    return rival.isPresent()
        ? OptionalDouble.of(rival.get().timings().medianMillis() / ours.timings().medianMillis())
        : OptionalDouble.empty();
  }
}
