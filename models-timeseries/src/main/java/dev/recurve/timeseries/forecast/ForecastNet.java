package dev.recurve.timeseries.forecast;

import dev.recurve.Layer;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Tensor;
import dev.recurve.nn.Dropout;
import dev.recurve.nn.Linear;
import dev.recurve.nn.Pool;

/** The network: a recurrent layer over the context, and a linear head on its last step. */
final class ForecastNet {
  private ForecastNet() {}

  /** From contexts {@code [L, B, features]} to forecasts {@code [B, chunk·targets]}. */
  static Layer<Sequence, Tensor> of(
      ForecasterConfig config, int features, Encoder encoder, Params params) {
    var recurrent = encoder.create(features, params.child("rnn"));
    var head = Linear.sized(recurrent.outputSize(), config.outputs()).with(params.child("head"));
    return recurrent.then(Pool.lastStep()).then(Dropout.of(config.network().dropout())).then(head);
  }

  /** The recurrent layer that a configuration names. */
  static Encoder encoder(ForecasterConfig config) {
    return (features, params) -> config.network().cell().layer(features, config.network(), params);
  }
}
