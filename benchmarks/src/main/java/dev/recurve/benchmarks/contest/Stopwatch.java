package dev.recurve.benchmarks.contest;

import java.util.stream.LongStream;

/** Runs a contestant for a while and times each run. */
final class Stopwatch {
  /**
   * Runs before the clock counts, to fetch back what the other contestant drove out of the caches.
   */
  private static final double UNTIMED_SECONDS = 0.005;

  private static final int FEWEST = 2;
  private static final int MOST = 1_000_000;

  private Stopwatch() {}

  /** Runs for a while, at least once, so that everything is compiled, cached and packed. */
  static void warm(Runnable work, double seconds) {
    long begin = System.nanoTime();
    do {
      work.run();
    } while (System.nanoTime() - begin < seconds * 1e9);
  }

  /**
   * Runs for {@code seconds}, at least twice and at most {@value #MOST} times.
   *
   * @param gapMillis idle time before each run
   * @return nanoseconds of each run
   */
  static long[] time(Runnable work, double seconds, double gapMillis) throws InterruptedException {
    warm(work, UNTIMED_SECONDS);
    var nanos = LongStream.builder();
    long gap = (long) (gapMillis * 1e6);
    long begin = System.nanoTime();
    for (int i = 0; i < MOST && (i < FEWEST || System.nanoTime() - begin < seconds * 1e9); i++) {
      if (gap > 0) {
        Thread.sleep(gap / 1_000_000, (int) (gap % 1_000_000));
      }
      long start = System.nanoTime();
      work.run();
      nanos.add(System.nanoTime() - start);
    }
    return nanos.build().toArray();
  }
}
