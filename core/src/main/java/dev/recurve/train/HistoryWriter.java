package dev.recurve.train;

import dev.recurve.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Replaces a file after each epoch with the lines of all of them. */
final class HistoryWriter implements Callback {
  private final Path file;
  private final Function<List<EpochRecord>, String> format;
  private final List<EpochRecord> epochs = new ArrayList<>();

  HistoryWriter(Path file, Function<List<EpochRecord>, String> format) {
    this.file = file.toAbsolutePath();
    this.format = format;
  }

  @Override
  public void onStart(StepProgress start) {
    epochs.clear();
    epochs.addAll(start.history().epochs());
    write();
  }

  @Override
  public void onEpoch(EpochRecord epoch) {
    epochs.add(epoch);
    write();
  }

  /** Beside its place first, then moved over it. */
  private void write() {
    var draft = file.resolveSibling("." + file.getFileName() + ".tmp");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(draft, format.apply(epochs));
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new TrainingException(
          "The history cannot be written to %s: %s; name a file that can be, or leave the history file out"
              .formatted(file, e),
          e);
    }
  }
}
