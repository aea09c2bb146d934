package dev.recurve.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class TeamTest {

  /** Every part reads what all parts wrote in the round before: a race would break the sums. */
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 3", "2, 2", "2, 3", "3, 3", "4, 2"})
  void everyRoundSeesAllOfTheRoundBefore(int threads, int parts) {
    long[][] sums = new long[2][parts];
    var team =
        new Workers(threads)
            .team(
                parts,
                (part, round) -> {
                  long total = part;
                  for (long sum : sums[(round + 1) % 2]) {
                    total += sum;
                  }
                  sums[round % 2][part] = total % 1_000_003;
                });
    long[][] expected = new long[2][parts];
    for (int r = 0; r < 100_000; r++) {
      team.run();
      assertThat(team.rounds()).isEqualTo(r + 1);
      for (int p = 0; p < parts; p++) {
        long total = p;
        for (long sum : expected[r % 2]) {
          total += sum;
        }
        expected[(r + 1) % 2][p] = total % 1_000_003;
      }
      assertThat(sums[(r + 1) % 2]).isEqualTo(expected[(r + 1) % 2]);
    }
  }

  @Test
  void membersGoAndComeBack() {
    var others = new AtomicInteger();
    var caller = Thread.currentThread();
    var team =
        new Workers(2)
            .team(
                2,
                (_, _) -> {
                  if (Thread.currentThread() != caller) {
                    others.incrementAndGet();
                  }
                });
    for (int burst = 0; burst < 3; burst++) {
      int before = others.get();
      // Until the member has come; it is given as long as the machine needs.
      while (others.get() < before + 100) {
        team.run();
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  @Test
  void failuresComeOutWhoeverRunsThePart() {
    for (int threads = 1; threads <= 2; threads++) {
      var counts = new int[2];
      int[] failing = {-1};
      var team =
          new Workers(threads)
              .team(
                  2,
                  (part, _) -> {
                    counts[part]++;
                    if (part == failing[0]) {
                      throw new IllegalStateException("part " + part);
                    }
                  });
      for (int round = 1; round <= 3000; round++) {
        failing[0] = round % 3 - 1;
        if (failing[0] < 0) {
          team.run();
        } else {
          assertThatThrownBy(team::run).hasMessage("part " + failing[0]);
        }
        assertThat(counts).containsExactly(round, round);
      }
    }
  }

  @Test
  void aMemberMakesNoPartsOfItsOwn() {
    var workers = new Workers(3);
    var caller = Thread.currentThread();
    var limit = new AtomicInteger();
    var team =
        workers.team(
            2,
            (_, _) -> {
              if (Thread.currentThread() != caller) {
                limit.set(workers.threads());
              }
            });
    while (limit.get() == 0) {
      team.run();
    }
    assertThat(limit).hasValue(1);
  }
}
