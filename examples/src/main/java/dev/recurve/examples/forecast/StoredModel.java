package dev.recurve.examples.forecast;

import dev.recurve.DataException;
import dev.recurve.io.Bundle;
import dev.recurve.timeseries.forecast.Forecaster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A trained forecaster from a file or a run's folder.
 *
 * @param forecaster the model
 * @param seed it was trained with
 * @param run how it was trained, if its folder says so
 */
record StoredModel(Forecaster forecaster, long seed, Optional<RunConfig> run) {

  /**
   * Opens a model.
   *
   * @param path a run's folder, or a bundle
   * @throws DataException if there is nothing of the kind
   * @throws dev.recurve.BundleException if the bundle is not sound
   */
  static StoredModel open(Path path) {
    if (!Files.exists(path)) {
      throw new DataException(
          "there is no folder or file %s; expected the folder of a run, or a model file"
              .formatted(path));
    }
    if (Files.isDirectory(path)) {
      return ofRun(RunFolder.open(path));
    }
    return RunFolder.isModelOfRun(path)
        ? ofRun(new RunFolder(path.toAbsolutePath().getParent()))
        : of(path, Optional.empty());
  }

  private static StoredModel ofRun(RunFolder folder) {
    var config = RunConfig.read(folder.config());
    if (!Files.exists(folder.model())) {
      throw new DataException(
          "%s has no model yet: training has not ended. Go on with: %s"
              .formatted(folder.path(), folder.resumeCommand()));
    }
    return of(folder.model(), Optional.of(config));
  }

  private static StoredModel of(Path file, Optional<RunConfig> run) {
    var bundle = Bundle.open(file);
    return new StoredModel(bundle.model(Forecaster.class), bundle.provenance().seed(), run);
  }
}
