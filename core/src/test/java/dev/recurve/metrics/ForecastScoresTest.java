package dev.recurve.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.DataException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastScoresTest {
  private static final ForecastErrors SMALL = errorOf(10, 11);
  private static final ForecastErrors LARGE = errorOf(100, 103);
  private static final NaiveScale MOVES = new NaiveScale(1, 4, 2, 4);
  private static final NaiveScale STANDS_STILL = new NaiveScale(1, 4, 0, 0);

  private static ForecastErrors errorOf(double truth, double forecast) {
    return ForecastErrors.of(new double[] {truth}, new double[] {forecast});
  }

  @Test
  void columnsArePooledButScaledOneByOne() {
    ForecastScores scores =
        ForecastScores.of(List.of(SMALL, LARGE), List.of(MOVES, new NaiveScale(1, 4, 10, 100)));
    assertThat(scores.count()).isEqualTo(2);
    assertThat(scores.mae()).isEqualTo(2);
    assertThat(scores.mse()).isEqualTo(5);
    assertThat(scores.mase()).hasValueCloseTo((1 / 2.0 + 3 / 10.0) / 2, within(1e-12));
    assertThat(scores.rmsse()).hasValueCloseTo((1 / 2.0 + 3 / 10.0) / 2, within(1e-12));
  }

  @Test
  void aColumnWithoutScaleIsLeftOutAndCounted() {
    ForecastScores scores = ForecastScores.of(List.of(SMALL, LARGE), List.of(MOVES, STANDS_STILL));
    assertThat(scores.undefinedScales()).isEqualTo(1);
    assertThat(scores.mase()).hasValueCloseTo(0.5, within(1e-12));
  }

  @Test
  void undefinedScoresAreAbsentFromTheMap() {
    ForecastScores scores = ForecastScores.of(SMALL, STANDS_STILL);
    assertThat(scores.toMap())
        .containsOnlyKeys("mae", "mse", "rmse", "smape", "mape", "wape")
        .containsEntry("mae", 1.0);
    assertThat(ForecastScores.of(errorOf(0, 0), MOVES).toMap())
        .containsOnlyKeys("mae", "mse", "rmse", "mase", "rmsse", "smape");
  }

  @Test
  void everyMetricReadsItsOwnScore() {
    ForecastErrors errors = ForecastErrors.of(new double[] {1, 2, 4}, new double[] {1, 4, 7});
    ForecastScores scores = ForecastScores.of(errors, MOVES);
    assertThat(ForecastMetric.MAE.of(scores)).hasValue(scores.mae());
    assertThat(ForecastMetric.MSE.of(scores)).hasValue(scores.mse());
    assertThat(ForecastMetric.RMSE.of(scores)).hasValue(scores.rmse());
    assertThat(ForecastMetric.MASE.of(scores)).isEqualTo(scores.mase()).isPresent();
    assertThat(ForecastMetric.RMSSE.of(scores)).isEqualTo(scores.rmsse()).isPresent();
    assertThat(ForecastMetric.SMAPE.of(scores)).hasValue(scores.smape());
    assertThat(ForecastMetric.MAPE.of(scores)).isEqualTo(scores.mape()).isPresent();
    assertThat(ForecastMetric.WAPE.of(scores)).isEqualTo(scores.wape()).isPresent();
    assertThat(ForecastMetric.R2.of(scores)).isEqualTo(scores.r2()).isPresent();
    assertThat(scores.toMap().values()).doesNotHaveDuplicates();
  }

  @Test
  void mismatchedOrEmptyInputIsRefused() {
    assertThatThrownBy(() -> ForecastScores.of(List.of(SMALL), List.of(MOVES, MOVES)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 columns and 2 scales");
    assertThatThrownBy(() -> ForecastScores.of(ForecastErrors.NONE, MOVES))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no score without a truth");
  }
}
