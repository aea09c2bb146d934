package dev.recurve.nn;

import dev.recurve.Params;
import dev.recurve.spi.Bias;
import dev.recurve.spi.Direction;

/**
 * The recurrent layers under test: the cells that backends know, further ones, and two of a user's
 * own.
 */
enum LayerKind {
  SIMPLE_TANH,
  SIMPLE_RELU,
  LSTM,
  LSTM_PEEPHOLES,
  LSTM_PROJECTED,
  LSTM_BOTH_OPTIONS,
  GRU_RESET_AFTER,
  GRU_RESET_BEFORE,
  LAYER_NORM_LSTM,
  LAYER_NORM_GRU,
  MINIMAL_GATED,
  IND_RNN,
  COUPLED_LSTM,
  MOGRIFIER_LSTM,
  S_LSTM,
  SRU,
  QRNN,
  MIN_GRU,
  MIN_LSTM,
  STACKED_CELLS,
  MINIMAL_GATED_UNIT,
  PLAIN_LSTM;

  /** Whether the backend may run it whole. */
  boolean isBuiltIn() {
    return ordinal() <= GRU_RESET_BEFORE.ordinal();
  }

  /** Whether it has a whole form, by a linear scan if not by the backend. */
  boolean runsWhole() {
    return isBuiltIn() || this == SRU || this == QRNN || this == MIN_GRU || this == MIN_LSTM;
  }

  /** How a layer is stacked, regularised and begun. */
  record Form(
      int layers,
      Direction direction,
      Bias bias,
      Path path,
      Noise noise,
      Merge merge,
      boolean learnsStart) {
    Form(int layers, Direction direction, Bias bias, Path path, Noise noise) {
      this(layers, direction, bias, path, noise, Merge.CONCAT, false);
    }

    Form(int layers, Direction direction, Bias bias, Path path) {
      this(layers, direction, bias, path, Noise.NONE);
    }

    static Form of(Direction direction, Path path) {
      return new Form(1, direction, Bias.BOTH, path);
    }

    Form withLayers(int count) {
      return new Form(count, direction, bias, path, noise, merge, learnsStart);
    }

    Form withBias(Bias which) {
      return new Form(layers, direction, which, path, noise, merge, learnsStart);
    }

    Form withPath(Path which) {
      return new Form(layers, direction, bias, which, noise, merge, learnsStart);
    }

    Form withNoise(Noise which) {
      return new Form(layers, direction, bias, path, which, merge, learnsStart);
    }

    Form withDirection(Direction which) {
      return new Form(layers, which, bias, path, noise, merge, learnsStart);
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

  /** Whether it tells what its recurrent weights see. */
  private boolean isMaskable() {
    return ordinal() <= S_LSTM.ordinal() && this != MOGRIFIER_LSTM;
  }

  /** Features of one direction's output. */
  int outputs(int units) {
    boolean projects = this == LSTM_PROJECTED || this == LSTM_BOTH_OPTIONS;
    return projects && units > 1 ? units / 2 : units;
  }

  private RecurrentBuilder<?, ?> builder(int inputs, int units, Bias bias) {
    return switch (this) {
      case SIMPLE_TANH -> SimpleRnn.sized(inputs, units).bias(bias);
      case SIMPLE_RELU -> SimpleRnn.sized(inputs, units).bias(bias).relu();
      case LSTM -> Lstm.sized(inputs, units).bias(bias);
      case LSTM_PEEPHOLES -> Lstm.sized(inputs, units).bias(bias).peepholes();
      case LSTM_PROJECTED -> projected(Lstm.sized(inputs, units).bias(bias), units);
      case LSTM_BOTH_OPTIONS -> projected(Lstm.sized(inputs, units).bias(bias).peepholes(), units);
      case GRU_RESET_AFTER -> Gru.sized(inputs, units).bias(bias);
      case GRU_RESET_BEFORE -> Gru.sized(inputs, units).bias(bias).resetBefore();
      case LAYER_NORM_LSTM -> Recurrent.sized(inputs, units, LayerNormLstmCell::new);
      case LAYER_NORM_GRU -> Recurrent.sized(inputs, units, LayerNormGruCell::new);
      case MINIMAL_GATED -> Recurrent.sized(inputs, units, MinimalGatedCell::new);
      case IND_RNN -> Recurrent.sized(inputs, units, IndRnnCell::new);
      case COUPLED_LSTM -> Lstm.sized(inputs, units).bias(bias).coupledGates();
      case MOGRIFIER_LSTM -> Recurrent.sized(inputs, units, MogrifierLstmCell::new);
      case S_LSTM -> Recurrent.sized(inputs, units, SLstmCell::new);
      case SRU -> Recurrent.sized(inputs, units, SruCell::new);
      case QRNN -> Recurrent.sized(inputs, units, (i, h, p) -> new QrnnCell(i, h, 3, p));
      case MIN_GRU -> Recurrent.sized(inputs, units, MinGruCell::new);
      case MIN_LSTM -> Recurrent.sized(inputs, units, MinLstmCell::new);
      case STACKED_CELLS -> Recurrent.sized(inputs, units, LayerKind::stackedCells);
      case MINIMAL_GATED_UNIT -> Recurrent.sized(inputs, units, MinimalGatedUnit::create);
      case PLAIN_LSTM -> Recurrent.sized(inputs, units, PlainLstm::create);
    };
  }

  private static StackedCells<StackedCells.Both<HiddenCell, Hidden>, ExponentialState> stackedCells(
      int inputs, int units, Params params) {
    var lstm = new LstmCell(inputs, units, Bias.BOTH, params.child("lower"), "");
    var gru = new GruCell(units, units, true, Bias.BOTH, params.child("middle"), "");
    return StackedCells.of(lstm, gru).then(new SLstmCell(units, units, params.child("upper")));
  }

  private Lstm projected(Lstm lstm, int units) {
    return outputs(units) == units ? lstm : lstm.projection(outputs(units));
  }

  private RecurrentBuilder<?, ?> stacked(RecurrentBuilder<?, ?> plain, Form form) {
    var builder = form.learnsStart ? plain.learnedStart() : plain;
    var noise = form.noise;
    var deep =
        builder
            .layers(form.layers)
            .inputDropout(noise.input())
            .recurrentDropout(isMaskable() ? noise.recurrent() : 0)
            .zoneout(noise.zoneoutH(), noise.zoneoutC());
    return switch (form.direction) {
      case FORWARD -> deep;
      case REVERSE -> deep.reverse();
      case BOTH -> deep.bidirectional(form.merge);
    };
  }
}
