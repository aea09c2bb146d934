package dev.recurve.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Pooling two sets gives what scoring them as one would. */
class ForecastErrorsPoolingTest {
  @Property
  void poolingIsConcatenation(
      @ForAll @IntRange(max = 20) int cut,
      @ForAll @IntRange(min = 1, max = 20) int more,
      @ForAll long seed) {
    Random random = new Random(seed);
    double[] truth = random.doubles(cut + more).map(x -> 1000 + x).toArray();
    double[] forecast = random.doubles(cut + more).map(x -> 1000 + x).toArray();
    truth[0] = 0;
    for (int i = 1; i < truth.length; i += 5) {
      truth[i] = Double.NaN;
    }

    ForecastErrors whole = ForecastErrors.of(truth, forecast);
    ForecastErrors pooled =
        ForecastErrors.of(Arrays.copyOf(truth, cut), Arrays.copyOf(forecast, cut))
            .plus(
                ForecastErrors.of(
                    Arrays.copyOfRange(truth, cut, cut + more),
                    Arrays.copyOfRange(forecast, cut, cut + more)));

    NaiveScale scale = new NaiveScale(1, 1, 2, 5);
    assertThat(pooled.count()).isEqualTo(whole.count());
    assertThat(pooled.missing()).isEqualTo(whole.missing());
    assertThat(pooled.zeroTruths()).isEqualTo(whole.zeroTruths()).isEqualTo(1);
    assertThat(pooled.mae()).isCloseTo(whole.mae(), within(1e-9));
    assertThat(pooled.mse()).isCloseTo(whole.mse(), within(1e-6));
    assertThat(pooled.smape()).isCloseTo(whole.smape(), within(1e-9));
    assertThat(pooled.mape().orElse(-1)).isCloseTo(whole.mape().orElse(-1), within(1e-9));
    assertThat(pooled.wape().orElse(-1)).isCloseTo(whole.wape().orElse(-1), within(1e-9));
    assertThat(pooled.r2().orElse(-1)).isCloseTo(whole.r2().orElse(-1), within(1e-9));
    assertThat(pooled.mase(scale).orElse(-1)).isCloseTo(whole.mase(scale).orElse(-1), within(1e-9));
  }

  @Property
  void nothingAddsNothing(@ForAll @IntRange(min = 1, max = 9) int size, @ForAll long seed) {
    Random random = new Random(seed);
    double[] truth = random.doubles(size).toArray();
    double[] forecast = random.doubles(size).toArray();
    ForecastErrors errors = ForecastErrors.of(truth, forecast);
    assertThat(errors.plus(ForecastErrors.NONE).mse()).isEqualTo(errors.mse());
    assertThat(ForecastErrors.NONE.plus(errors).mse()).isEqualTo(errors.mse());
    assertThat(ForecastErrors.NONE.plus(errors).r2()).isEqualTo(errors.r2());
  }
}
