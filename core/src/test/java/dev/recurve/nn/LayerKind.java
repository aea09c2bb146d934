package dev.recurve.nn;

import dev.recurve.Params;
import dev.recurve.spi.Bias;
import dev.recurve.spi.Direction;

/** The recurrent layers under test: the built-in cells, and two of a user's own. */
enum LayerKind {
  SIMPLE_TANH,
  SIMPLE_RELU,
  LSTM,
  GRU_RESET_AFTER,
  GRU_RESET_BEFORE,
  MINIMAL_GATED_UNIT,
  PLAIN_LSTM;

  /** Whether the backend may run it whole. */
  boolean isBuiltIn() {
    return this != MINIMAL_GATED_UNIT && this != PLAIN_LSTM;
  }

  /** How a layer is stacked. */
  record Form(int layers, Direction direction, Bias bias, Path path) {
    static Form of(Direction direction, Path path) {
      return new Form(1, direction, Bias.BOTH, path);
    }

    Form withLayers(int count) {
      return new Form(count, direction, bias, path);
    }

    Form withBias(Bias which) {
      return new Form(layers, direction, which, path);
    }
  }

  /** Which way a layer is computed. */
  enum Path {
    WHOLE,
    STEP_BY_STEP
  }

  Recurrent<?> build(int inputs, int units, Form form, Params params) {
    var layer = stacked(builder(inputs, units, form.bias), form).with(params);
    return form.path == Path.WHOLE ? layer : layer.stepByStep();
  }

  private RecurrentBuilder<?, ?> builder(int inputs, int units, Bias bias) {
    return switch (this) {
      case SIMPLE_TANH -> SimpleRnn.sized(inputs, units).bias(bias);
      case SIMPLE_RELU -> SimpleRnn.sized(inputs, units).bias(bias).relu();
      case LSTM -> Lstm.sized(inputs, units).bias(bias);
      case GRU_RESET_AFTER -> Gru.sized(inputs, units).bias(bias);
      case GRU_RESET_BEFORE -> Gru.sized(inputs, units).bias(bias).resetBefore();
      case MINIMAL_GATED_UNIT -> Recurrent.sized(inputs, units, MinimalGatedUnit::create);
      case PLAIN_LSTM -> Recurrent.sized(inputs, units, PlainLstm::create);
    };
  }

  private static RecurrentBuilder<?, ?> stacked(RecurrentBuilder<?, ?> builder, Form form) {
    var deep = builder.layers(form.layers);
    return switch (form.direction) {
      case FORWARD -> deep;
      case REVERSE -> deep.reverse();
      case BOTH -> deep.bidirectional();
    };
  }
}
