package dev.recurve.examples.forecast;

import dev.recurve.examples.cli.BadUsageException;
import dev.recurve.timeseries.forecast.ForecasterTraining;
import dev.recurve.train.CheckpointPolicy;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How the network learns. */
final class LearningOptions {
  private static final ForecasterTraining.Options USUAL = ForecasterTraining.Options.defaults();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Times that all windows are gone through, at most (default: ${DEFAULT-VALUE}).")
  private int epochs = USUAL.epochs();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Windows in a step (default: ${DEFAULT-VALUE}).")
  private int batch = USUAL.batch();

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      description = "Learning rate of Adam (default: ${DEFAULT-VALUE}).")
  private double learningRate = USUAL.learningRate();

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Epochs without a better validation loss after which training stops (default:"
              + " ${DEFAULT-VALUE}).")
  private int patience = USUAL.patience();

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description = "The norm that larger gradients are shrunk to (default: ${DEFAULT-VALUE}).")
  private double clipNorm = USUAL.clipNorm();

  @Option(
      names = "--checkpoint-every",
      paramLabel = "STEPS",
      description =
          "Steps after which the run is saved, besides each epoch's end (default:"
              + " ${DEFAULT-VALUE}).")
  private long checkpointEvery = 100;

  /**
   * The options with a seed.
   *
   * @throws BadUsageException if one is out of range
   */
  ForecasterTraining.Options options(long seed) {
    requirePositive("--epochs", epochs);
    requirePositive("--patience", patience);
    requirePositive("--clip", clipNorm);
    return BadUsageException.unless(
        () ->
            new ForecasterTraining.Options(epochs, batch, learningRate, patience, clipNorm, seed));
  }

  /** Steps between checkpoints. */
  long checkpointEvery() {
    BadUsageException.unless(() -> CheckpointPolicy.at(Path.of("")).everySteps(checkpointEvery));
    return checkpointEvery;
  }

  private static void requirePositive(String option, double value) {
    if (!(value > 0)) {
      throw new BadUsageException("%s is above 0, received %s".formatted(option, value));
    }
  }
}
