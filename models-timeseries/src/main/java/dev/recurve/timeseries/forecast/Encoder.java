package dev.recurve.timeseries.forecast;

import dev.recurve.Params;
import dev.recurve.nn.Recurrent;

/** Makes the recurrent layer that reads a forecaster's context. */
@FunctionalInterface
public interface Encoder {
  /**
   * The layer.
   *
   * @param features features of each row it reads
   * @param params where it gets its weights
   */
  Recurrent<?> create(int features, Params params);
}
