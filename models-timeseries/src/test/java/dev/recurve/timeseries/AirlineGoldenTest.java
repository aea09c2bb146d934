package dev.recurve.timeseries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.metrics.ForecastScores;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Published figures on the airline table, with which the whole way from file to score stands or
 * falls: all 36 months after 1957-12 from one origin.
 */
class AirlineGoldenTest {
  private final TimeSeries series = Samples.airline();
  private final SplitSeries parts = series.split(Split.lastRows(24, 36));
  private final BacktestResult result =
      Backtest.over(parts).run(Baseline.fitAll(parts, series.columns(), 24, 36, 12));

  private ForecastScores scores(String method) {
    return result.method(method).scores();
  }

  private static String oneDecimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  @Test
  void thereIsOneOriginAndItIsTheRightOne() {
    assertThat(result.origins()).hasSize(1);
    assertThat(result.origins().getFirst().label()).isEqualTo("1958-01");
    assertThat(result.origins().getFirst().truth().steps()).isEqualTo(36);
  }

  @Test
  void naiveErrorsAreThePublishedOnes() {
    assertThat(oneDecimal(scores("repeat").rmse())).isEqualTo("121.1");
    assertThat(oneDecimal(scores("seasonal-naive").rmse())).isEqualTo("73.6");
  }

  @Test
  void ridgeBeatsBothNaiveForecasts() {
    assertThat(scores("nlinear").rmse()).isLessThan(scores("seasonal-naive").rmse());
  }

  @Test
  void rollingOriginsBeginWithTheSingleOne() {
    BacktestResult rolling =
        Backtest.over(parts).stride(12).run(List.of(new SeasonalNaive(series.columns(), 12, 12)));
    assertThat(rolling.origins()).hasSize(3);
    assertThat(rolling.method("seasonal-naive").forecasts().getFirst().target(0))
        .containsExactly(series.slice(96, 108).column("passengers"));
  }
}
