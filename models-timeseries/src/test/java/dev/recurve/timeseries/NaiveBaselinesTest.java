package dev.recurve.timeseries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.DataException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NaiveBaselinesTest {
  private static final double GAP = Double.NaN;
  private static final List<String> Y = List.of("y");

  private static double[] forecast(Forecasting method, double... history) {
    return new Trajectory(method.forecast(TimeSeries.of("y", history))).target(0);
  }

  @Test
  void repeatRepeatsTheLastObservedValue() {
    assertThat(forecast(new Repeat(Y, 3), 1, 2, 5)).containsExactly(5, 5, 5);
    assertThat(forecast(new Repeat(Y, 2), 1, 2, GAP)).containsExactly(2, 2);
  }

  @Test
  void seasonalNaiveRepeatsTheLastSeasonAsOftenAsNeeded() {
    assertThat(forecast(new SeasonalNaive(Y, 7, 3), 9, 9, 1, 2, 3))
        .containsExactly(1, 2, 3, 1, 2, 3, 1);
    assertThat(forecast(new SeasonalNaive(Y, 2, 3), 1, 2, 3)).containsExactly(1, 2);
    assertThat(forecast(new SeasonalNaive(Y, 2, 1), 1, 2)).containsExactly(2, 2);
  }

  @Test
  void seasonalNaiveLooksFurtherBackForMissingValues() {
    assertThat(forecast(new SeasonalNaive(Y, 3, 3), 1, 2, 3, GAP, 5, 6)).containsExactly(1, 5, 6);
    assertThat(forecast(new SeasonalNaive(Y, 3, 3), GAP, 2, 3)).containsExactly(3, 2, 3);
  }

  @Test
  void columnsAreForecastByNameInTheOrderAskedFor() {
    TimeSeries history = Samples.random(10, 5);
    double[][] forecast = new Repeat(List.of("b", "a"), 1).forecast(history);
    assertThat(forecast[0]).containsExactly(history.value(9, 1), history.value(9, 0));
  }

  @Test
  void historiesThatDoNotSufficeAreRefused() {
    assertThatThrownBy(() -> forecast(new SeasonalNaive(Y, 1, 12), 1, 2, 3))
        .isInstanceOf(DataException.class)
        .hasMessage("series 'y' has 3 rows; 'seasonal-naive' needs at least 12 to forecast from");
    assertThatThrownBy(() -> forecast(new Repeat(Y, 1)))
        .isInstanceOf(DataException.class)
        .hasMessage("series 'y' has 0 rows; 'repeat' needs at least 1 to forecast from");
    assertThatThrownBy(() -> forecast(new Repeat(Y, 1), GAP, GAP))
        .isInstanceOf(DataException.class)
        .hasMessage("series 'y': column 'y' has no observed value in the 2 rows up to 1");
    assertThatThrownBy(() -> new SeasonalNaive(Y, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a season is at least 1 row, received 0");
    assertThatThrownBy(() -> new Repeat(Y, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
