package dev.recurve.examples.forecast;

import dev.recurve.examples.cli.Console;
import dev.recurve.examples.cli.Interrupts;
import dev.recurve.io.Provenance;
import dev.recurve.runtime.Device;
import dev.recurve.timeseries.SplitSeries;
import dev.recurve.timeseries.TimeSeries;
import dev.recurve.timeseries.forecast.ForecasterTraining;
import dev.recurve.timeseries.forecast.TrainedForecaster;
import dev.recurve.train.CheckpointPolicy;
import dev.recurve.train.StopReason;
import dev.recurve.train.StopSignal;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** A forecaster's training, from its first step or from where it was interrupted. */
public final class TrainingJob {
  private final Console console;
  private final RunConfig config;
  private final SplitSeries parts;
  private final ForecasterTraining training;

  /**
   * Prepares a run; nothing is written yet.
   *
   * @throws dev.recurve.DataException if the series is too short, or its values do not fit
   */
  public TrainingJob(Console console, RunConfig config, TimeSeries series) {
    this.console = console;
    this.config = config;
    this.parts = config.parts().cut(series);
    this.training =
        ForecasterTraining.of(parts, config.forecaster(), config.training(), Device.standard());
  }

  /** All that decides the run. */
  public RunConfig config() {
    return config;
  }

  /** The data. */
  public SplitSeries parts() {
    return parts;
  }

  /** Trains from the first step. */
  public Optional<TrainedForecaster> begin(RunFolder folder) {
    config.write(folder.config());
    return fit(folder);
  }

  /** Goes on after the last checkpoint; from the first step if there is none yet. */
  Optional<TrainedForecaster> resume(RunFolder folder) {
    if (Files.exists(folder.checkpoint())) {
      training.trainer().resume(folder.checkpoint());
    }
    return fit(folder);
  }

  /** Empty if the user interrupted it. */
  private Optional<TrainedForecaster> fit(RunFolder folder) {
    var log = new RunLog(folder);
    var stop = new StopSignal();
    training
        .trainer()
        .stopOn(stop)
        .checkpoint(CheckpointPolicy.at(folder.checkpoint()).everySteps(config.checkpointEvery()))
        .callbacks(log);
    console.progress().ifPresent(training.trainer()::callbacks);
    console.note("%s; %s".formatted(parts.series(), parts));
    log.note("%s; %s; %d weights".formatted(parts.series(), parts, training.weights()));
    try (var _ = Interrupts.raise(stop, console)) {
      var trained = training.fit();
      if (trained.run().stopped() == StopReason.INTERRUPTED) {
        console.warn("The run is saved. Go on with: " + folder.resumeCommand());
        return Optional.empty();
      }
      trained.forecaster().scaler().notes().forEach(console::warn);
      trained.save(folder.model(), true, provenance());
      return Optional.of(trained);
    }
  }

  private Provenance provenance() {
    var machine = RunConfig.Machine.here();
    return new Provenance(
        Map.of("recurve", machine.recurve(), "java", machine.java()),
        config.training().seed(),
        machine.fingerprint(),
        Map.of(config.data().name(), "sha256:" + config.data().sha256()),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
