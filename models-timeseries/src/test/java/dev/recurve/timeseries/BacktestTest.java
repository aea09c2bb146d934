package dev.recurve.timeseries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.DataException;
import dev.recurve.ShapeException;
import dev.recurve.metrics.ForecastMetric;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class BacktestTest {
  private static final List<String> Y = List.of("y");

  /** Says what a real model would: a constant. */
  private record Constant(List<String> targets, int contextLength, int horizon, double value)
      implements Forecasting {
    @Override
    public String name() {
      return "constant";
    }

    @Override
    public double[][] forecast(TimeSeries history) {
      double[][] forecast = new double[horizon][targets.size()];
      for (double[] row : forecast) {
        Arrays.fill(row, value);
      }
      return forecast;
    }
  }

  private static SplitSeries parts(double... values) {
    return TimeSeries.of("y", values).split(Split.lastRows(0, 4));
  }

  @Test
  void rollsThroughTheTestPartAndPoolsAllErrors() {
    // Origins at rows 3, 4 and 5; repeat forecasts 4, 6 and 9 for the two rows after each.
    BacktestResult result =
        Backtest.over(parts(1, 2, 4, 6, 9, 13, 18)).run(List.of(new Repeat(Y, 2)));
    assertThat(result.origins()).extracting(BacktestResult.Origin::row).containsExactly(3, 4, 5);
    assertThat(result.origins().get(1).truth().target(0)).containsExactly(9, 13);
    BacktestResult.MethodResult repeat = result.method("repeat");
    assertThat(repeat.forecasts().get(1).target(0)).containsExactly(6, 6);
    assertThat(repeat.scores().count()).isEqualTo(6);
    assertThat(repeat.scores().mae()).isCloseTo((2 + 5 + 3 + 7 + 4 + 9) / 6.0, within(1e-12));
    // The training part 1, 2, 4 moves by 1 and 2.
    assertThat(repeat.scores().mase()).hasValueCloseTo(5 / 1.5, within(1e-12));
    assertThat(repeat.perTarget().get("y")).isEqualTo(repeat.scores());
    assertThat(repeat.baseline()).isTrue();
  }

  @Test
  void strideStartAndSingleOriginChooseOrigins() {
    TimeSeries airline = Samples.airline();
    Backtest backtest = Backtest.over(airline.split(Split.lastRows(24, 36)));
    List<Repeat> repeat = List.of(new Repeat(airline.columns(), 12));
    assertThat(backtest.run(repeat).origins()).hasSize(25);
    assertThat(backtest.stride(12).run(repeat).origins())
        .extracting(BacktestResult.Origin::label)
        .containsExactly("1958-01", "1959-01", "1960-01");
    assertThat(backtest.stride(Integer.MAX_VALUE).run(repeat).origins()).hasSize(1);
    assertThat(backtest.once().run(repeat).origins()).hasSize(1);
    assertThat(backtest.from(LocalDateTime.of(1959, 7, 1, 0, 0)).run(repeat).origins())
        .extracting(BacktestResult.Origin::label)
        .startsWith("1959-07")
        .hasSize(7);
  }

  @Test
  void errorsCanBeCountedAfterScaling() {
    SplitSeries parts = parts(0, 4, 2, 6, 9, 13, 18);
    Scaler scaler = Scaler.standard(parts.train());
    double deviation = Math.sqrt(8 / 3.0);
    List<Repeat> repeat = List.of(new Repeat(Y, 2));
    BacktestResult plain = Backtest.over(parts).run(repeat);
    BacktestResult scaled = Backtest.over(parts).scaledBy(scaler).run(repeat);
    assertThat(scaled.method("repeat").scores().mae())
        .isCloseTo(plain.method("repeat").scores().mae() / deviation, within(1e-12));
    assertThat(scaled.method("repeat").scores().mase().getAsDouble())
        .isCloseTo(plain.method("repeat").scores().mase().getAsDouble(), within(1e-12));
    assertThat(plain.units()).isEqualTo("original units");
    assertThat(scaled.units()).isEqualTo("scaled units");
    assertThat(scaled.origins().getFirst().truth().target(0)).containsExactly(6, 9);
  }

  @Test
  void seasonComesFromTheFrequencyUnlessGiven() {
    SplitSeries parts = Samples.airline().split(Split.lastRows(24, 36));
    List<Repeat> repeat = List.of(new Repeat(List.of("passengers"), 36));
    assertThat(Backtest.over(parts).run(repeat).season()).isEqualTo(12);
    BacktestResult monthly = Backtest.over(parts).season(1).run(repeat);
    assertThat(monthly.season()).isEqualTo(1);
    assertThat(monthly.method("repeat").scores().mase())
        .isNotEqualTo(Backtest.over(parts).run(repeat).method("repeat").scores().mase());
  }

  @Test
  void missingTruthIsSkippedAndCounted() {
    BacktestResult result =
        Backtest.over(parts(1, 2, 4, 6, Double.NaN, 13, 18)).run(List.of(new Repeat(Y, 2)));
    assertThat(result.method("repeat").scores().missing()).isEqualTo(2);
    assertThat(result.method("repeat").scores().count()).isEqualTo(4);
  }

  @Test
  void aTargetWithoutAnyTruthHasNoScoresOfItsOwn() {
    SequencedMap<String, double[]> columns = new LinkedHashMap<>();
    columns.put("y", new double[] {1, 2, 3, 4});
    columns.put("z", new double[] {1, 2, Double.NaN, Double.NaN});
    BacktestResult result =
        Backtest.over(Samples.hourly(columns).split(Split.lastRows(0, 2)))
            .season(1)
            .run(List.of(new Repeat(List.of("y", "z"), 2)));
    assertThat(result.method("repeat").perTarget()).containsOnlyKeys("y");
    assertThat(result.method("repeat").scores().mae()).isCloseTo(1.5, within(1e-12));
    assertThat(result.method("repeat").scores().mase()).hasValueCloseTo(1.5, within(1e-12));
  }

  @Test
  void skillComparesWithTheBestBaseline() {
    // One origin, truth 4 and 4: repeat says 2, seasonal naive 1 and 2, the constant 3.
    SplitSeries parts = TimeSeries.of("y", 3, 1, 2, 4, 4).split(Split.lastRows(0, 2));
    BacktestResult result =
        Backtest.over(parts)
            .run(List.of(new Constant(Y, 1, 2, 3), new Repeat(Y, 2), new SeasonalNaive(Y, 2, 2)));
    assertThat(result.bestBaseline(ForecastMetric.RMSE)).hasValueCloseTo(2.0, within(1e-12));
    assertThat(result.skill("constant", ForecastMetric.RMSE)).hasValueCloseTo(0.5, within(1e-12));
    assertThat(result.skill("repeat", ForecastMetric.MAE)).hasValueCloseTo(0.0, within(1e-12));
    assertThat(result.skill("seasonal-naive", ForecastMetric.MAE))
        .hasValueCloseTo(-0.25, within(1e-12));
    assertThat(result.scores()).containsOnlyKeys("constant", "repeat", "seasonal-naive");
    assertThat(result.scores().get("constant")).containsEntry("mae", 1.0);
  }

  @Test
  void theTableShowsAllMethodsSideBySide() {
    SplitSeries parts = TimeSeries.of("y", 3, 3, 3, 4, 4).split(Split.lastRows(0, 2));
    BacktestResult result =
        Backtest.over(parts).run(List.of(new Constant(Y, 1, 2, 4), new Repeat(Y, 2)));
    assertThat(result.table().toString())
        .isEqualTo(
            """
            y, y: one origin, 3, horizon 2, errors pooled in original units, season 1
            method       MAE    RMSE  MASE   sMAPE     skill
            constant  0.0000  0.0000     -  0.0000  +100.0 %
            repeat     1.000   1.000     -   28.57    +0.0 %
            """);
  }

  @Test
  void withoutABaselineThereIsNoSkill() {
    BacktestResult result =
        Backtest.over(parts(1, 2, 4, 6, 9, 13, 18)).run(List.of(new Constant(Y, 1, 2, 4)));
    assertThat(result.skill("constant", ForecastMetric.RMSE)).isEmpty();
    assertThat(result.table().rows().getFirst()).endsWith("-");
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    Backtest backtest = Backtest.over(parts(1, 2, 4, 6, 9, 13, 18));
    assertThatThrownBy(() -> backtest.run(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> backtest.run(List.of(new Repeat(Y, 2), new Constant(Y, 1, 3, 0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "methods must forecast the same: 'repeat' forecasts [y] over 2 rows,"
                + " 'constant' [y] over 3");
    assertThatThrownBy(() -> backtest.run(List.of(new Repeat(Y, 2), new Repeat(Y, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two methods share a name: [repeat, repeat]");
    assertThatThrownBy(() -> backtest.run(List.of(new Repeat(Y, 5))))
        .isInstanceOf(DataException.class)
        .hasMessage("series 'y': the test part has 4 rows from 3 on, fewer than the horizon of 5");
    assertThatThrownBy(() -> backtest.run(List.of(new SeasonalNaive(Y, 2, 4))))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "series 'y': 'seasonal-naive' looks back 4 rows, but only 3 lie before the first"
                + " origin, 3");
    assertThatThrownBy(() -> backtest.from(2))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "series 'y': a backtest from row 2 does not begin in the test part, rows 3 to 6");
    assertThatThrownBy(() -> backtest.stride(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> backtest.run(List.of(new Repeat(Y, 2))).method("nlinear"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no method 'nlinear' in this backtest; it compared [repeat]");
  }

  @Test
  void aMethodThatBreaksItsPromiseIsNamed() {
    Backtest backtest = Backtest.over(parts(1, 2, 4, 6, 9, 13, 18));
    assertThatThrownBy(() -> backtest.run(List.of(new Constant(Y, 1, 2, Double.NaN))))
        .isInstanceOf(DataException.class)
        .hasMessage("'constant' forecast NaN for step 1 from 3; a forecast must be finite");
    Forecasting tooMany =
        new Forecasting() {
          @Override
          public String name() {
            return "wild";
          }

          @Override
          public List<String> targets() {
            return Y;
          }

          @Override
          public int contextLength() {
            return 1;
          }

          @Override
          public int horizon() {
            return 2;
          }

          @Override
          public double[][] forecast(TimeSeries history) {
            return new double[2][3];
          }
        };
    assertThatThrownBy(() -> backtest.run(List.of(tooMany)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("'wild' promises forecasts of [2, 1] (horizon, targets) but returned [2, 3]");
  }
}
