package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.BundleException;
import dev.recurve.loss.Losses;
import dev.recurve.nn.Linear;
import dev.recurve.nn.Pool;
import dev.recurve.optim.Sgd;
import dev.recurve.params.ParamGroup;
import dev.recurve.params.ParamStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {
  private static final int EPOCHS = 20;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("runs/last.ckpt");
  }

  private static Toy.Job longJob() {
    var job = Toy.fullJob();
    job.trainer().epochs(EPOCHS);
    return job;
  }

  /** Asks for the end once so many steps are made. */
  private static Callback stopAfter(long steps, StopSignal signal) {
    return new Callback() {
      @Override
      public void onStep(StepProgress progress) {
        if (progress.step() == steps) {
          signal.request();
        }
      }
    };
  }

  private TrainingRun interrupt(Toy.Job job, long steps) {
    var signal = new StopSignal();
    return job.trainer()
        .checkpoint(CheckpointPolicy.at(file))
        .stopOn(signal)
        .callbacks(stopAfter(steps, signal))
        .fit(Toy.train(), Toy.valid());
  }

  /** In the middle of an epoch, after its last step, after the first step of the next. */
  @ParameterizedTest
  @ValueSource(longs = {1, 3, 5, 6, 12, 14, 15, 21})
  void interruptedOrNotTheBitsAreTheSame(long steps) {
    var whole = longJob();
    var expected = whole.trainer().fit(Toy.train(), Toy.valid());
    assertThat(expected.steps()).as("the run is longer than the interruptions").isGreaterThan(21);

    var first = interrupt(longJob(), steps);
    var second = longJob();
    var resumed = second.trainer().resume(file).fit(Toy.train(), Toy.valid());

    assertThat(first.stopped()).isEqualTo(StopReason.INTERRUPTED);
    assertThat(first.steps()).isEqualTo(steps);
    assertThat(first.explanation()).contains("interrupted after step " + steps, file.toString());
    assertThat(Toy.bits(second.store())).isEqualTo(Toy.bits(whole.store()));
    assertThat(Toy.untimed(resumed.history())).isEqualTo(Toy.untimed(expected.history()));
    assertThat(resumed.explanation()).isEqualTo(expected.explanation());
    assertThat(resumed.steps()).isEqualTo(expected.steps());
  }

  @Test
  void theToyRunIsStoppedEarly() {
    var run = longJob().trainer().fit(Toy.train(), Toy.valid());

    assertThat(run.stopped()).as(run.explanation()).isEqualTo(StopReason.EARLY_STOPPING);
    assertThat(run.history().epochs())
        .satisfies(
            epochs -> {
              assertThat(epochs).hasSizeBetween(5, EPOCHS - 1);
              assertThat(epochs.getLast().learningRate()).isLessThan(0.1);
            });
  }

  @Test
  void aRunMayBeInterruptedAgainAndAgain() {
    var whole = longJob();
    whole.trainer().fit(Toy.train(), Toy.valid());

    interrupt(longJob(), 2);
    for (long steps = 4; steps <= 16; steps += 3) {
      var job = longJob();
      job.trainer().resume(file);
      interrupt(job, steps);
    }
    var last = longJob();
    last.trainer().resume(file).fit(Toy.train(), Toy.valid());

    assertThat(Toy.bits(last.store())).isEqualTo(Toy.bits(whole.store()));
  }

  @Test
  void afterACrashTheRunGoesOnFromItsLastCheckpoint() {
    var whole = longJob();
    whole.trainer().fit(Toy.train(), Toy.valid());
    var crashing = longJob();
    crashing
        .trainer()
        .checkpoint(CheckpointPolicy.at(file).everySteps(4))
        .callbacks(
            new Callback() {
              @Override
              public void onStep(StepProgress progress) {
                if (progress.step() == 14) {
                  throw new IllegalStateException("crash");
                }
              }
            });

    assertThatThrownBy(() -> crashing.trainer().fit(Toy.train(), Toy.valid())).hasMessage("crash");

    assertThat(Checkpoint.read(file).state().step()).isEqualTo(12);
    var resumed = longJob();
    resumed.trainer().resume(file).fit(Toy.train(), Toy.valid());
    assertThat(Toy.bits(resumed.store())).isEqualTo(Toy.bits(whole.store()));
  }

  @Test
  void aFinishedRunCanBeMadeLonger() {
    var whole = Toy.job();
    whole.trainer().epochs(5).fit(Toy.train());
    var shorter = Toy.job();
    shorter.trainer().epochs(3).checkpoint(CheckpointPolicy.at(file)).fit(Toy.train());

    var again = Toy.job();
    var nothing = again.trainer().epochs(3).resume(file).fit(Toy.train());
    assertThat(nothing.history().epochs()).hasSize(3);
    assertThat(Toy.bits(again.store())).isEqualTo(Toy.bits(shorter.store()));

    var longer = Toy.job();
    longer.trainer().epochs(5).resume(file).fit(Toy.train());
    assertThat(Toy.bits(longer.store())).isEqualTo(Toy.bits(whole.store()));
  }

  @Test
  void aRunInterruptedWithoutCheckpointsSaysOnlyThat() {
    var signal = new StopSignal();
    var job = Toy.job();
    signal.request();

    var run = job.trainer().stopOn(signal).fit(Toy.train());

    assertThat(run.explanation()).isEqualTo("stopped: interrupted after step 0");
    assertThat(run.best()).isEmpty();
  }

  private void assertRefused(Toy.Job job, String... messages) {
    interrupt(longJob(), 7);
    var before = Toy.bits(job.store());

    assertThatThrownBy(() -> job.trainer().resume(file).fit(Toy.train(), Toy.valid()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(messages);

    assertThat(Toy.bits(job.store())).isEqualTo(before);
  }

  @Test
  void anotherOptimiserIsRefused() {
    var job = longJob();
    job.trainer().optimizer(Sgd.withRate(0.02));

    assertRefused(job, "optimiser is adam", "here it is sgd");
  }

  @Test
  void anotherModelIsRefused() {
    var job = Toy.job(7);
    job.trainer().epochs(EPOCHS);

    assertRefused(
        job,
        "model is",
        "Lstm(2 → 6",
        "Lstm(2 → 7",
        "The first parameter that differs is lstm.weight_ih_l0, here [28, 2], there [24, 2].");
  }

  @Test
  void otherSettingsAreRefused() {
    var seed = longJob();
    seed.trainer().seed(1);
    assertRefused(seed, "seed is 9", "here it is 1");

    var clip = longJob();
    clip.trainer().clipNorm(1);
    assertRefused(clip, "clipping is", "0.5", "1.0");

    var schedule = longJob();
    schedule.trainer().schedule(Schedule.constant());
    assertRefused(schedule, "learning-rate schedule is reduce on plateau", "here it is constant");
  }

  @Test
  void otherParameterGroupsMakeAnotherRun() {
    var store = ParamStore.fresh(3);
    var net = Pool.lastStep().then(Linear.sized(2, 1).with(store.child("head")));
    store.group("head.bias", new ParamGroup("slow", 0.1));
    Trainer.of(store, net, Losses.mse())
        .epochs(1)
        .checkpoint(CheckpointPolicy.at(file))
        .fit(Toy.train());

    var plain = ParamStore.fresh(3);
    var same = Pool.lastStep().then(Linear.sized(2, 1).with(plain.child("head")));

    assertThatThrownBy(() -> Trainer.of(plain, same, Losses.mse()).resume(file).fit(Toy.train()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("parameter groups")
        .hasMessageContaining("slow (rate × 0.1)");
  }

  @Test
  void otherDataAreRefused() {
    interrupt(longJob(), 7);

    assertThatThrownBy(
            () -> longJob().trainer().resume(file).fit(Toy.data(77, 22).size(5), Toy.valid()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("training data");
    assertThatThrownBy(() -> longJob().trainer().resume(file).fit(Toy.train(), Toy.train()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("validation data");
  }

  @Test
  void anotherBackendIsOnlyWarnedOf() {
    interrupt(longJob(), 7);
    var written = Checkpoint.read(file);
    var state = written.state();
    var elsewhere =
        new RunState(
            state.identity(),
            "another 1.0, width 16",
            state.step(),
            state.updates(),
            state.epoch(),
            state.batch(),
            state.accumulated(),
            state.totals(),
            state.epochs());
    new Checkpoint(
            elsewhere,
            written.weights(),
            written.slots(),
            written.average(),
            written.gradients(),
            written.states(),
            written.best())
        .write(file);

    var run = longJob().trainer().resume(file).fit(Toy.train(), Toy.valid());

    assertThat(run.steps()).isGreaterThan(7);
    assertThat(Identity.otherBackend(file, "here", "there").orElseThrow())
        .contains("written on there and goes on on here", "last bits");
    assertThat(Identity.otherBackend(file, "here", "here")).isEmpty();
  }

  @Test
  void aDamagedCheckpointIsRefusedAtOnce() throws IOException {
    interrupt(longJob(), 7);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 100));
    var job = longJob();

    assertThatThrownBy(() -> job.trainer().resume(file))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("recurve-checkpoint");
    assertThatThrownBy(() -> job.trainer().resume(folder.resolve("none")))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("There is no file");
  }

  @Test
  void onlyTheNextFitResumes() {
    interrupt(longJob(), 7);
    var job = longJob();
    job.trainer().resume(file).fit(Toy.train(), Toy.valid());

    var again = job.trainer().fit(Toy.train(), Toy.valid());

    assertThat(again.history().epochs().getFirst().epoch()).isEqualTo(1);
    assertThat(again.steps()).isEqualTo((long) Toy.BATCHES * again.history().epochs().size());
  }
}
