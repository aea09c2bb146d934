package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.Init;
import dev.recurve.Layer;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.TrainingException;
import dev.recurve.data.ExampleBatches;
import dev.recurve.data.SequenceBatches;
import dev.recurve.loss.Losses;
import dev.recurve.optim.Sgd;
import dev.recurve.params.ParamStore;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
  /** A model of one weight, which moves from 0 to 10; on the validation set, 3.2 would be best. */
  private final ParamStore store = ParamStore.fresh(1);

  private final Layer<Sequence, Tensor> net = oneWeight(store);
  private final List<Double> weights = new ArrayList<>();

  private static Layer<Sequence, Tensor> oneWeight(ParamStore store) {
    var weight = store.get("weight", Shape.of(1), Init.zeros());
    return input -> input.data().at(0).mul(weight.value());
  }

  private static ExampleBatches<Sequence, Tensor> target(float value) {
    return SequenceBatches.values(List.<float[][]>of(new float[][] {{1}}), new float[][] {{value}});
  }

  private Trainer<Sequence, Tensor, Tensor> trainer() {
    return Trainer.of(store, net, Losses.mse())
        .optimizer(Sgd.withRate(0.05))
        .epochs(100)
        .callbacks(
            new Callback() {
              @Override
              public void onEpoch(EpochRecord epoch) {
                weights.add(weight());
              }
            });
  }

  private double weight() {
    return store.values().get("weight").toDoubles()[0];
  }

  @Test
  void theBestWeightsAreBackAtTheEnd() {
    // w moves by a tenth of the way to 10: 1, 1.9, 2.71, 3.439, 4.0951, …
    var run = trainer().callbacks(EarlyStopping.patience(3)).fit(target(10), target(3.2f));

    assertThat(run.stopped()).isEqualTo(StopReason.EARLY_STOPPING);
    assertThat(run.history().epochs()).hasSize(7);
    assertThat(run.best().orElseThrow().epoch()).isEqualTo(4);
    assertThat(run.explanation())
        .isEqualTo("stopped: valid loss has not improved for 3 checks; best was epoch 4 (0.05712)");
    assertThat(weights.get(3)).isCloseTo(3.439, within(1e-5));
    assertThat(weight()).isEqualTo(weights.get(3));
    assertThat(weights.getLast()).isNotEqualTo(weights.get(3));
  }

  @Test
  void theBestWeightsAreBackWhenEpochsRunOut() {
    var run =
        trainer().epochs(5).callbacks(EarlyStopping.patience(3)).fit(target(10), target(3.2f));

    assertThat(run.stopped()).isEqualTo(StopReason.EPOCHS_DONE);
    assertThat(run.explanation())
        .isEqualTo("stopped: all 5 epochs are done; best was epoch 4 (0.05712)");
    assertThat(weight()).isEqualTo(weights.get(3));
  }

  @Test
  void withoutItTheLastWeightsStay() {
    trainer().epochs(6).fit(target(10), target(3.2f));

    assertThat(weight()).isEqualTo(weights.getLast());
  }

  @Test
  void smallImprovementsDoNotCountWithAMargin() {
    // The validation losses are 4.84, 1.69, 0.24, 0.057: the last falls by less than 0.5.
    var run =
        trainer().callbacks(EarlyStopping.patience(2).margin(0.5)).fit(target(10), target(3.2f));

    assertThat(run.history().epochs()).hasSize(5);
    assertThat(run.explanation()).contains("best was epoch 3 (0.2401)");
    assertThat(weight()).isEqualTo(weights.get(2));
  }

  @Test
  void aValidationSetIsNeeded() {
    assertThatThrownBy(() -> trainer().callbacks(EarlyStopping.patience(3)).fit(target(10)))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("give fit a validation set");
  }

  private static History history(double... losses) {
    var history = History.empty();
    for (int i = 0; i < losses.length; i++) {
      history = history.with(new EpochRecord(i + 1, 9, OptionalDouble.of(losses[i]), 0.1, 1, 1));
    }
    return history;
  }

  @Test
  void theFirstOfEqualsIsBest() {
    assertThat(history(3, 1, 2, 1).best().orElseThrow().epoch()).isEqualTo(2);
    assertThat(history().best()).isEmpty();
    assertThat(EarlyStopping.patience(2).ends(history(3, 1, 2, 1))).isTrue();
    assertThat(EarlyStopping.patience(3).ends(history(3, 1, 2, 1))).isFalse();
    assertThat(EarlyStopping.patience(1).ends(history())).isFalse();
  }

  private static double factor(Schedule rule, History history) {
    return rule.factor(new RunPosition(0, history, new RunLength(1, 1)));
  }

  @Test
  void aPlateauLowersTheRate() {
    var rule = new ReduceOnPlateau(0.1, 1, 1e-4, 0.005);

    assertThat(factor(rule, history())).isEqualTo(1);
    assertThat(factor(rule, history(3, 2, 2))).isEqualTo(1);
    assertThat(factor(rule, history(3, 2, 2, 1.9999))).isCloseTo(0.1, within(1e-15));
    assertThat(factor(rule, history(3, 2, 2, 1.9))).isEqualTo(1);
    assertThat(factor(rule, history(3, 2, 2, 2, 2, 2))).isCloseTo(0.01, within(1e-15));
    assertThat(factor(rule, history(3, 2, 2, 2, 2, 2, 2, 2))).isEqualTo(0.005);
  }

  @Test
  void theScheduleReachesTheWeights() {
    Schedule halves =
        new Schedule() {
          @Override
          public double factor(RunPosition position) {
            return Math.pow(0.5, position.step());
          }

          @Override
          public String describe(RunLength run) {
            return "halves";
          }
        };

    var run = trainer().schedule(halves).epochs(2).fit(target(10));

    // 0.05 · 2 · 10 = 1, then 0.025 · 2 · 9 = 0.45.
    assertThat(weights.get(0)).isCloseTo(1, within(1e-6));
    assertThat(weights.get(1)).isCloseTo(1.45, within(1e-6));
    assertThat(run.history().epochs())
        .extracting(EpochRecord::learningRate)
        .containsExactly(0.05, 0.025);
  }
}
