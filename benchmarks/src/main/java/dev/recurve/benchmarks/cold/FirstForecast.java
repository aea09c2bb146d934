package dev.recurve.benchmarks.cold;

import dev.recurve.io.Bundle;
import dev.recurve.timeseries.TimeSeries;
import dev.recurve.timeseries.forecast.Forecaster;
import java.nio.file.Path;

/** The smallest program that serves: opens a model, forecasts once, prints, and ends. */
public final class FirstForecast {
  private static final int MONTHS = 144;

  private FirstForecast() {}

  /** Takes the model's file. */
  public static void main(String[] args) {
    var forecaster = Bundle.open(Path.of(args[0])).model(Forecaster.class);
    System.out.println(forecaster.forecast(series())[0][0]);
  }

  /** Twelve years of months that rise, and swing more and more over the year. */
  static TimeSeries series() {
    double[] values = new double[MONTHS];
    for (int month = 0; month < MONTHS; month++) {
      values[month] = 100 + month + (20 + month / 5.0) * Math.sin(Math.PI * month / 6);
    }
    return TimeSeries.of("demand", values);
  }
}
