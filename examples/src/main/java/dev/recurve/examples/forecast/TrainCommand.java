package dev.recurve.examples.forecast;

import dev.recurve.examples.cli.Console;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a forecaster on a CSV file. */
@Command(
    name = "train",
    customSynopsis = "recurve forecast train FILE.csv --target COL --horizon H --out DIR [OPTIONS]",
    description =
        "Trains a recurrent forecaster on a CSV file and scores it on the validation part.")
final class TrainCommand implements Callable<Integer> {
  static final int INTERRUPTED = 130;
  private static final long SEED = 7;

  private final Console console;

  @Mixin private final DataOptions data = new DataOptions();
  @Mixin private final ModelOptions model = new ModelOptions();
  @Mixin private final SplitOptions split = new SplitOptions();
  @Mixin private final LearningOptions learning = new LearningOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder for model, checkpoint, log and report.")
  private Path out;

  @Option(names = "--overwrite", description = "Replace the run in that folder, if there is one.")
  private boolean overwrite;

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    new RunFolder(out).requireFree(overwrite);
    long seed = console.settings().seed().orElse(SEED);
    var options = learning.options(seed);
    long checkpointEvery = learning.checkpointEvery();
    var cuts = split.split();
    var series = data.read(model.columns());
    var parts = series.split(cuts);
    var config =
        RunConfig.of(
            data.file(model.columns()),
            Parts.of(parts),
            model.config(parts),
            model.season(parts),
            options,
            checkpointEvery);
    var job = new TrainingJob(console, config, series);
    var folder = RunFolder.create(out, overwrite);
    var trained = job.begin(folder);
    trained.ifPresent(done -> new Completion(console, job, folder).of(done, "forecast train"));
    return trained.isPresent() ? 0 : INTERRUPTED;
  }
}
