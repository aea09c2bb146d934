package dev.recurve.examples.demo;

import dev.recurve.timeseries.Split;
import dev.recurve.timeseries.ValueTransform;
import dev.recurve.timeseries.forecast.CellKind;
import dev.recurve.timeseries.forecast.ForecasterConfig;
import dev.recurve.timeseries.forecast.ForecasterConfig.Inputs;
import dev.recurve.timeseries.forecast.ForecasterConfig.Network;
import dev.recurve.timeseries.forecast.ForecasterConfig.Span;
import dev.recurve.timeseries.forecast.ForecasterTraining;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The classic table of monthly airline passengers, 1949 to 1960 (Box and Jenkins, Time Series
 * Analysis: Forecasting and Control, 1976, series G), and the settings of the model for it.
 */
final class Airline {
  static final String FILE = "airline-passengers.csv";
  static final String COLUMN = "passengers";
  static final int SEASON = 12;
  static final long SEED = 7;
  static final long CHECKPOINT_EVERY = 100;

  private static final int CONTEXT = 24;
  private static final int HORIZON = 36;

  private Airline() {}

  /** The table as a CSV file. */
  static byte[] csv() {
    try (var in = Airline.class.getResourceAsStream("/dev/recurve/examples/" + FILE)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Seven years to learn from, two to choose by, three to be measured on. */
  static Split split() {
    return Split.rows(84, 24, HORIZON);
  }

  /**
   * A GRU that sees the logarithms of two years, as the swings grow with the level, and gives a
   * year in each pass. Size, context, transform and learning rate were chosen by trials within the
   * first nine years alone: 66 months to train on, 18 to stop by, 24 to measure on.
   */
  static ForecasterConfig model() {
    return ForecasterConfig.of(COLUMN, CONTEXT, HORIZON)
        .with(new Span(CONTEXT, HORIZON, 12))
        .with(Inputs.of(List.of(COLUMN)).with(ValueTransform.LOG))
        .with(Network.of(CellKind.GRU, 16));
  }

  /** The validation part says when to stop; the test part has no say. */
  static ForecasterTraining.Options training(long seed) {
    return new ForecasterTraining.Options(400, 16, 0.01, 60, 1, seed);
  }
}
