package dev.recurve.examples.demo;

import dev.recurve.Layer;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.nn.Gru;
import dev.recurve.nn.Lstm;
import dev.recurve.nn.SimpleRnn;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamStore;
import java.util.HashMap;

/** The cells that the demonstrations compare. */
enum CellChoice {
  SIMPLE("SimpleRNN"),
  LSTM("LSTM"),
  GRU("GRU");

  private final String title;

  CellChoice(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  Layer<Sequence, Sequence> layer(int inputs, int units, Params params) {
    return switch (this) {
      case SIMPLE -> SimpleRnn.sized(inputs, units).with(params);
      case LSTM -> Lstm.sized(inputs, units).with(params);
      case GRU -> Gru.sized(inputs, units).with(params);
    };
  }

  /**
   * Lets the gate that keeps the state begin open (Jozefowicz et al. 2015): the second of the
   * LSTM's gates, and of the GRU's. A simple cell has none.
   *
   * @param path of the layer's parameters
   * @param bias what the gate begins with, 0 or more
   */
  void openGate(ParamStore store, String path, int units, double bias) {
    if (this == SIMPLE) {
      return;
    }
    var values = new HashMap<>(store.values());
    var name = path + ".bias_ih_l0";
    double[] changed = values.get(name).toDoubles();
    for (int i = units; i < 2 * units; i++) {
      changed[i] = bias;
    }
    values.put(name, new HostArray.F64(values.get(name).shape(), changed));
    store.restore(values);
  }
}
