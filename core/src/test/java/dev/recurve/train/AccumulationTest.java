package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.Layer;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.TrainingException;
import dev.recurve.autodiff.Tensors;
import dev.recurve.conformance.Tolerance;
import dev.recurve.data.Batch;
import dev.recurve.data.Batches;
import dev.recurve.loss.Losses;
import dev.recurve.nn.Linear;
import dev.recurve.nn.Lstm;
import dev.recurve.nn.Pool;
import dev.recurve.optim.Adam;
import dev.recurve.optim.Sgd;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients added up over several batches. */
class AccumulationTest {
  @TempDir private Path folder;

  /** Weights, and the mean norm of the gradients in each epoch. */
  private record Result(double[] weights, List<Double> norms, List<Double> losses) {}

  private static Result train(int batch, int accumulated) {
    var store = ParamStore.fresh(3, Device.standard().withType(DType.F64));
    Layer<Sequence, Tensor> net =
        Lstm.sized(2, 4)
            .with(store.child("lstm"))
            .then(Pool.lastStep())
            .then(Linear.sized(4, 1).with(store.child("head")));
    var run =
        Trainer.of(store, net, Losses.mse())
            .optimizer(Adam.withRate(0.03))
            .clipNorm(0.4)
            .accumulate(accumulated)
            .epochs(3)
            .fit(Toy.data(1, 22).size(batch));
    double[] weights =
        store.values().values().stream()
            .flatMapToDouble(array -> Arrays.stream(array.toDoubles()))
            .toArray();
    return new Result(
        weights,
        run.history().epochs().stream().map(EpochRecord::gradientNorm).toList(),
        run.history().epochs().stream().map(EpochRecord::trainLoss).toList());
  }

  /**
   * 22 sequences of different lengths: the last large batch is smaller, as is the last small one.
   */
  @ParameterizedTest
  @CsvSource({"12, 4, 3", "9, 3, 3", "10, 5, 2", "22, 5, 5", "22, 1, 22"})
  void itIsTheStepOfOneLargeBatch(int large, int small, int accumulated) {
    var one = train(large, 1);
    var many = train(small, accumulated);
    var tolerance = new Tolerance(1e-11, 0);
    tolerance.assertClose("weights", many.weights(), one.weights());
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(many.norms().get(epoch)).isCloseTo(one.norms().get(epoch), within(1e-11));
      assertThat(many.losses().get(epoch)).isCloseTo(one.losses().get(epoch), within(1e-11));
    }
    // Not so without accumulation.
    assertThat(train(small, 1).weights()[0]).isNotCloseTo(one.weights()[0], within(1e-3));
  }

  @Test
  void oneBatchIsTheDefault() {
    var plain = Toy.fullJob();
    var one = Toy.fullJob();
    plain.trainer().fit(Toy.train(), Toy.valid());
    one.trainer().accumulate(1).fit(Toy.train(), Toy.valid());
    assertThat(Toy.bits(one.store())).isEqualTo(Toy.bits(plain.store()));
  }

  @Test
  void schedulesCountTheOptimizersSteps() {
    var rates = new ArrayList<Double>();
    Toy.job()
        .trainer()
        .optimizer(Sgd.withRate(1))
        .accumulate(2)
        .epochs(2)
        .schedule(Schedule.perStep(Curve.polynomial(1)))
        .callbacks(
            new Callback() {
              @Override
              public void onStep(StepProgress progress) {
                rates.add(progress.learningRate());
              }
            })
        .fit(Toy.train());

    // Of five batches in an epoch, two and two and one make three steps.
    var expected = List.of(6, 6, 5, 5, 4, 3, 3, 2, 2, 1);
    assertThat(rates).hasSameSizeAs(expected);
    for (int i = 0; i < rates.size(); i++) {
      assertThat(rates.get(i)).isCloseTo(expected.get(i) / 6.0, within(1e-15));
    }
  }

  private static Toy.Job job() {
    var job = Toy.fullJob();
    job.trainer().accumulate(3).epochs(20);
    return job;
  }

  /** In the middle of what is added up, and at its ends, which are 3 and 5 in an epoch of 5. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 9})
  void interruptedOrNotTheBitsAreTheSame(long steps) {
    var whole = job();
    var expected = whole.trainer().fit(Toy.train(), Toy.valid());

    var file = folder.resolve("last.ckpt");
    var signal = new StopSignal();
    var first = job();
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
    boolean waits = steps % 5 != 0 && steps % 5 != 3;
    assertThat(Checkpoint.read(file).gradients().isPresent()).isEqualTo(waits);

    var second = job();
    var resumed = second.trainer().resume(file).fit(Toy.train(), Toy.valid());
    assertThat(Toy.bits(second.store())).isEqualTo(Toy.bits(whole.store()));
    assertThat(Toy.untimed(resumed.history())).isEqualTo(Toy.untimed(expected.history()));
  }

  /** Batches of a single number. */
  private record Numbers(float... values) implements Batches<Tensor, Tensor> {
    @Override
    public int count() {
      return values.length;
    }

    @Override
    public Batch<Tensor, Tensor> batch(long epoch, int index) {
      return new Batch<>(
          Tensors.of(Shape.of(1, 1), values[index]), Tensors.of(Shape.of(1, 1), 1), 1);
    }

    @Override
    public String describe(long epoch, int index) {
      return "number " + index;
    }

    @Override
    public long fingerprint() {
      return 1;
    }
  }

  @Test
  void theBatchThatWentBadIsNamedAndTheWeightsAreThoseBeforeIt() {
    var store = ParamStore.fresh(1);
    var net = Linear.sized(1, 1).with(store.child("head"));
    var expected = ParamStore.fresh(1);
    var same = Linear.sized(1, 1).with(expected.child("head"));
    Trainer.of(expected, same, Losses.mse())
        .optimizer(Sgd.withRate(0.1))
        .accumulate(2)
        .epochs(1)
        .fit(new Numbers(1, 2));

    var trainer =
        Trainer.of(store, net, Losses.mse()).optimizer(Sgd.withRate(0.1)).accumulate(2).epochs(1);
    assertThatThrownBy(() -> trainer.fit(new Numbers(1, 2, Float.NaN, 3, 4, 5)))
        .isInstanceOf(TrainingException.class)
        .hasMessageContainingAll("step 3, epoch 1, batch 3 (number 2)", "The input data holds NaN");

    assertThat(Toy.bits(store)).isEqualTo(Toy.bits(expected));
  }

  @Test
  void theNumberIsChecked() {
    assertThatThrownBy(() -> Toy.job().trainer().accumulate(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1 batch, received 0");
  }
}
