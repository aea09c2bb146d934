package dev.recurve.train;

import dev.recurve.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the curves of a run for TensorBoard, for {@link Trainer#callbacks}; look at them with
 * {@code tensorboard --logdir} and the folder.
 *
 * <p>After each epoch it writes {@code loss/train}, {@code loss/valid}, {@code learning_rate},
 * {@code gradient_norm} and each metric as {@code valid/name}, over the number of steps. Each run
 * makes a file of its own in the folder; that of a resumed run takes the place of what earlier ones
 * tell of later steps.
 *
 * <p>If the file cannot be written, the run ends with a {@link TrainingException}.
 */
public final class TensorBoard implements Callback {
  private final Path folder;
  private final long everySteps;
  private Optional<Open> open = Optional.empty();

  private record Open(EventFile file, StepProgress run) {}

  /** What writes an event. */
  private interface Event {
    void write(EventFile file, double wallTime, long step) throws IOException;
  }

  private TensorBoard(Path folder, long everySteps) {
    this.folder = folder;
    this.everySteps = everySteps;
  }

  /**
   * After each epoch alone.
   *
   * @param folder made if it is not there
   */
  public static TensorBoard in(Path folder) {
    return new TensorBoard(folder, Long.MAX_VALUE);
  }

  /**
   * Also the learning rate, and the epoch's mean loss so far as {@code loss/running}, after each
   * multiple of so many steps. Asking for the loss waits for the device.
   *
   * @param steps at least 1
   */
  public TensorBoard everySteps(long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("Events are at least 1 step apart, received " + steps);
    }
    return new TensorBoard(folder, steps);
  }

  @Override
  public void onStart(StepProgress start) {
    close();
    try {
      Files.createDirectories(folder);
      open = Optional.of(new Open(new EventFile(newFile(), wallTime()), start));
    } catch (IOException e) {
      throw failure(e);
    }
    write((file, time, step) -> file.begin(time, step + 1));
  }

  /** TensorBoard reads a folder's files in the order of their names, so time comes first. */
  private Path newFile() {
    long now = System.currentTimeMillis();
    return folder.resolve(
        "events.out.tfevents.%010d.%03d.%d.%d"
            .formatted(now / 1000, now % 1000, ProcessHandle.current().pid(), System.nanoTime()));
  }

  @Override
  public void onStep(StepProgress progress) {
    if (progress.step() % everySteps == 0) {
      var values = new LinkedHashMap<String, Double>();
      values.put("loss/running", progress.runningLoss());
      values.put("learning_rate", progress.learningRate());
      write((file, time, step) -> file.scalars(time, step, values));
    }
  }

  @Override
  public void onEpoch(EpochRecord epoch) {
    write((file, time, step) -> file.scalars(time, step, values(epoch)));
  }

  private static Map<String, Double> values(EpochRecord epoch) {
    var values = new LinkedHashMap<String, Double>();
    values.put("loss/train", epoch.trainLoss());
    epoch.validLoss().ifPresent(loss -> values.put("loss/valid", loss));
    values.put("learning_rate", epoch.learningRate());
    values.put("gradient_norm", epoch.gradientNorm());
    epoch.metrics().forEach((name, value) -> values.put("valid/" + name, value));
    return values;
  }

  private void write(Event event) {
    if (open.isPresent()) {
      var file = open.get().file();
      try {
        event.write(file, wallTime(), open.get().run().step());
        file.flush();
      } catch (IOException e) {
        throw failure(e);
      }
    }
  }

  private static double wallTime() {
    return System.currentTimeMillis() / 1000.0;
  }

  private TrainingException failure(IOException cause) {
    return new TrainingException(
        "Events cannot be written to %s: %s; name a folder that can be written, or leave TensorBoard out"
            .formatted(folder, cause),
        cause);
  }

  @Override
  public void onEnd(TrainingRun run) {
    close();
  }

  /** Closes only: the cause of the failure may be that the file cannot be written. */
  @Override
  public void onFailure(Throwable cause) {
    try {
      close();
    } catch (TrainingException e) {
      cause.addSuppressed(e);
    }
  }

  private void close() {
    var closing = open;
    open = Optional.empty();
    if (closing.isPresent()) {
      try {
        closing.get().file().close();
      } catch (IOException e) {
        throw failure(e);
      }
    }
  }
}
