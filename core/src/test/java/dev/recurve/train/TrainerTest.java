package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.autodiff.Scope;
import dev.recurve.autodiff.Steps;
import dev.recurve.data.SequenceBatches;
import dev.recurve.loss.Losses;
import dev.recurve.nn.Linear;
import dev.recurve.nn.Lstm;
import dev.recurve.nn.Pool;
import dev.recurve.optim.Adam;
import dev.recurve.optim.Sgd;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrainerTest {
  @Test
  void theLossFallsAndTheModelPredicts() {
    var store = ParamStore.fresh(1);
    var net =
        Lstm.sized(2, 12)
            .with(store.child("lstm"))
            .then(Pool.lastStep())
            .then(Linear.sized(12, 1).with(store.child("head")));
    var data = Toy.data(1, 60).size(10).shuffled(1);
    var trainer = Trainer.of(store, net, Losses.mse()).optimizer(Adam.withRate(0.01)).epochs(60);
    double before = trainer.evaluate(data);

    var run = trainer.fit(data);

    double after = trainer.evaluate(data);
    assertThat(after).isLessThan(before / 10);
    assertThat(run.stopped()).isEqualTo(StopReason.EPOCHS_DONE);
    assertThat(run.steps()).isEqualTo(360);
    assertThat(run.history().epochs()).hasSize(60);
    assertThat(run.history().epochs().getLast().trainLoss()).isLessThan(before / 5);
    assertThat(run.explanation()).startsWith("stopped: all 60 epochs are done; best was epoch ");

    var squares =
        trainer.predict(
            data, (batch, prediction) -> prediction.sub(batch.target()).square().sum().item());
    assertThat(squares).hasSize(6);
    assertThat(squares.stream().mapToDouble(Double::doubleValue).sum() / 60)
        .isCloseTo(after, within(1e-5 * after));
  }

  @Test
  void sameSeedSameBits() {
    var one = Toy.fullJob();
    var two = Toy.fullJob();

    var first = one.trainer().fit(Toy.train(), Toy.valid());
    var second = two.trainer().fit(Toy.train(), Toy.valid());

    assertThat(Toy.bits(one.store())).isEqualTo(Toy.bits(two.store()));
    assertThat(Toy.untimed(first.history())).isEqualTo(Toy.untimed(second.history()));
  }

  @Test
  void theSeedDecidesDropoutAndTheDataDecideTheOrder() {
    Set<Object> results = new HashSet<>();
    for (long seed = 0; seed < 3; seed++) {
      var job = Toy.job();
      job.trainer().seed(seed).fit(Toy.train());
      results.add(Toy.bits(job.store()));
      var other = Toy.job();
      other.trainer().fit(Toy.train().shuffled(100 + seed));
      results.add(Toy.bits(other.store()));
    }
    assertThat(results).hasSize(6);
  }

  @Test
  void aMeanOverBatchesWeighsThemByTheirSize() {
    var trainer = Toy.job().trainer();

    double whole = trainer.evaluate(Toy.data(4, 11).size(11));

    assertThat(trainer.evaluate(Toy.data(4, 11).size(4))).isCloseTo(whole, within(1e-6 * whole));
    assertThat(trainer.evaluate(Toy.data(4, 11).size(1))).isCloseTo(whole, within(1e-6 * whole));
  }

  @Test
  void anEpochsRecordIsWhatItsStepsGave() {
    var store = ParamStore.fresh(1);
    var net = Pool.lastStep().then(Linear.sized(1, 1).withoutBias().with(store.child("head")));
    var weight = store.parameters().getFirst();
    var data =
        SequenceBatches.values(
            List.of(new float[][] {{1}}, new float[][] {{2}}), new float[][] {{0}, {0}});
    double w = weight.value().item();

    var run =
        Trainer.of(store, net, Losses.mse())
            .optimizer(Sgd.withRate(0.1))
            .epochs(1)
            .fit(data.size(1), data);

    // loss (w·x)², gradient 2·w·x²: first x = 1, then x = 2 with the weight moved by 0.1 · 2w.
    double moved = 0.8 * w;
    double end = moved - 0.1 * 8 * moved;
    var epoch = run.history().epochs().getFirst();
    assertThat(weight.value().item()).isCloseTo(end, within(1e-6));
    assertThat(epoch.trainLoss()).isCloseTo((w * w + 4 * moved * moved) / 2, within(1e-6));
    assertThat(epoch.validLoss().orElseThrow()).isCloseTo(end * end * 2.5, within(1e-6));
    assertThat(epoch.gradientNorm())
        .isCloseTo((Math.abs(2 * w) + Math.abs(8 * moved)) / 2, within(1e-6));
    assertThat(epoch.learningRate()).isEqualTo(0.1);
    assertThat(epoch.watchedLoss()).isEqualTo(epoch.validLoss().orElseThrow());
    assertThat(epoch.seconds()).isPositive();
  }

  @Test
  void doublePrecisionTrainsToo() {
    var store = ParamStore.fresh(1, Device.standard().withType(DType.F64));
    var net = Pool.lastStep().then(Linear.sized(2, 1).with(store.child("head")));

    var run = Trainer.of(store, net, Losses.mse()).epochs(2).fit(Toy.train());

    assertThat(run.history().epochs().getLast().trainLoss())
        .isLessThan(run.history().epochs().getFirst().trainLoss());
  }

  @Test
  void callbacksRunOutsideStepsAndInOrder() {
    var job = Toy.job();
    List<String> seen = new ArrayList<>();
    job.trainer()
        .epochs(2)
        .callbacks(
            new Callback() {
              @Override
              public void onStart(StepProgress start) {
                note("start");
                assertThat(start.runningLoss()).isNaN();
              }

              @Override
              public void onStep(StepProgress p) {
                note(
                    "%d/%d:%d/%d:%d"
                        .formatted(p.epoch(), p.epochs(), p.batch(), p.batches(), p.step()));
                assertThat(p.runningLoss()).isFinite();
              }

              @Override
              public void onEpoch(EpochRecord epoch) {
                note("epoch " + epoch.epoch());
                assertThat(job.trainer().evaluate(Toy.valid())).isFinite();
              }

              @Override
              public void onEnd(TrainingRun run) {
                note("end");
              }

              private void note(String what) {
                assertThat(Scope.current()).isEmpty();
                seen.add(what);
              }
            });

    job.trainer().fit(Toy.train());

    assertThat(seen)
        .containsExactly(
            "start",
            "1/2:1/5:1",
            "1/2:2/5:2",
            "1/2:3/5:3",
            "1/2:4/5:4",
            "1/2:5/5:5",
            "epoch 1",
            "2/2:1/5:6",
            "2/2:2/5:7",
            "2/2:3/5:8",
            "2/2:4/5:9",
            "2/2:5/5:10",
            "epoch 2",
            "end");
  }

  @Test
  void watchingTheLossDoesNotChangeABit() {
    var quiet = Toy.fullJob();
    var watched = Toy.fullJob();
    watched
        .trainer()
        .callbacks(
            new Callback() {
              @Override
              public void onStep(StepProgress progress) {
                if (progress.step() % 3 == 0) {
                  progress.runningLoss();
                }
              }
            });

    var first = quiet.trainer().fit(Toy.train(), Toy.valid());
    var second = watched.trainer().fit(Toy.train(), Toy.valid());

    assertThat(Toy.untimed(first.history())).isEqualTo(Toy.untimed(second.history()));
    assertThat(Toy.bits(quiet.store())).isEqualTo(Toy.bits(watched.store()));
  }

  @Test
  void stepsUseTheSameMemoryOverAndOver() {
    var job = Toy.job();
    List<Long> bytes = new ArrayList<>();
    job.trainer()
        .epochs(3000 / Toy.BATCHES)
        .callbacks(
            new Callback() {
              @Override
              public void onStep(StepProgress progress) {
                if (progress.step() >= 100) {
                  bytes.add(progress.memoryBytes());
                }
              }
            });

    job.trainer().fit(Toy.train(), Toy.valid());

    assertThat(bytes).hasSize(2901);
    assertThat(bytes.getFirst()).isPositive();
    assertThat(new HashSet<>(bytes)).hasSize(1);
  }

  @Test
  void aRunBeginsAnewWithEachFit() {
    var job = Toy.job();
    var data = Toy.train();

    assertThat(job.trainer().fit(data).steps()).isEqualTo(20);
    assertThat(job.trainer().fit(data).steps()).isEqualTo(20);
  }

  @Test
  void stepsDoNotNest() {
    var job = Toy.job();
    try (var steps = new Steps(job.store().device())) {
      assertThatThrownBy(() -> steps.infer(() -> job.trainer().fit(Toy.train())))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("inside");
    }
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    var trainer = Toy.job().trainer();

    assertThatThrownBy(() -> trainer.epochs(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> trainer.clipNorm(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EarlyStopping.patience(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Schedule.reduceOnPlateau(1, 3))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
