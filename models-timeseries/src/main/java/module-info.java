/** Time series, baselines, backtests and recurrent forecasters. */
module dev.recurve.timeseries {
  requires transitive dev.recurve.core;
  requires com.fasterxml.jackson.databind;
  requires de.siegmar.fastcsv;

  exports dev.recurve.timeseries;
  exports dev.recurve.timeseries.forecast;

  opens dev.recurve.timeseries.forecast to
      com.fasterxml.jackson.databind;

  provides dev.recurve.io.ModelFactory with
      dev.recurve.timeseries.forecast.ForecasterFactory;
}
