package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recurve.Init;
import dev.recurve.Layer;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.TrainingException;
import dev.recurve.autodiff.Tensors;
import dev.recurve.data.Batch;
import dev.recurve.data.Batches;
import dev.recurve.loss.Losses;
import dev.recurve.optim.Sgd;
import dev.recurve.params.ParamStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NonFiniteTest {
  private final ParamStore store = ParamStore.fresh(1);

  /** Batches of two rows, unchecked: {@code x} as given, targets 1. */
  private record Rows(float[]... rows) implements Batches<Tensor, Tensor> {
    @Override
    public int count() {
      return rows.length;
    }

    @Override
    public Batch<Tensor, Tensor> batch(long epoch, int index) {
      return new Batch<>(
          Tensors.of(Shape.of(2, 1), rows[index]), Tensors.of(Shape.of(2, 1), 1, 1), 2);
    }

    @Override
    public String describe(long epoch, int index) {
      return "rows of batch " + index;
    }

    @Override
    public long fingerprint() {
      return 1;
    }
  }

  private static float[] row(double a, double b) {
    return new float[] {(float) a, (float) b};
  }

  private Trainer<Tensor, Tensor, Tensor> trainer(Layer<Tensor, Tensor> net) {
    return Trainer.of(store, net, Losses.mse()).optimizer(Sgd.withRate(0.01)).epochs(3);
  }

  private Layer<Tensor, Tensor> scaled(double start) {
    var weight = store.get("weight", Shape.of(1), new Init.Constant(start));
    return x -> x.mul(weight.value());
  }

  private double weight() {
    return store.values().get("weight").toDoubles()[0];
  }

  /** The weight after each step of a run over the same rows that ends before the bad one. */
  private static double weightAfter(double start, int epochs, float[]... rows) {
    var test = new NonFiniteTest();
    test.trainer(test.scaled(start)).epochs(epochs).fit(new Rows(rows));
    return test.weight();
  }

  @Test
  void badInputIsReportedAsSuch() {
    var data = new Rows(row(1, 2), row(3, Double.NaN), row(1, 1), row(2, 2));

    assertThatThrownBy(() -> trainer(scaled(0)).fit(data))
        .isInstanceOf(TrainingException.class)
        .hasMessageContainingAll(
            "Training stopped at step 2, epoch 1, batch 2 (rows of batch 1)",
            "mse NaN and gradient norm NaN (the step before: 1 and 3)",
            "The input data holds NaN at [1, 0] of [2, 1]",
            "The weights are those from before this step");
  }

  @Test
  void weightsAreThoseBeforeTheBadStepWhateverComesAfterIt() {
    var rows = new float[][] {row(1, 2), row(3, Double.NaN), row(1, 1), row(2, 2)};
    double expected = weightAfter(0, 1, rows[0]);

    assertThatThrownBy(() -> trainer(scaled(0)).fit(new Rows(rows)))
        .isInstanceOf(TrainingException.class);

    assertThat(expected).isNotZero();
    assertThat(weight()).isEqualTo(expected);
  }

  @Test
  void theOperationAndTheParameterAreNamed() {
    var shift = store.get("shift", Shape.of(1), new Init.Constant(-2));
    Layer<Tensor, Tensor> net = x -> x.add(shift.value()).log();

    assertThatThrownBy(() -> trainer(net).fit(new Rows(row(5, 4), row(4, 1))))
        .isInstanceOf(TrainingException.class)
        .hasMessageContainingAll(
            "step 2, epoch 1, batch 2",
            "gave a value that is not finite, at shift",
            "lower the learning rate");
  }

  @Test
  void aGradientThatIsNotFiniteIsNamed() {
    var other = store.get("other", Shape.of(1), new Init.Constant(1));
    Layer<Tensor, Tensor> net = scaled(1).then(x -> x.sqrt().mul(other.value()));

    assertThatThrownBy(() -> trainer(net).fit(new Rows(row(1, 1), row(0, 1))))
        .isInstanceOf(TrainingException.class)
        .hasMessageContainingAll(
            "step 2", "finite, but not the gradient of weight;", "gradient norm NaN");
  }

  @Test
  void aNormTooLargeForTheTypeIsNamed() {
    assertThatThrownBy(() -> trainer(scaled(1)).fit(new Rows(row(1, 1), row(3e12, 3e12))))
        .isInstanceOf(TrainingException.class)
        .hasMessageContainingAll("step 2", "gradient norm Infinity", "norm is too large for F32");
    assertThat(weight()).isEqualTo(weightAfter(1, 1, row(1, 1)));
  }

  @Test
  void aRunThatGrowsOutOfBoundsStops() {
    var trainer = trainer(scaled(0)).optimizer(Sgd.withRate(10)).epochs(1000);

    assertThatThrownBy(() -> trainer.fit(new Rows(row(10, 20))))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("(the step before: ");
    assertThat(weight()).isFinite();
  }

  @Test
  void theLastGoodCheckpointIsKeptAndNamed(@TempDir Path folder) {
    var file = folder.resolve("last.ckpt");
    var data = new Rows(row(1, 2), row(2, 1), row(3, 1), row(Double.NaN, 0), row(1, 1));

    assertThatThrownBy(
            () -> trainer(scaled(0)).checkpoint(CheckpointPolicy.at(file).everySteps(2)).fit(data))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("the last checkpoint, " + file + ", is of step 2");

    var kept = Checkpoint.read(file);
    assertThat(kept.state().step()).isEqualTo(2);
    assertThat(kept.weights().get("weight").toDoubles()[0])
        .isEqualTo(weightAfter(0, 1, row(1, 2), row(2, 1)));
  }

  @Test
  void aBadValidationSetIsReportedAsSuch() {
    var valid = new Rows(row(1, 1), row(Double.POSITIVE_INFINITY, 1));

    assertThatThrownBy(() -> trainer(scaled(1)).fit(new Rows(row(1, 2)), valid))
        .isInstanceOf(TrainingException.class)
        .hasMessageContainingAll(
            "Evaluation: the mse of batch 1 (rows of batch 1) is Infinity",
            "The input data holds Infinity at [0, 0]");
  }

  @Test
  void observersAreToldOfTheFailure() {
    List<Throwable> told = new ArrayList<>();
    var trainer =
        trainer(scaled(0))
            .callbacks(
                new Callback() {
                  @Override
                  public void onFailure(Throwable cause) {
                    told.add(cause);
                  }
                });

    var thrown =
        catchThrowableOfType(
            TrainingException.class, () -> trainer.fit(new Rows(row(Double.NaN, 1))));

    assertThat(told).containsExactly(thrown);
  }
}
