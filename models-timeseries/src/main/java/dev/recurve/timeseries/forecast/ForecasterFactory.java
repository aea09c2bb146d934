package dev.recurve.timeseries.forecast;

import dev.recurve.io.Bundle;
import dev.recurve.io.ModelFactory;
import dev.recurve.params.Snapshot;
import dev.recurve.timeseries.Frequency;
import dev.recurve.timeseries.Scaler;
import dev.recurve.timeseries.ScalerState;

/** Rebuilds a {@link Forecaster} from its bundle. */
public final class ForecasterFactory implements ModelFactory<Forecaster> {
  static final String KIND = "forecaster";
  static final String ARTIFACT = "recurve-models-timeseries";

  /**
   * How a forecaster's input is prepared.
   *
   * @param scaler the scales of all columns
   * @param frequency of the rows
   */
  record Preparation(ScalerState scaler, Frequency frequency) {}

  /** For the service loader. */
  public ForecasterFactory() {}

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Class<Forecaster> type() {
    return Forecaster.class;
  }

  @Override
  public Forecaster create(Bundle bundle, Snapshot weights) {
    var config = bundle.config(ForecasterJson::config);
    var preparation = bundle.preprocessing(ForecasterJson::preparation);
    return new Forecaster(
        config,
        Scaler.of(preparation.scaler()),
        preparation.frequency(),
        ForecastNet.encoder(config),
        weights);
  }
}
