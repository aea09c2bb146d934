package dev.recurve.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.DataException;
import dev.recurve.Sequence;
import dev.recurve.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PrefetchTest {
  private static ExampleBatches<Sequence, Tensor> data() {
    var inputs = new ArrayList<float[][]>();
    float[][] targets = new float[23][];
    for (int i = 0; i < 23; i++) {
      float[][] steps = new float[1 + i % 4][1];
      for (float[] step : steps) {
        step[0] = i;
      }
      inputs.add(steps);
      targets[i] = new float[] {-i};
    }
    return SequenceBatches.values(inputs, targets).size(4).shuffled(5);
  }

  private static List<Object> contents(Batch<Sequence, Tensor> batch) {
    return List.of(
        batch.size(),
        batch.input().lengths(),
        batch.input().data().toArray(),
        batch.target().toArray());
  }

  /** Lets a test see and stop what is collected. */
  private abstract static class Watched implements PreparedBatches<Sequence, Tensor> {
    final ExampleBatches<Sequence, Tensor> data = data();

    abstract void collecting(long epoch, int index);

    @Override
    public Supplier<Batch<Sequence, Tensor>> prepare(long epoch, int index) {
      collecting(epoch, index);
      return data.prepare(epoch, index);
    }

    @Override
    public int count() {
      return data.count();
    }

    @Override
    public String describe(long epoch, int index) {
      return data.describe(epoch, index);
    }

    @Override
    public long fingerprint() {
      return data.fingerprint();
    }
  }

  @Test
  void orderAndBitsAreAsWithout() {
    try (var ahead = Prefetch.of(data(), 3)) {
      for (long epoch = 0; epoch < 3; epoch++) {
        for (int index = 0; index < data().count(); index++) {
          assertThat(contents(ahead.batch(epoch, index)))
              .usingRecursiveComparison()
              .isEqualTo(contents(data().batch(epoch, index)));
        }
      }
      assertThat(contents(ahead.batch(1, 2)))
          .as("somewhere else")
          .usingRecursiveComparison()
          .isEqualTo(contents(data().batch(1, 2)));
      assertThat(ahead.count()).isEqualTo(data().count());
      assertThat(ahead.fingerprint()).isEqualTo(data().fingerprint());
      assertThat(ahead.describe(1, 2)).isEqualTo(data().describe(1, 2));
    }
  }

  @Test
  void noMoreThanAskedForIsCollectedAhead() throws InterruptedException {
    var begun = new AtomicInteger();
    var third = new CountDownLatch(3);
    var watched =
        new Watched() {
          @Override
          void collecting(long epoch, int index) {
            assertThat(Thread.currentThread().isVirtual()).isTrue();
            begun.incrementAndGet();
            third.countDown();
          }
        };
    try (var ahead = Prefetch.of(watched, 2)) {
      ahead.batch(0, 0);
      third.await();
      assertThat(begun).as("one taken, two ahead").hasValue(3);
      ahead.batch(0, 1);
      ahead.batch(0, 2);
    }
    assertThat(begun.get()).isBetween(3, 5);
  }

  @Test
  void errorsComeWhereTheBatchIsAskedFor() {
    var watched =
        new Watched() {
          @Override
          void collecting(long epoch, int index) {
            if (index == 2) {
              throw new DataException("batch 2 is broken");
            }
          }
        };
    try (var ahead = Prefetch.of(watched, 3)) {
      ahead.batch(0, 0);
      ahead.batch(0, 1);
      assertThatThrownBy(() -> ahead.batch(0, 2))
          .isInstanceOf(DataException.class)
          .hasMessage("batch 2 is broken");
      assertThat(ahead.batch(0, 3).size()).as("the others can still be had").isEqualTo(4);
    }
  }

  @Test
  void closingInterruptsWhatIsUnderWayAndWaitsForIt() throws InterruptedException {
    var waiting = new CountDownLatch(1);
    var ended = new AtomicBoolean();
    var watched =
        new Watched() {
          @Override
          void collecting(long epoch, int index) {
            if (index == 1) {
              waiting.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException _) {
                ended.set(true);
              }
            }
          }
        };
    var ahead = Prefetch.of(watched, 1);
    ahead.batch(0, 0);
    waiting.await();
    ahead.close();

    assertThat(ended).isTrue();
    ahead.close();
    assertThatThrownBy(() -> ahead.batch(0, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void anInterruptedWaitEnds() {
    var watched =
        new Watched() {
          @Override
          void collecting(long epoch, int index) {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            }
          }
        };
    try (var ahead = Prefetch.of(watched, 1)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> ahead.batch(0, 0))
          .isInstanceOf(CancellationException.class)
          .hasMessageContaining("Interrupted while waiting for examples");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void atLeastOneIsCollected() {
    assertThatThrownBy(() -> Prefetch.of(data(), 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
