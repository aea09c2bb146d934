package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.BundleException;
import dev.recurve.Optimizer;
import dev.recurve.loss.Losses;
import dev.recurve.optim.Adam;
import dev.recurve.optim.AdamW;
import dev.recurve.optim.AmsGrad;
import dev.recurve.optim.GradientNoise;
import dev.recurve.optim.Lion;
import dev.recurve.optim.NAdam;
import dev.recurve.optim.Optimizers;
import dev.recurve.optim.WeightAverage;
import dev.recurve.params.Constraint;
import dev.recurve.params.ParamGroup;
import dev.recurve.params.ParamStore;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs with every optimiser, and with all that goes with one, go on to the same bits. */
class OptimizerResumeTest {
  private static final ParamGroup LSTM = ParamGroup.named("lstm").rateFactor(0.5).l1(1e-3).l2(1e-2);
  private static final ParamGroup HEAD =
      ParamGroup.named("head").weightDecay(0.1).constraint(Constraint.maxNorm(0.5));

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("last.ckpt");
  }

  static List<Optimizer> optimizers() {
    return Optimizers.all();
  }

  /** As many settings as there are. */
  private static Toy.Job job(Optimizer optimizer, ParamGroup lstm) {
    var store = ParamStore.fresh(3);
    var net = Toy.net(store, 3);
    store.group("lstm.*", lstm).group("head.*", HEAD);
    var trainer =
        Trainer.of(store, net, Losses.mse())
            .optimizer(optimizer)
            .schedule(Schedule.perStep(Curve.cosine()).warmUp(2))
            .clipEachNorm(0.3)
            .gradientNoise(GradientNoise.withVariance(0.01))
            .average(WeightAverage.exponential(0.9))
            .accumulate(2)
            .callbacks(EarlyStopping.patience(3))
            .seed(9)
            .epochs(4);
    return new Toy.Job(store, trainer);
  }

  private void interrupt(Toy.Job job, long steps) {
    var signal = new StopSignal();
    job.trainer()
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
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void interruptedOrNotTheBitsAreTheSame(Optimizer optimizer) {
    var whole = job(optimizer, LSTM);
    var expected = whole.trainer().fit(Toy.train(), Toy.valid());
    assertThat(expected.steps()).isGreaterThan(11);

    interrupt(job(optimizer, LSTM), 8);
    var again = job(optimizer, LSTM);
    again.trainer().resume(file);
    interrupt(again, 11);
    var last = job(optimizer, LSTM);
    var resumed = last.trainer().resume(file).fit(Toy.train(), Toy.valid());

    assertThat(Toy.bits(last.store())).isEqualTo(Toy.bits(whole.store()));
    assertThat(Toy.untimed(resumed.history())).isEqualTo(Toy.untimed(expected.history()));
    assertThat(Toy.bits(job(optimizer, LSTM).store())).isNotEqualTo(Toy.bits(whole.store()));
  }

  private void refused(Consumer<Toy.Job> change, Toy.Job other, String... messages) {
    interrupt(job(Adam.withRate(0.1), LSTM), 3);
    change.accept(other);
    var before = Toy.bits(other.store());
    assertThatThrownBy(() -> other.trainer().resume(file).fit(Toy.train(), Toy.valid()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("belongs to another run")
        .hasMessageContainingAll(messages);
    assertThat(Toy.bits(other.store())).isEqualTo(before);
  }

  private void refused(Consumer<Toy.Job> change, String... messages) {
    refused(change, job(Adam.withRate(0.1), LSTM), messages);
  }

  /** NAdam's slots have the names of Adam's, so that the state alone would fit. */
  @Test
  void anotherOptimizerIsRefused() {
    for (var other :
        List.of(
            NAdam.withRate(0.1),
            AdamW.withRate(0.1).weightDecay(0),
            AmsGrad.withRate(0.1),
            Adam.withRate(0.1).betas(0.9, 0.99),
            Lion.withRate(0.1))) {
      refused(
          job -> job.trainer().optimizer(other),
          "its optimiser is adam {",
          "here it is " + other.name());
    }
  }

  @Test
  void otherSettingsAreRefused() {
    refused(
        job -> job.trainer().gradientNoise(new GradientNoise(0.01, 1)),
        "gradient noise is GradientNoise[eta=0.01, gamma=0.55]",
        "gamma=1.0");
    refused(
        job -> job.trainer().average(WeightAverage.mean(3)),
        "average of weights is Exponential[decay=0.9",
        "Mean[after=3]");
    refused(
        job -> job.trainer().accumulate(3), "batches for each step of the optimiser is 2", "is 3");
    refused(job -> job.trainer().clipNorm(0.3), "clipping is ByNorm[limit=0.3]", "ByGlobalNorm");
    refused(
        job -> {},
        job(Adam.withRate(0.1), LSTM.l1(2e-3)),
        "parameter groups",
        "rate × 0.5, l1 0.001, l2 0.01)",
        "l1 0.002",
        "rate × 1.0, weight decay 0.1, norm ≤ 0.5)");
  }

  /** A cosine over the whole run has another course when the run becomes longer. */
  @Test
  void aLongerRunIsRefusedWhereTheScheduleFollowsFromItsLength() {
    refused(
        job -> job.trainer().epochs(5),
        "learning-rate schedule is warm-up from",
        "cosine to 0.0 over 10 steps",
        "cosine to 0.0 over 13 steps");
  }
}
