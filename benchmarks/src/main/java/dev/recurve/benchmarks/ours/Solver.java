package dev.recurve.benchmarks.ours;

import java.util.Map;

/** One kind of problem, prepared. */
interface Solver extends AutoCloseable {
  /** Solves it and waits for the end. */
  void run();

  /** As {@link dev.recurve.benchmarks.contest.Contestant#results} says. */
  Map<String, float[]> results();

  @Override
  void close();
}
