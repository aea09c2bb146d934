package dev.recurve.timeseries;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever happens after a cut, nothing before it knows. */
class LeakTest {
  private static final int ROWS = 60;
  private static final Split SPLIT = Split.rows(30, 15, 15);

  @Property(tries = 200)
  void laterValuesDoNotChangeWhatIsFittedOrSeenBefore(
      @ForAll long seed, @ForAll @IntRange(min = 45, max = ROWS - 1) int testRow) {
    TimeSeries series = Samples.random(ROWS, seed);
    TimeSeries changed = Samples.with(series, testRow, "a", 1e6);
    SplitSeries before = series.split(SPLIT);
    SplitSeries after = changed.split(SPLIT);

    assertThat(Scaler.standard(after.train()).state())
        .isEqualTo(Scaler.standard(before.train()).state());
    assertThat(windows(after.train())).isEqualTo(windows(before.train()));
    assertThat(windows(after.validation())).isEqualTo(windows(before.validation()));
    assertThat(windows(after.test())).isNotEqualTo(windows(before.test()));
    TimeSeries history = series.slice(0, 45);
    assertThat(nlinear(after).forecast(history)).isDeepEqualTo(nlinear(before).forecast(history));
  }

  @Property(tries = 200)
  void validationValuesDoNotChangeWhatIsFittedOnTraining(
      @ForAll long seed, @ForAll @IntRange(min = 30, max = 44) int validationRow) {
    TimeSeries series = Samples.random(ROWS, seed);
    SplitSeries before = series.split(SPLIT);
    SplitSeries after = Samples.with(series, validationRow, "b", 1e6).split(SPLIT);
    assertThat(Scaler.standard(after.train()).state())
        .isEqualTo(Scaler.standard(before.train()).state());
    assertThat(windows(after.train())).isEqualTo(windows(before.train()));
    assertThat(windows(after.validation())).isNotEqualTo(windows(before.validation()));
  }

  @Property(tries = 100)
  void aForecastDoesNotChangeWithTheRowsItForecasts(
      @ForAll long seed, @ForAll @IntRange(min = 45, max = ROWS - 1) int testRow) {
    TimeSeries series = Samples.random(ROWS, seed);
    TimeSeries changed = Samples.with(series, testRow, "a", 1e6);
    List<Baseline> methods = Baseline.fitAll(series.split(SPLIT), List.of("a", "b"), 6, 3, 4);
    BacktestResult before = Backtest.over(series.split(SPLIT)).run(methods);
    BacktestResult after = Backtest.over(changed.split(SPLIT)).run(methods);
    for (int m = 0; m < methods.size(); m++) {
      for (int k = 0; k < before.origins().size(); k++) {
        if (before.origins().get(k).row() <= testRow) {
          Trajectory one = before.methods().get(m).forecasts().get(k);
          Trajectory other = after.methods().get(m).forecasts().get(k);
          assertThat(other.target(0)).isEqualTo(one.target(0));
        }
      }
    }
  }

  @Property
  void targetsNeverCrossACut(
      @ForAll @IntRange(min = 1, max = 20) int context,
      @ForAll @IntRange(min = 1, max = 10) int horizon,
      @ForAll @IntRange(min = 1, max = 7) int stride) {
    SplitSeries parts = Samples.random(ROWS, 1).split(SPLIT);
    for (Part part : List.of(parts.train(), parts.validation(), parts.test())) {
      Windows windows = Windows.over(part, context, horizon).stride(stride);
      assertThat(windows.count()).isPositive();
      assertThat(windows.origin(0)).isEqualTo(Math.max(part.from(), context));
      int last = windows.origin(windows.count() - 1);
      assertThat(last + horizon).isLessThanOrEqualTo(part.to());
      assertThat(last + stride + horizon).isGreaterThan(part.to());
    }
  }

  private static NLinear nlinear(SplitSeries parts) {
    return NLinear.fit(parts, List.of("a"), 6, 3, ValueTransform.IDENTITY);
  }

  /** Contexts and targets of all windows, one after another. */
  private static List<Float> windows(Part part) {
    Windows windows = Windows.over(part, 6, 3).subtractingLast();
    List<Float> values = new ArrayList<>();
    float[] buffer = new float[6 * 2 + 3 * 2];
    for (int k = 0; k < windows.count(); k++) {
      windows.context(k, buffer, 0);
      windows.target(k, buffer, 12);
      for (float value : buffer) {
        values.add(value);
      }
    }
    return values;
  }
}
