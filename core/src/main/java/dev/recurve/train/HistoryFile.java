package dev.recurve.train;

import java.nio.file.Path;

/**
 * Keeps the history of a run in a file, one line an epoch, for {@link Trainer#callbacks}. After
 * each epoch the file is replaced whole, so that it is readable at any moment; a resumed run puts
 * the epochs from before the resume into it too.
 *
 * <p>Each line holds {@code epoch, train_loss, valid_loss, learning_rate, gradient_norm, seconds}
 * and the metrics under their names. What an epoch does not have, a validation loss or a metric
 * that is not defined, is left out: an empty field in CSV, no key in JSON.
 *
 * <p>If the file cannot be written, the run ends with a {@link dev.recurve.TrainingException}.
 */
public final class HistoryFile {
  private HistoryFile() {}

  /** Comma-separated values with a header, as in RFC 4180 but with line feeds alone. */
  public static Callback csv(Path file) {
    return new HistoryWriter(file, HistoryFormat::csv);
  }

  /**
   * One JSON object a line. A metric that is infinite stands there as a string, {@code "Infinity"}
   * or {@code "-Infinity"}, as JSON has no number for it.
   */
  public static Callback jsonl(Path file) {
    return new HistoryWriter(file, HistoryFormat::jsonl);
  }
}
