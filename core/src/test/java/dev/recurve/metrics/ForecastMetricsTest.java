package dev.recurve.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.DataException;
import java.util.List;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Every metric against a value worked by hand. */
class ForecastMetricsTest {
  private static final Offset<Double> EXACT = within(1e-12);

  // Errors 0.5, -0.5, 0, -1.
  private static final double[] TRUTH = {3, -0.5, 2, 7};
  private static final double[] FORECAST = {2.5, 0, 2, 8};

  // Steps of one row: 2, -1, 4, -2. Steps of two rows: 1, 3, 2.
  private static final double[] TRAINING = {1, 3, 2, 6, 4};

  @Test
  void absoluteAndSquaredErrors() {
    assertThat(ForecastMetrics.mae(TRUTH, FORECAST)).isCloseTo(0.5, EXACT);
    assertThat(ForecastMetrics.mse(TRUTH, FORECAST)).isCloseTo(0.375, EXACT);
    assertThat(ForecastMetrics.rmse(TRUTH, FORECAST)).isCloseTo(Math.sqrt(0.375), EXACT);
  }

  @Test
  void percentages() {
    double relative = 0.5 / 3 + 0.5 / 0.5 + 0 + 1.0 / 7;
    double symmetric = 0.5 / 5.5 + 0.5 / 0.5 + 0 + 1.0 / 15;
    assertThat(ForecastMetrics.mape(TRUTH, FORECAST)).hasValueCloseTo(100 * relative / 4, EXACT);
    assertThat(ForecastMetrics.smape(TRUTH, FORECAST)).isCloseTo(200 * symmetric / 4, EXACT);
    assertThat(ForecastMetrics.wape(TRUTH, FORECAST)).hasValueCloseTo(100 * 2 / 12.5, EXACT);
  }

  @Test
  void coefficientOfDetermination() {
    // The truths have mean 2.875 and scatter 29.1875.
    assertThat(ForecastMetrics.r2(TRUTH, FORECAST)).hasValueCloseTo(1 - 1.5 / 29.1875, EXACT);
    assertThat(ForecastMetrics.r2(new double[] {4, 4}, new double[] {4, 5})).isEmpty();
  }

  @Test
  void scaledErrors() {
    assertThat(ForecastMetrics.mase(TRUTH, FORECAST, TRAINING, 1))
        .hasValueCloseTo(0.5 / 2.25, EXACT);
    assertThat(ForecastMetrics.mase(TRUTH, FORECAST, TRAINING, 2)).hasValueCloseTo(0.5 / 2, EXACT);
    assertThat(ForecastMetrics.rmsse(TRUTH, FORECAST, TRAINING, 1))
        .hasValueCloseTo(Math.sqrt(0.375 / 6.25), EXACT);
    assertThat(ForecastMetrics.rmsse(TRUTH, FORECAST, TRAINING, 2))
        .hasValueCloseTo(Math.sqrt(0.375 / (14.0 / 3)), EXACT);
  }

  @Test
  void aTruthOfZeroIsLeftOutOfMapeAndCounted() {
    double[] truth = {0, 2};
    double[] forecast = {1, 3};
    assertThat(ForecastMetrics.mape(truth, forecast)).hasValueCloseTo(50.0, EXACT);
    assertThat(ForecastErrors.of(truth, forecast).zeroTruths()).isEqualTo(1);
    assertThat(ForecastMetrics.mape(new double[1], new double[1])).isEmpty();
    assertThat(ForecastMetrics.wape(new double[1], new double[] {1})).isEmpty();
  }

  @Test
  void symmetricErrorIsZeroWhereBothAreZeroAndTwoHundredAtMost() {
    assertThat(ForecastMetrics.smape(new double[1], new double[1])).isZero();
    assertThat(ForecastMetrics.smape(new double[] {0, 5}, new double[] {3, -5}))
        .isCloseTo(200, EXACT);
  }

  @Test
  void aMissingTruthIsSkippedAndCounted() {
    double[] truth = {1, Double.NaN, 3};
    double[] forecast = {2, Double.NaN, 3};
    assertThat(ForecastMetrics.mae(truth, forecast)).isCloseTo(0.5, EXACT);
    ForecastErrors errors = ForecastErrors.of(truth, forecast);
    assertThat(errors.count()).isEqualTo(2);
    assertThat(errors.missing()).isEqualTo(1);
  }

  @Test
  void aSeriesThatNeverChangesHasNoScaledError() {
    double[] constant = {0.1, 0.1, Double.NaN, 0.1};
    assertThat(NaiveScale.of(constant, 1).defined()).isFalse();
    assertThat(ForecastMetrics.mase(TRUTH, FORECAST, constant, 1)).isEmpty();
    assertThat(ForecastMetrics.rmsse(TRUTH, FORECAST, constant, 1)).isEmpty();
    assertThat(ForecastMetrics.mase(TRUTH, FORECAST, new double[0], 1)).isEmpty();
  }

  @Test
  void aTrainingSeriesNoLongerThanASeasonIsScaledByItsSteps() {
    assertThat(NaiveScale.of(TRAINING, 5)).isEqualTo(NaiveScale.of(TRAINING, 1));
    assertThat(NaiveScale.of(TRAINING, 4)).isEqualTo(new NaiveScale(4, 1, 3, 9));
  }

  @Test
  void missingTrainingValuesLeaveOutTheirPairs() {
    double[] training = {1, Double.NaN, 2, 6};
    assertThat(NaiveScale.of(training, 1)).isEqualTo(new NaiveScale(1, 1, 4, 16));
  }

  @Test
  void overallWeightedAverageTakesMeansFirstAndRatiosAfter() {
    NaiveScale scale = new NaiveScale(1, 1, 1, 1);
    ForecastScores good = one(10, 11, scale);
    ForecastScores bad = one(10, 14, scale);
    ForecastScores naive = one(10, 12, scale);
    double smape = (200.0 / 21 + 800.0 / 24) / (2 * 400.0 / 22);
    double mase = (1 + 4) / (2 + 2.0);
    assertThat(ForecastMetrics.owa(List.of(good, bad), List.of(naive, naive)))
        .hasValueCloseTo(0.5 * (smape + mase), EXACT);
    assertThat(ForecastMetrics.owa(List.of(naive, bad), List.of(naive, bad)))
        .hasValueCloseTo(1.0, EXACT);
  }

  @Test
  void overallWeightedAverageLeavesOutSeriesWithoutScale() {
    ForecastScores scaled = one(10, 11, new NaiveScale(1, 1, 1, 1));
    ForecastScores unscaled = one(10, 11, new NaiveScale(1, 1, 0, 0));
    assertThat(ForecastMetrics.owa(List.of(scaled, unscaled), List.of(scaled, unscaled)))
        .hasValueCloseTo(1.0, EXACT);
    assertThat(ForecastMetrics.owa(List.of(unscaled), List.of(unscaled))).isEmpty();
  }

  private static ForecastScores one(double truth, double forecast, NaiveScale scale) {
    return ForecastScores.of(
        ForecastErrors.of(new double[] {truth}, new double[] {forecast}), scale);
  }

  @Test
  void skillIsTheShareOfTheBaselinesErrorThatIsGone() {
    assertThat(ForecastMetrics.skill(0.6, 0.8)).hasValueCloseTo(0.25, EXACT);
    assertThat(ForecastMetrics.skill(1.0, 0.8)).hasValueCloseTo(-0.25, EXACT);
    assertThat(ForecastMetrics.skill(0, 0)).isEqualTo(OptionalDouble.empty());
  }

  @Test
  void whatCannotBeScoredIsRefused() {
    assertThatThrownBy(() -> ForecastMetrics.mae(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected one forecast for each truth, received 2 truths and 3 forecasts");
    assertThatThrownBy(() -> ForecastMetrics.mae(new double[] {1}, new double[] {Double.NaN}))
        .isInstanceOf(DataException.class)
        .hasMessage("forecast 0 is NaN: only finite values can be scored");
    assertThatThrownBy(
            () ->
                ForecastMetrics.mae(
                    new double[] {1, Double.NEGATIVE_INFINITY}, new double[] {1, 1}))
        .isInstanceOf(DataException.class)
        .hasMessage("truth 1 is -Infinity: only finite values can be scored");
    assertThatThrownBy(() -> ForecastMetrics.rmse(new double[] {Double.NaN}, new double[1]))
        .isInstanceOf(DataException.class)
        .hasMessage("no score without a truth: all 1 values to compare with are missing");
    assertThatThrownBy(() -> NaiveScale.of(TRAINING, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 row or longer");
  }
}
