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
import dev.recurve.optim.WeightAverage;
import dev.recurve.params.ParamStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A run with an average of the weights. The model is one weight that moves a tenth of the way to 10
 * with each epoch of one step: 1, 1.9, 2.71, 3.439, 4.0951, …
 */
class AverageTest {
  private final ParamStore store = ParamStore.fresh(1);
  private final Layer<Sequence, Tensor> net = net();
  private final List<Double> weights = new ArrayList<>();
  private final List<Double> averages = new ArrayList<>();

  private Layer<Sequence, Tensor> net() {
    var weight = store.get("weight", Shape.of(1), Init.zeros());
    return input -> input.data().at(0).mul(weight.value());
  }

  private static ExampleBatches<Sequence, Tensor> target(double value) {
    return SequenceBatches.values(
        List.<float[][]>of(new float[][] {{1}}), new float[][] {{(float) value}});
  }

  private double weight() {
    return store.values().get("weight").toDoubles()[0];
  }

  private Trainer<Sequence, Tensor, Tensor> trainer() {
    return Trainer.of(store, net, Losses.mse())
        .optimizer(Sgd.withRate(0.05))
        .average(WeightAverage.mean(0))
        .epochs(4)
        .callbacks(
            new Callback() {
              private StepProgress progress;

              @Override
              public void onStart(StepProgress start) {
                progress = start;
              }

              @Override
              public void onEpoch(EpochRecord epoch) {
                weights.add(weight());
                averages.add(progress.withFinalWeights(() -> weight()));
                assertThat(weight()).isEqualTo(weights.getLast());
              }
            });
  }

  @Test
  void theAverageIsEvaluatedAndLeftBehindWhileTrainingGoesOnWithTheWeights() {
    var run = trainer().fit(target(10), target(0));

    double[] path = {1, 1.9, 2.71, 3.439};
    double sum = 0;
    for (int i = 0; i < path.length; i++) {
      sum += path[i];
      double mean = sum / (i + 1);
      assertThat(weights.get(i)).isCloseTo(path[i], within(1e-5));
      assertThat(averages.get(i)).isCloseTo(mean, within(1e-5));
      assertThat(run.history().epochs().get(i).validLoss().orElseThrow())
          .isCloseTo(mean * mean, within(1e-4));
    }
    assertThat(weight()).isEqualTo(averages.getLast());
    assertThat(trainer().evaluate(target(0))).isCloseTo(weight() * weight(), within(1e-5));
  }

  @Test
  void earlyStoppingKeepsTheBestAverage() {
    // The averages are 1, 1.45, 1.87, 2.262, 2.629, …: 1.87 is nearest to 1.9.
    var run =
        trainer().epochs(50).callbacks(EarlyStopping.patience(2)).fit(target(10), target(1.9));

    assertThat(run.best().orElseThrow().epoch()).isEqualTo(3);
    assertThat(weight()).isEqualTo(averages.get(2)).isCloseTo(1.87, within(1e-5));
  }

  @Test
  void anInterruptedRunLeavesTheWeightsThemselves() {
    var signal = new StopSignal();
    trainer()
        .stopOn(signal)
        .callbacks(
            new Callback() {
              @Override
              public void onStep(StepProgress progress) {
                if (progress.step() == 3) {
                  signal.request();
                }
              }
            })
        .fit(target(10));

    assertThat(weight()).isCloseTo(2.71, within(1e-5));
  }

  @Test
  void aFailedRunLeavesTheWeightsThemselves() {
    var trainer = trainer();
    // Its square is beyond float32.
    assertThatThrownBy(() -> trainer.fit(target(10), target(1e30)))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("Infinity");
    assertThat(weight()).isCloseTo(1, within(1e-6));
  }
}
