package dev.recurve.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 1", "2, 2", "2, 7", "4, 3", "4, 100", "3, 0"})
  void runsEveryPartOnce(int threads, int parts) {
    var workers = new Workers(threads);
    for (int round = 0; round < 200; round++) {
      var counts = new AtomicIntegerArray(parts);
      workers.run(parts, counts::incrementAndGet);
      for (int p = 0; p < parts; p++) {
        assertThat(counts.get(p)).isOne();
      }
    }
  }

  @Test
  void anotherThreadTakesPartsWhenItSleptAndWhenItSpun() throws InterruptedException {
    var workers = new Workers(2);
    for (int pause : new int[] {0, 0, 20, 20, 0}) {
      Thread.sleep(pause);
      var bothAreHere = new CountDownLatch(2);
      workers.run(
          2,
          _ -> {
            bothAreHere.countDown();
            try {
              bothAreHere.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
    }
  }

  /** Each part waits for the other, so that this would never end if one thread were left alone. */
  @Test
  void oneJobRightAfterAnotherFindsTheHelperFree() {
    var workers = new Workers(2);
    for (int round = 0; round < 300; round++) {
      var here = new AtomicInteger();
      workers.run(2, _ -> meet(here));
      workers.phases(2, 2, (phase, _) -> meet(phase == 0 ? here : new AtomicInteger(4)));
    }
  }

  private static void meet(AtomicInteger here) {
    int wanted = here.get() >= 4 ? 0 : here.incrementAndGet() <= 2 ? 2 : 4;
    long end = System.nanoTime() + 5_000_000_000L;
    while (here.get() < wanted) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("left alone");
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void partsMakeNoPartsOfTheirOwn() {
    var workers = new Workers(3);
    var most = new AtomicInteger();
    workers.run(3, _ -> most.accumulateAndGet(workers.threads(), Math::max));
    workers.phases(3, 2, (_, _) -> most.accumulateAndGet(workers.threads(), Math::max));
    assertThat(most).hasValue(1);
    workers.limitedTo(2, () -> assertThat(workers.threads()).isEqualTo(2));
    assertThat(workers.threads()).isEqualTo(3);
  }

  @Test
  void theFirstFailureComesOutAfterTheOthersHaveEnded() {
    var workers = new Workers(2);
    var ended = new AtomicInteger();
    assertThatThrownBy(
            () ->
                workers.run(
                    8,
                    part -> {
                      if (part == 3) {
                        throw new IllegalStateException("part 3");
                      }
                      ended.incrementAndGet();
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("part 3");
    assertThat(ended).hasValue(7);
    workers.run(2, _ -> ended.incrementAndGet());
    assertThat(ended).hasValue(9);
  }

  /** Each part of a phase adds up what all parts of the phase before have left. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aPhaseSeesAllOfTheOneBefore(int parts) {
    var workers = new Workers(3);
    for (int round = 0; round < 50; round++) {
      int phases = 100;
      long[][] values = new long[phases + 1][parts];
      Arrays.fill(values[0], 1);
      workers.phases(
          parts,
          phases,
          (phase, part) -> values[phase + 1][part] = Arrays.stream(values[phase]).sum() % 1009);
      long expected = 1;
      for (int phase = 0; phase < phases; phase++) {
        expected = expected * parts % 1009;
      }
      assertThat(values[phases]).containsOnly(expected);
    }
  }

  @Test
  void phasesRunInOrderHereWhenNobodyIsFree() throws InterruptedException {
    var workers = new Workers(2);
    var held = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var other =
        Thread.ofPlatform()
            .start(
                () ->
                    workers.run(
                        2,
                        _ -> {
                          held.countDown();
                          try {
                            release.await();
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                        }));
    held.await();
    Thread.sleep(20); // both of its threads hold a part by now
    var threads = new ConcurrentHashMap<Thread, Integer>();
    var order = new StringBuffer();
    workers.phases(
        2,
        3,
        (phase, part) -> {
          threads.merge(Thread.currentThread(), 1, Integer::sum);
          order.append(phase).append(part).append(' ');
        });
    release.countDown();
    other.join();
    assertThat(threads).containsOnlyKeys(Thread.currentThread());
    assertThat(order).hasToString("00 01 10 11 20 21 ");
  }

  @Test
  void aFailureInAPhaseEndsThemAll() {
    var workers = new Workers(2);
    var begun = new AtomicInteger();
    assertThatThrownBy(
            () ->
                workers.phases(
                    2,
                    1000,
                    (phase, part) -> {
                      begun.incrementAndGet();
                      if (phase == 3 && part == 1) {
                        throw new IllegalStateException("phase 3");
                      }
                    }))
        .hasMessage("phase 3");
    assertThat(begun.get()).isBetween(7, 9);
    var sum = new AtomicInteger();
    workers.phases(2, 10, (phase, _) -> sum.addAndGet(phase));
    assertThat(sum).hasValue(90);
  }

  @Test
  void anInterruptedCallerWaitsAndStaysInterrupted() {
    var workers = new Workers(2);
    var done = new AtomicInteger();
    Thread.currentThread().interrupt();
    workers.run(
        2,
        _ -> {
          long end = System.nanoTime() + 5_000_000;
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
          done.incrementAndGet();
        });
    assertThat(Thread.interrupted()).isTrue();
    assertThat(done).hasValue(2);
  }

  @Test
  void manyCallersAtOnceGetTheirOwnResults() throws InterruptedException {
    var workers = new Workers(3);
    var wrong = new AtomicInteger();
    var callers = new Thread[6];
    for (int c = 0; c < callers.length; c++) {
      int mine = c;
      callers[c] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int round = 0; round < 300; round++) {
                      int[] results = new int[5];
                      workers.run(5, part -> results[part] = mine * part);
                      var sum = new AtomicInteger();
                      workers.phases(2, 4, (phase, part) -> sum.addAndGet(phase + part));
                      int expected = mine * 10;
                      if (Arrays.stream(results).sum() != expected || sum.get() != 16) {
                        wrong.incrementAndGet();
                      }
                    }
                  });
    }
    for (var caller : callers) {
      caller.join();
    }
    assertThat(wrong).hasValue(0);
  }
}
