package dev.recurve.examples.forecast;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.recurve.train.Callback;
import dev.recurve.train.EpochRecord;
import dev.recurve.train.History;
import dev.recurve.train.StepProgress;
import dev.recurve.train.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.stream.Collectors;

/** Keeps the log and the history of a run in its folder. */
final class RunLog implements Callback {
  private static final JsonMapper JSON = new JsonMapper();

  private final RunFolder folder;
  private double best = Double.POSITIVE_INFINITY;

  RunLog(RunFolder folder) {
    this.folder = folder;
  }

  /** Notes a line with the time of day. */
  void note(String line) {
    var now = LocalDateTime.now().truncatedTo(ChronoUnit.SECONDS);
    append(folder.log(), now.toString().replace('T', ' ') + "  " + line + "\n");
  }

  /** A run that was killed may have noted more epochs than its checkpoint knows. */
  @Override
  public void onStart(StepProgress start) {
    write(folder.history(), start.history());
    best = start.history().best().map(EpochRecord::watchedLoss).orElse(best);
    note(
        start.step() == 0
            ? "training begins: %d epochs of %d steps".formatted(start.epochs(), start.batches())
            : "training goes on after step %d".formatted(start.step()));
  }

  @Override
  public void onEpoch(EpochRecord epoch) {
    append(folder.history(), json(epoch));
    var valid = epoch.validLoss().stream().mapToObj(RunLog::valid).collect(Collectors.joining());
    boolean improved = epoch.watchedLoss() < best;
    best = Math.min(best, epoch.watchedLoss());
    note(
        String.format(
            Locale.ROOT,
            "epoch %d: train loss %.6g%s%s",
            epoch.epoch(),
            epoch.trainLoss(),
            valid,
            improved ? ", new best" : ""));
  }

  private static String valid(double loss) {
    return String.format(Locale.ROOT, ", valid loss %.6g", loss);
  }

  @Override
  public void onEnd(TrainingRun run) {
    note(run.explanation());
  }

  @Override
  public void onFailure(Throwable cause) {
    note("failed: " + cause.getMessage());
  }

  private static void write(Path file, History history) {
    try {
      var lines = history.epochs().stream().map(RunLog::json).collect(Collectors.joining());
      Files.writeString(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String json(EpochRecord epoch) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("epoch", epoch.epoch());
    fields.put("train-loss", epoch.trainLoss());
    epoch.validLoss().ifPresent(loss -> fields.put("valid-loss", loss));
    fields.put("learning-rate", epoch.learningRate());
    fields.put("gradient-norm", epoch.gradientNorm());
    fields.put("seconds", epoch.seconds());
    try {
      return JSON.writeValueAsString(fields) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an epoch cannot be written as JSON", e);
    }
  }
}
