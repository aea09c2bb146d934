package dev.recurve.timeseries.forecast;

import dev.recurve.Params;
import dev.recurve.nn.Gru;
import dev.recurve.nn.Lstm;
import dev.recurve.nn.Recurrent;
import dev.recurve.nn.SimpleRnn;

/** The recurrent cells that a forecaster can be configured with by name. */
public enum CellKind {
  /** Elman's simple recurrent network. */
  RNN {
    @Override
    Recurrent<?> layer(int inputs, ForecasterConfig.Network network, Params params) {
      return SimpleRnn.sized(inputs, network.hidden())
          .layers(network.layers())
          .dropout(network.dropout())
          .with(params);
    }
  },
  /** Long short-term memory. */
  LSTM {
    @Override
    Recurrent<?> layer(int inputs, ForecasterConfig.Network network, Params params) {
      return Lstm.sized(inputs, network.hidden())
          .layers(network.layers())
          .dropout(network.dropout())
          .with(params);
    }
  },
  /** Gated recurrent unit. */
  GRU {
    @Override
    Recurrent<?> layer(int inputs, ForecasterConfig.Network network, Params params) {
      return Gru.sized(inputs, network.hidden())
          .layers(network.layers())
          .dropout(network.dropout())
          .with(params);
    }
  };

  abstract Recurrent<?> layer(int inputs, ForecasterConfig.Network network, Params params);
}
