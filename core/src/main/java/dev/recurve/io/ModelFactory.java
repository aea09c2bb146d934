package dev.recurve.io;

import dev.recurve.params.Snapshot;

/**
 * Rebuilds one kind of model from a bundle. Jars that bring models name their factories as services
 * ({@code provides} in the module descriptor and {@code META-INF/services}), and {@link
 * Bundle#model} finds them by kind.
 *
 * @param <M> the model
 */
public interface ModelFactory<M> {
  /** The kind that stands in bundles, for example {@code forecaster}; never changed once used. */
  String kind();

  /** The class of the models. */
  Class<M> type();

  /**
   * Builds the model, with the same constructors that built it for training.
   *
   * @param bundle gives the typed config and preprocessing
   * @param weights what the model's layers ask for their parameters; they never change
   * @throws dev.recurve.BundleException if config and weights do not fit
   */
  M create(Bundle bundle, Snapshot weights);
}
