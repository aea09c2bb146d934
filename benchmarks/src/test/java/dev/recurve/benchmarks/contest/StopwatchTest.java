package dev.recurve.benchmarks.contest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StopwatchTest {
  @Test
  void runsOnceUntimedAndTwiceTimedAtLeast() throws InterruptedException {
    var runs = new AtomicInteger();

    long[] nanos = Stopwatch.time(runs::incrementAndGet, 0, 0);

    assertThat(nanos).hasSize(2);
    assertThat(runs).hasValueGreaterThanOrEqualTo(3);
  }

  @Test
  void aGapLiesBeforeEachTimedRunAndIsNotPartOfIt() throws InterruptedException {
    var starts = new ArrayList<Long>();
    long gap = 20;

    Stopwatch.time(() -> starts.add(System.nanoTime()), 0, gap);

    var timed = starts.subList(starts.size() - 2, starts.size());
    assertThat(timed.getLast() - timed.getFirst()).isGreaterThanOrEqualTo(gap * 1_000_000);
  }

  @Test
  void warmingUpRunsAtLeastOnce() {
    var runs = new AtomicInteger();

    Stopwatch.warm(runs::incrementAndGet, 0);

    assertThat(runs).hasPositiveValue();
  }
}
