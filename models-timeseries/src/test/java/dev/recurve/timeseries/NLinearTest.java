package dev.recurve.timeseries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.DataException;
import dev.recurve.metrics.ForecastErrors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NLinearTest {
  private static final List<String> Y = List.of("y");

  private static TimeSeries series(int rows, IntToDoubleFunction value) {
    return TimeSeries.of("y", IntStream.range(0, rows).mapToDouble(value).toArray());
  }

  private static double[] forecast(Forecasting method, TimeSeries history) {
    return new Trajectory(method.forecast(history)).target(0);
  }

  @Test
  void continuesAStraightLine() {
    TimeSeries line = series(60, t -> 1000 + 3.5 * t);
    NLinear method =
        NLinear.fit(line.split(Split.rows(40, 10, 10)), Y, 8, 5, ValueTransform.IDENTITY);
    assertThat(forecast(method, line.slice(0, 50)))
        .containsExactly(line.slice(50, 55).column("y"), within(1e-6));
  }

  @Test
  void continuesASumOfWaves() {
    TimeSeries waves =
        series(300, t -> 20 + 3 * Math.sin(t * 2 * Math.PI / 12) + Math.cos(t * 2 * Math.PI / 7));
    NLinear method =
        NLinear.fit(waves.split(Split.rows(200, 50, 50)), Y, 24, 12, ValueTransform.IDENTITY);
    assertThat(forecast(method, waves.slice(0, 250)))
        .containsExactly(waves.slice(250, 262).column("y"), within(1e-3));
    assertThat(method.penalty()).isEqualTo(NLinear.PENALTIES.getFirst());
  }

  @Test
  void continuesGrowthByAFactorOnTheLogScale() {
    TimeSeries growth = series(60, t -> 5 * Math.pow(1.1, t));
    NLinear method = NLinear.fit(growth.split(Split.rows(40, 10, 10)), Y, 4, 6, ValueTransform.LOG);
    double[] truth = growth.slice(50, 56).column("y");
    double[] forecast = forecast(method, growth.slice(0, 50));
    for (int h = 0; h < 6; h++) {
      assertThat(forecast[h] / truth[h]).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void movesWithTheLevelOfItsHistory() {
    TimeSeries noise = Samples.random(100, 2).select("a");
    NLinear method =
        NLinear.fit(
            TrainingPart.ofAllRows(noise), List.of("a"), 6, 3, ValueTransform.IDENTITY, 0.1);
    TimeSeries history = noise.last(6);
    SequencedMap<String, double[]> raised = new LinkedHashMap<>();
    raised.put("a", Arrays.stream(history.column("a")).map(v -> v + 50).toArray());
    double[] low = forecast(method, history);
    double[] high = forecast(method, Samples.hourly(raised));
    for (int h = 0; h < 3; h++) {
      assertThat(high[h] - low[h]).isCloseTo(50, within(1e-9));
    }
  }

  @Test
  void sharesOneMapBetweenColumnsOfDifferentSize() {
    SequencedMap<String, double[]> columns = new LinkedHashMap<>();
    columns.put("small", series(80, t -> Math.sin(t)).column("y"));
    columns.put("large", series(80, t -> 5000 + 900 * Math.sin(t + 1)).column("y"));
    TimeSeries both = Samples.hourly(columns);
    NLinear method =
        NLinear.fit(
            both.split(Split.rows(50, 15, 15)),
            List.of("large", "small"),
            10,
            4,
            ValueTransform.IDENTITY);
    double[][] forecast = method.forecast(both.slice(0, 65));
    for (int h = 0; h < 4; h++) {
      assertThat(forecast[h][0]).isCloseTo(both.value(65 + h, 1), within(1.0));
      assertThat(forecast[h][1]).isCloseTo(both.value(65 + h, 0), within(1e-3));
    }
  }

  @Property(tries = 20)
  void choosesThePenaltyWithTheLeastErrorOnTheValidationPart(@ForAll long seed) {
    TimeSeries noise = Samples.random(120, seed).select("a");
    SplitSeries parts = noise.split(Split.rows(60, 50, 10));
    double chosen = fit(parts).penalty();
    double least =
        NLinear.PENALTIES.stream().mapToDouble(p -> validationError(parts, p)).min().orElseThrow();
    assertThat(validationError(parts, chosen)).isCloseTo(least, within(1e-9));
    assertThat(chosen).isGreaterThan(NLinear.PENALTIES.getFirst());
  }

  private static NLinear fit(SplitSeries parts) {
    return NLinear.fit(parts, List.of("a"), 20, 2, ValueTransform.IDENTITY);
  }

  /** The mean squared error of every forecast within the validation part, one by one. */
  private static double validationError(SplitSeries parts, double penalty) {
    NLinear method =
        NLinear.fit(parts.train(), List.of("a"), 20, 2, ValueTransform.IDENTITY, penalty);
    EvaluationPart validation = parts.validation();
    ForecastErrors errors = ForecastErrors.NONE;
    for (int origin = validation.from(); origin + 2 <= validation.to(); origin++) {
      double[] truth = parts.series().slice(origin, origin + 2).column("a");
      double[] forecast = forecast(method, parts.series().slice(0, origin));
      errors = errors.plus(ForecastErrors.of(truth, forecast));
    }
    return errors.mse();
  }

  @Test
  void aShortOrAbsentValidationPartIsNoObstacle() {
    TimeSeries line = series(60, t -> 2 * t);
    double[] truth = line.slice(50, 60).column("y");
    NLinear shortOne =
        NLinear.fit(line.split(Split.rows(47, 3, 10)), Y, 8, 10, ValueTransform.IDENTITY);
    NLinear without =
        NLinear.fit(line.split(Split.rows(50, 0, 10)), Y, 8, 10, ValueTransform.IDENTITY);
    assertThat(NLinear.PENALTIES).contains(shortOne.penalty());
    assertThat(without.penalty()).isEqualTo(NLinear.DEFAULT_PENALTY);
    assertThat(forecast(shortOne, line.slice(0, 50))).containsExactly(truth, within(1e-6));
    assertThat(forecast(without, line.slice(0, 50))).containsExactly(truth, within(1e-6));
  }

  @Test
  void missingValuesAreBridged() {
    IntToDoubleFunction wave = t -> Math.sin(t) + 0.1 * t;
    TimeSeries gaps = series(60, t -> t % 10 == 3 ? Double.NaN : wave.applyAsDouble(t));
    TimeSeries bridged = series(60, t -> wave.applyAsDouble(t % 10 == 3 ? t - 1 : t));
    NLinear method =
        NLinear.fit(TrainingPart.ofAllRows(gaps), Y, 8, 5, ValueTransform.IDENTITY, 0.1);
    NLinear same =
        NLinear.fit(TrainingPart.ofAllRows(bridged), Y, 8, 5, ValueTransform.IDENTITY, 0.1);
    // Six of sixty values weigh in the mean and deviation that scale the columns, and no more.
    assertThat(forecast(method, gaps)).containsExactly(forecast(same, bridged), within(0.1));
    TimeSeries ending = TimeSeries.of("y", 1, 2, 3, 4, 5, 6, 7, Double.NaN);
    assertThat(forecast(method, ending))
        .containsExactly(forecast(method, TimeSeries.of("y", 1, 2, 3, 4, 5, 6, 7, 7)));
    TimeSeries beginning = TimeSeries.of("y", Double.NaN, 2, 3, 4, 5, 6, 7, 8);
    assertThat(forecast(method, beginning))
        .containsExactly(forecast(method, TimeSeries.of("y", 2, 2, 3, 4, 5, 6, 7, 8)));
  }

  @Test
  void whatItCannotLearnFromIsRefused() {
    TimeSeries line = series(20, t -> t);
    assertThatThrownBy(
            () -> NLinear.fit(line.split(Split.rows(10, 5, 5)), Y, 8, 5, ValueTransform.IDENTITY))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "series 'y', training part: 10 rows; a context of 8 and a horizon of 5 need 13;"
                + " the largest context that fits is 5");
    NLinear method =
        NLinear.fit(TrainingPart.ofAllRows(line), Y, 4, 2, ValueTransform.IDENTITY, 0.1);
    assertThatThrownBy(() -> forecast(method, line.slice(0, 3)))
        .isInstanceOf(DataException.class)
        .hasMessage("series 'y' has 3 rows; 'nlinear' needs at least 4 to forecast from");
    assertThatThrownBy(
            () -> NLinear.fit(TrainingPart.ofAllRows(line), Y, 4, 2, ValueTransform.IDENTITY, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
