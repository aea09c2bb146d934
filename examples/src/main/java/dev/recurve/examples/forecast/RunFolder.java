package dev.recurve.examples.forecast;

import dev.recurve.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder of one training run.
 *
 * @param path where it is
 */
public record RunFolder(Path path) {
  private static final String CONFIG = "config.yaml";
  private static final String MODEL = "model.recurve";

  /**
   * Makes the folder of a new run.
   *
   * @param overwrite whether the files of a run that is there are replaced; others are left alone
   * @throws DataException if it is there and may not be overwritten
   */
  public static RunFolder create(Path path, boolean overwrite) {
    var folder = new RunFolder(path);
    folder.requireFree(overwrite);
    try {
      Files.createDirectories(path);
      for (var file : folder.files()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  /**
   * Checks that a run may use the folder.
   *
   * @throws DataException if it may not
   */
  void requireFree(boolean overwrite) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new DataException("%s is a file; --out names a folder".formatted(path));
    }
    if (Files.exists(path) && !overwrite) {
      throw new DataException(
          ("%s exists; name another folder, replace the run in it with --overwrite, or go on with"
                  + " it: %s")
              .formatted(path, resumeCommand()));
    }
  }

  /**
   * Opens the folder of a run that was begun.
   *
   * @throws DataException if it is not one
   */
  static RunFolder open(Path path) {
    var folder = new RunFolder(path);
    if (!Files.isDirectory(path)) {
      throw new DataException("there is no folder %s".formatted(path));
    }
    if (!Files.exists(folder.config())) {
      throw new DataException(
          "%s is not the folder of a run: it has no %s".formatted(path, CONFIG));
    }
    return folder;
  }

  /** Whether a file lies in a run's folder, as the run's model. */
  static boolean isModelOfRun(Path file) {
    return file.endsWith(MODEL) && Files.exists(file.resolveSibling(CONFIG));
  }

  private List<Path> files() {
    return List.of(config(), checkpoint(), model(), history(), log(), report(), chart());
  }

  /** What to type to go on with the run. */
  String resumeCommand() {
    return "recurve resume " + path;
  }

  /** The resolved settings. */
  public Path config() {
    return path.resolve(CONFIG);
  }

  /** The state of the run, to go on from. */
  Path checkpoint() {
    return path.resolve("last.ckpt");
  }

  /** The trained model. */
  public Path model() {
    return path.resolve(MODEL);
  }

  /** One JSON object for each epoch. */
  Path history() {
    return path.resolve("history.jsonl");
  }

  /** What happened, line by line. */
  Path log() {
    return path.resolve("log.txt");
  }

  /** The report. */
  public Path report() {
    return path.resolve("report.html");
  }

  /** The forecast as a picture. */
  public Path chart() {
    return path.resolve("forecast.png");
  }
}
