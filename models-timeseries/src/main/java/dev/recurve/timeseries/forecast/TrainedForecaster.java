package dev.recurve.timeseries.forecast;

import dev.recurve.io.Bundle;
import dev.recurve.io.Provenance;
import dev.recurve.params.HostArray;
import dev.recurve.train.TrainingRun;
import java.nio.file.Path;
import java.util.Map;

/**
 * What training gives.
 *
 * @param forecaster ready to use
 * @param run how training went
 * @param weights by name
 */
public record TrainedForecaster(
    Forecaster forecaster, TrainingRun run, Map<String, HostArray> weights) {
  /** Copies the map. */
  public TrainedForecaster {
    weights = Map.copyOf(weights);
  }

  /**
   * Writes the forecaster as one file, whole or not at all.
   *
   * @param overwrite whether a file that is there is replaced
   * @throws dev.recurve.BundleException if it is there and may not be replaced, or cannot be
   *     written
   */
  public void save(Path bundle, boolean overwrite, Provenance provenance) {
    Bundle.writer(ForecasterFactory.KIND, ForecasterFactory.ARTIFACT)
        .config(forecaster.config())
        .provenance(provenance)
        .weights(weights)
        .preprocessing(
            new ForecasterFactory.Preparation(forecaster.scaler().state(), forecaster.frequency()))
        .write(bundle, overwrite);
  }
}
