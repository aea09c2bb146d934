package dev.recurve.examples.forecast;

import dev.recurve.examples.cli.BadUsageException;
import dev.recurve.examples.cli.Console;
import dev.recurve.examples.cli.Settings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Goes on with a run that was interrupted. */
@Command(
    name = "resume",
    customSynopsis = "recurve resume DIR [OPTIONS]",
    description =
        "Goes on with a run that was interrupted, as if it never had been: the result is the same,"
            + " bit by bit.")
public final class ResumeCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "DIR", description = "The folder that was given to --out.")
  private Path path;

  /** The command. */
  public ResumeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var folder = RunFolder.open(path);
    var config = RunConfig.read(folder.config());
    refuseOtherSeed(config.training().seed());
    Settings.propose(config.machine().backend(), config.machine().threads());
    var job = new TrainingJob(console, config, config.data().readAgain());
    var trained = job.resume(folder);
    trained.ifPresent(done -> new Completion(console, job, folder).of(done, "resume"));
    return trained.isPresent() ? 0 : TrainCommand.INTERRUPTED;
  }

  private void refuseOtherSeed(long stored) {
    console
        .settings()
        .seed()
        .filter(seed -> seed != stored)
        .ifPresent(
            seed -> {
              throw new BadUsageException(
                  "the run in %s has the seed %d and goes on with it; leave out --seed %d"
                      .formatted(path, stored, seed));
            });
  }
}
