package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.BundleException;
import dev.recurve.Init;
import dev.recurve.Layer;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.TrainingException;
import dev.recurve.data.ExampleBatches;
import dev.recurve.data.SequenceBatches;
import dev.recurve.loss.Losses;
import dev.recurve.metrics.Goal;
import dev.recurve.metrics.MeanValue;
import dev.recurve.metrics.Measure;
import dev.recurve.metrics.Metric;
import dev.recurve.metrics.NumberMetrics;
import dev.recurve.optim.Sgd;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures besides the loss, and runs that are decided by them. */
class WatchedMetricsTest {
  /** How near the prediction is to 2: at first nearer with each epoch, then less. */
  private static final Metric<Tensor, Tensor> NEARNESS =
      Metric.of(
          "nearness",
          Goal.MAXIMIZE,
          Measure.of(MeanValue.class, (p, _) -> new MeanValue(-Math.abs(p.item() - 2), 1)),
          MeanValue::value);

  private static final Metric<Tensor, Tensor> MAE = NumberMetrics.ofRows().mae();

  @TempDir private Path folder;

  private final List<Double> weights = new ArrayList<>();

  /** A model of one weight, which moves from 0 to 10 by a tenth of the way: 1, 1.9, 2.71, 3.44. */
  private record Job(ParamStore store, Trainer<Sequence, Tensor, Tensor> trainer) {}

  private Job job() {
    var store = ParamStore.fresh(1);
    var weight = store.get("weight", Shape.of(1), Init.zeros());
    Layer<Sequence, Tensor> net = input -> input.data().at(0).mul(weight.value());
    var trainer =
        Trainer.of(store, net, Losses.mse())
            .optimizer(Sgd.withRate(0.05))
            .epochs(20)
            .callbacks(
                new Callback() {
                  @Override
                  public void onEpoch(EpochRecord epoch) {
                    weights.add(weight(store));
                  }
                });
    return new Job(store, trainer);
  }

  private static double weight(ParamStore store) {
    return store.values().get("weight").toDoubles()[0];
  }

  private static ExampleBatches<Sequence, Tensor> target(float value) {
    return SequenceBatches.values(List.<float[][]>of(new float[][] {{1}}), new float[][] {{value}});
  }

  @Test
  void theyAreMeasuredAfterEachEpoch() {
    var job = job();
    job.trainer().metrics(MAE).metrics(NEARNESS).epochs(3);

    var epochs = job.trainer().fit(target(10), target(5)).history().epochs();

    assertThat(epochs.get(1).metrics().keySet()).containsExactly("mae", "nearness");
    assertThat(epochs.get(0).metrics().get("mae")).isCloseTo(4, within(1e-5));
    assertThat(epochs.get(1).metrics().get("mae")).isCloseTo(3.1, within(1e-5));
    assertThat(epochs.get(1).metrics().get("nearness")).isCloseTo(-0.1, within(1e-5));
    var scores = job.trainer().evaluate(target(5), NEARNESS, MAE);
    assertThat(scores.metrics().keySet()).containsExactly("nearness", "mae");
    assertThat(scores.metrics().get("mae")).isEqualTo(epochs.getLast().metrics().get("mae"));
    assertThat(scores.loss()).isEqualTo(job.trainer().evaluate(target(5)));
    assertThat(scores.loss()).isEqualTo(epochs.getLast().validLoss().orElseThrow());
  }

  /**
   * On the validation set the loss falls in every epoch, but the metric has its best in the second.
   */
  @Test
  void earlyStoppingWatchesAMetric() {
    var job = job();
    job.trainer().metrics(MAE, NEARNESS).callbacks(EarlyStopping.patience(3).watching(NEARNESS));

    var run = job.trainer().fit(target(10), target(10));

    assertThat(run.stopped()).isEqualTo(StopReason.EARLY_STOPPING);
    assertThat(run.history().epochs()).hasSize(5);
    assertThat(run.explanation())
        .isEqualTo(
            "stopped: valid nearness has not improved for 3 checks; best was epoch 2 (-0.1)");
    assertThat(weight(job.store())).isEqualTo(weights.get(1)).isCloseTo(1.9, within(1e-6));
    assertThat(run.history().best(Watch.of(NEARNESS), 0).orElseThrow().epoch()).isEqualTo(2);
    assertThat(run.best().orElseThrow().epoch()).as("by loss").isEqualTo(5);
  }

  @Test
  void theMarginIsInTheMetricsUnits() {
    var job = job();
    job.trainer()
        .metrics(NEARNESS)
        .callbacks(EarlyStopping.patience(2).margin(0.95).watching(NEARNESS));

    // -1, then -0.1: better by 0.9 only.
    var run = job.trainer().fit(target(10), target(10));

    assertThat(run.history().epochs()).hasSize(3);
    assertThat(weight(job.store())).isEqualTo(weights.getFirst());
  }

  @Test
  void theBestCheckpointIsThatOfTheBestEpoch() {
    var byLoss = folder.resolve("loss.ckpt");
    var byMetric = folder.resolve("metric.ckpt");
    var last = folder.resolve("last.ckpt");
    for (boolean metric : new boolean[] {false, true}) {
      var job = job();
      var policy = CheckpointPolicy.at(last);
      job.trainer()
          .metrics(NEARNESS)
          .epochs(6)
          .checkpoint(metric ? policy.best(byMetric, NEARNESS) : policy.best(byLoss));
      job.trainer().fit(target(10), target(3));
    }

    // |w - 3|: 2, 1.1, 0.29, 0.44: by loss the third epoch is best.
    assertThat(Checkpoint.read(byLoss).state().epoch()).isEqualTo(3);
    assertThat(Checkpoint.read(byMetric).state().epoch()).isEqualTo(2);
    assertThat(Checkpoint.read(last).state().epoch()).isEqualTo(6);
    double best = Checkpoint.read(byMetric).weights().get("weight").toDoubles()[0];
    assertThat(best).isEqualTo(weights.get(1));
  }

  @Test
  void aResumedRunRemembersThem() {
    var file = folder.resolve("last.ckpt");
    var best = folder.resolve("best.ckpt");
    var whole = job();
    whole.trainer().metrics(NEARNESS).callbacks(EarlyStopping.patience(3).watching(NEARNESS));
    var expected = whole.trainer().fit(target(10), target(10));

    var first = job();
    var signal = new StopSignal();
    first
        .trainer()
        .metrics(NEARNESS)
        .callbacks(EarlyStopping.patience(3).watching(NEARNESS))
        .checkpoint(CheckpointPolicy.at(file).best(best, NEARNESS))
        .stopOn(signal)
        .callbacks(
            new Callback() {
              @Override
              public void onStep(StepProgress progress) {
                if (progress.step() == 3) {
                  signal.request();
                }
              }
            });
    first.trainer().fit(target(10), target(10));
    var second = job();
    second
        .trainer()
        .metrics(NEARNESS)
        .callbacks(EarlyStopping.patience(3).watching(NEARNESS))
        .resume(file);
    var resumed = second.trainer().fit(target(10), target(10));

    assertThat(resumed.explanation()).isEqualTo(expected.explanation());
    assertThat(resumed.history().epochs().stream().map(EpochRecord::metrics).toList())
        .isEqualTo(expected.history().epochs().stream().map(EpochRecord::metrics).toList());
    assertThat(weight(second.store())).isEqualTo(weight(whole.store()));
    assertThat(Files.exists(best)).isTrue();
    var other = job();
    other.trainer().resume(file);
    assertThatThrownBy(() -> other.trainer().fit(target(10), target(10)))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("its metrics is [nearness], here it is []");
  }

  @Test
  void anEpochWithoutTheFigureIsNeverBest() {
    var history =
        new History(
            List.of(
                epoch(1, Map.of()),
                epoch(2, Map.of("f1", 0.5)),
                epoch(3, Map.of("f1", Double.NaN)),
                epoch(4, Map.of("f1", 0.4))));
    assertThat(history.best(new Watch("f1", Goal.MAXIMIZE), 0).orElseThrow().epoch()).isEqualTo(2);
    assertThat(history.best(new Watch("f1", Goal.MINIMIZE), 0).orElseThrow().epoch()).isEqualTo(4);
    assertThat(history.best(new Watch("other", Goal.MINIMIZE), 0)).isEmpty();
  }

  private static EpochRecord epoch(int number, Map<String, Double> metrics) {
    return new EpochRecord(number, 1, OptionalDouble.of(1), 0.1, 1, 1, metrics);
  }

  @Test
  void whatIsNotMeasuredCannotBeWatched() {
    var stopping = job();
    stopping.trainer().metrics(MAE).callbacks(EarlyStopping.patience(1).watching(NEARNESS));
    assertThatThrownBy(() -> stopping.trainer().fit(target(1), target(1)))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "Early stopping watches nearness, which is not measured; give it to metrics(…)."
                + " Measured are [mae]");
    var saving = job();
    saving
        .trainer()
        .checkpoint(CheckpointPolicy.at(folder.resolve("a")).best(folder.resolve("b"), MAE));
    assertThatThrownBy(() -> saving.trainer().fit(target(1), target(1)))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("The best checkpoint is chosen by mae, which is not measured");
    var alone = job();
    alone.trainer().metrics(MAE);
    assertThatThrownBy(() -> alone.trainer().fit(target(1)))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("measured on the validation set; give fit one, or leave [mae] out");
    assertThatThrownBy(() -> alone.trainer().metrics(MAE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Two metrics are called mae");
    assertThatThrownBy(() -> alone.trainer().metrics(MAE.named("loss")))
        .isInstanceOf(IllegalArgumentException.class);
    var path = folder.resolve("a");
    assertThatThrownBy(() -> CheckpointPolicy.at(path).best(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("want a file each");
  }

  @Test
  void aLossThatIsNotFiniteIsReportedBeforeAnyMetric() {
    var job = job();
    var nan = new HostArray.F32(Shape.of(1), new float[] {Float.NaN});
    job.store().restore(Map.of("weight", nan));
    assertThatThrownBy(() -> job.trainer().evaluate(target(1), MAE))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("Evaluation: the mse of batch 0");
  }
}
