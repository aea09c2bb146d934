package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.Layer;
import dev.recurve.Sequence;
import dev.recurve.Tensor;
import dev.recurve.TrainingException;
import dev.recurve.conformance.Tolerance;
import dev.recurve.data.Prefetch;
import dev.recurve.loss.Losses;
import dev.recurve.nn.Gru;
import dev.recurve.nn.Linear;
import dev.recurve.nn.Lstm;
import dev.recurve.nn.Pool;
import dev.recurve.optim.Adam;
import dev.recurve.optim.Sgd;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Backends;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several workers that learn from parts of each batch. */
class WorkersTest {
  @TempDir private Path folder;

  private static Map<String, List<Long>> bits(int workers) {
    var job = Toy.fullJob();
    job.trainer().workers(workers).fit(Toy.train(), Toy.valid());
    return Toy.bits(job.store());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void theSameNumberGivesTheSameBits(int workers) {
    var first = bits(workers);

    assertThat(bits(workers)).isEqualTo(first);
    var onOneThread = new AtomicReference<Map<String, List<Long>>>();
    Backends.workers().limitedTo(1, () -> onOneThread.set(bits(workers)));
    assertThat(onOneThread.get()).isEqualTo(first);
    assertThat(bits(1)).as("other random masks").isNotEqualTo(first);
  }

  private record Result(double[] weights, List<EpochRecord> epochs) {}

  private static Result train(int workers, int accumulated) {
    var store = ParamStore.fresh(3, Device.standard().withType(DType.F64));
    Layer<Sequence, Tensor> net =
        Lstm.sized(2, 4)
            .bidirectional()
            .with(store.child("lstm"))
            .then(Gru.sized(8, 3).with(store.child("gru")))
            .then(Pool.lastStep())
            .then(Linear.sized(3, 1).with(store.child("head")));
    var run =
        Trainer.of(store, net, Losses.mse())
            .optimizer(Adam.withRate(0.03))
            .clipNorm(0.4)
            .workers(workers)
            .accumulate(accumulated)
            .epochs(3)
            .fit(Toy.data(1, 23).size(7).shuffled(4));
    double[] weights =
        store.values().values().stream()
            .flatMapToDouble(array -> Arrays.stream(array.toDoubles()))
            .toArray();
    return new Result(weights, run.history().epochs());
  }

  /** The last batch has two examples: fewer than some numbers of workers. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 9})
  void theStepIsThatOfOneWorker(int workers) {
    for (int accumulated : new int[] {1, 3}) {
      var one = train(1, accumulated);
      var many = train(workers, accumulated);
      new Tolerance(1e-11, 0).assertClose("weights", many.weights(), one.weights());
      for (int e = 0; e < 3; e++) {
        assertThat(many.epochs().get(e).trainLoss())
            .isCloseTo(one.epochs().get(e).trainLoss(), within(1e-11));
        assertThat(many.epochs().get(e).gradientNorm())
            .isCloseTo(one.epochs().get(e).gradientNorm(), within(1e-11));
      }
    }
  }

  private static Toy.Job resumable() {
    var job = Toy.fullJob();
    job.trainer().workers(2).accumulate(2).epochs(20);
    return job;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 4, 5, 8})
  void interruptedOrNotTheBitsAreTheSame(long steps) {
    var whole = resumable();
    whole.trainer().fit(Toy.train(), Toy.valid());
    var file = folder.resolve("last.ckpt");
    var signal = new StopSignal();
    var first = resumable();
    first
        .trainer()
        .checkpoint(CheckpointPolicy.at(file))
        .stopOn(signal)
        .callbacks(
            new Callback() {
              @Override
              public void onStep(StepProgress progress) {
                if (progress.step() == steps) {
                  signal.request();
                }
              }
            })
        .fit(Toy.train(), Toy.valid());

    var second = resumable();
    second.trainer().resume(file).fit(Toy.train(), Toy.valid());
    assertThat(Toy.bits(second.store())).isEqualTo(Toy.bits(whole.store()));

    var other = resumable();
    assertThatThrownBy(() -> other.trainer().workers(3).resume(file).fit(Toy.train(), Toy.valid()))
        .hasMessageContaining("its workers is 2, here it is 3");
  }

  @Test
  void partsHoldEveryExampleOnce() {
    var data = Toy.train();
    for (int parts : new int[] {1, 2, 3, 5, 8}) {
      int examples = 0;
      for (int part = 0; part < parts; part++) {
        examples += data.part(0, 0, part, parts).map(batch -> batch.size()).orElse(0);
      }
      assertThat(examples).isEqualTo(data.batch(0, 0).size());
    }
    assertThat(data.part(1, 0, 0, 1).orElseThrow().input().data().toArray())
        .isEqualTo(data.batch(1, 0).input().data().toArray());
  }

  @Test
  void aStepThatWentBadIsFoundInItsPart() {
    var job = Toy.job();
    var trainer = job.trainer().optimizer(Sgd.withRate(1e38)).workers(2);

    assertThatThrownBy(() -> trainer.fit(Toy.train()))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("Training stopped at step 2, epoch 1, batch 2")
        .hasMessageContaining("gave a value that is not finite");
  }

  @Test
  void whatFailsInAWorkerIsThrown() {
    var store = ParamStore.fresh(3);
    var net = Toy.net(store, 4);
    Layer<Sequence, Tensor> failing =
        input -> {
          if (input.batch() == 3) {
            throw new IllegalStateException("a batch of three");
          }
          return net.apply(input);
        };
    var trainer = Trainer.of(store, failing, Losses.mse()).workers(2);

    assertThatThrownBy(() -> trainer.fit(Toy.train())).hasMessage("a batch of three");
  }

  @Test
  void dataThatCannotBeDividedAreRefused() {
    var trainer = Toy.job().trainer().workers(2);
    try (var ahead = Prefetch.of(Toy.train(), 2)) {
      assertThatThrownBy(() -> trainer.fit(ahead))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("2 workers need batches that can be handed out in parts");
    }
    assertThatThrownBy(() -> trainer.workers(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("At least 1 worker learns, received 0");
  }
}
