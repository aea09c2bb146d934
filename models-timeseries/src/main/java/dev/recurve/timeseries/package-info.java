/**
 * Forecasting: series, their files, splits that cannot leak, scaling, windows, baselines and
 * backtests.
 *
 * <p>The way of a series, from {@link dev.recurve.timeseries.TimeSeriesCsv} to a table of scores:
 *
 * <pre>{@code
 * TimeSeries series = TimeSeriesCsv.of(Path.of("passengers.csv")).read();
 * SplitSeries parts = series.split(Split.lastRows(24, 36));
 * List<Baseline> baselines = Baseline.fitAll(parts, series.columns(), 24, 36, 12);
 * BacktestResult result = Backtest.over(parts).run(baselines);
 * String table = result.table().toString();
 * }</pre>
 *
 * <p>What is fitted to data takes a {@link dev.recurve.timeseries.TrainingPart}, which only a split
 * makes; what is measured is measured on an {@link dev.recurve.timeseries.EvaluationPart}. Either
 * part hides the rows after it.
 */
package dev.recurve.timeseries;
