package dev.recurve.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.DataException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Forecasts that say how sure they are, on values worked by hand. */
class ForecastDistributionTest {
  private static final Offset<Double> EXACT = within(1e-12);

  @Test
  void quantiles() {
    double[] levels = {0.1, 0.5};
    var errors =
        QuantileErrors.of(
            levels, new double[] {10, Double.NaN, -4}, new double[][] {{8, 11}, {0, 0}, {-4, -3}});
    // At 0.1: 2·0.1·2 and 0; at 0.5: 1 and 1.
    assertThat(errors.loss(0)).hasValueCloseTo(0.4 / 2, EXACT);
    assertThat(errors.loss(1)).hasValueCloseTo(1.0, EXACT);
    assertThat(errors.loss()).hasValueCloseTo((0.2 + 1) / 2, EXACT);
    assertThat(errors.weightedLoss(1)).hasValueCloseTo(2.0 / 14, EXACT);
    assertThat(errors.weightedLoss()).hasValueCloseTo((0.4 + 2) / 2 / 14, EXACT);
    assertThat(errors.coverage(0)).isEqualTo(new Share(1, 2));
    assertThat(errors.coverage(1)).isEqualTo(new Share(2, 2));
    assertThat(errors.missing()).isEqualTo(1);
    assertThat(errors.levels()).containsExactly(levels);
    var twice = errors.plus(errors);
    assertThat(twice.count()).isEqualTo(4);
    assertThat(twice.loss()).hasValueCloseTo(0.6, EXACT);
    assertThat(QuantileErrors.of(levels, new double[] {0}, new double[][] {{0, 1}}).weightedLoss())
        .isEmpty();
    assertThat(QuantileErrors.of(levels, new double[0], new double[0][]).loss()).isEmpty();
  }

  @Test
  void intervals() {
    var errors =
        IntervalErrors.of(
            0.1,
            new double[] {5, 12, Double.NaN, -1},
            new double[] {4, 6, 0, 0},
            new double[] {6, 10, 0, 1});
    // Widths 2, 4, 1; beyond by 0, 2, 1; each unit beyond costs 20.
    assertThat(errors.coverage()).isEqualTo(new Share(1, 3));
    assertThat(errors.meanWidth()).hasValueCloseTo(7.0 / 3, EXACT);
    assertThat(errors.meanScore()).hasValueCloseTo((7 + 60) / 3.0, EXACT);
    assertThat(errors.missing()).isEqualTo(1);
    assertThat(errors.msis(new NaiveScale(1, 4, 2, 4))).hasValueCloseTo(67.0 / 6, EXACT);
    assertThat(errors.msis(new NaiveScale(1, 4, 0, 0))).isEmpty();
    assertThat(errors.plus(errors).meanScore()).hasValueCloseTo(67.0 / 3, EXACT);
    assertThat(errors.plus(errors).coverage()).isEqualTo(new Share(2, 6));
  }

  @Test
  void rankedProbability() {
    // E|X - y| = (1 + 1 + 3)/3, ½E|X - X'| = ½·(2·(2 + 4 + 2))/9.
    assertThat(Crps.of(2, 5, 1, 3)).isCloseTo(5.0 / 3 - 8.0 / 9, EXACT);
    assertThat(Crps.of(2, 7)).isEqualTo(5);
    var mean = Crps.of(new double[] {2, Double.NaN, 1}, new double[][] {{7}, {0}, {1}});
    assertThat(mean.value()).hasValueCloseTo(2.5, EXACT);
  }

  @Property(tries = 100)
  void sortedOrNotRankedProbabilityIsTheSame(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = -9, max = 9) Integer> drawn,
      @ForAll @IntRange(min = -9, max = 9) int truth) {
    double[] samples = drawn.stream().mapToDouble(Integer::doubleValue).toArray();
    double naive = 0;
    for (double a : samples) {
      naive += Math.abs(a - truth) / samples.length;
      for (double b : samples) {
        naive -= 0.5 * Math.abs(a - b) / samples.length / samples.length;
      }
    }
    assertThat(Crps.of(truth, samples)).isCloseTo(naive, within(1e-10)).isGreaterThan(-1e-12);
    // Shifting both changes nothing; stretching both stretches the score.
    double[] moved = Arrays.stream(samples).map(s -> 3 * s + 5).toArray();
    assertThat(Crps.of(3.0 * truth + 5, moved)).isCloseTo(3 * naive, within(1e-9));
  }

  /** Quantile losses over many even levels make the score of the samples that the quantiles are. */
  @Test
  void quantileLossComesCloseToRankedProbability() {
    int n = 400;
    double[] levels = new double[n];
    double[] quantiles = new double[n];
    for (int i = 0; i < n; i++) {
      levels[i] = (i + 0.5) / n;
      quantiles[i] = Math.log(levels[i] / (1 - levels[i]));
    }
    double score = Crps.of(0.7, quantiles);
    var errors = QuantileErrors.of(levels, new double[] {0.7}, new double[][] {quantiles});
    assertThat(errors.loss()).hasValueCloseTo(score, within(0.01 * score));
  }

  @Test
  void places() {
    assertThat(PitHistogram.place(2, 1, 2, 3, 4)).isEqualTo(0.375);
    var histogram = PitHistogram.of(4, 0, 0.25, 0.3).plus(PitHistogram.of(4, 1));
    assertThat(histogram.bins()).isEqualTo(4);
    assertThat(new long[] {histogram.count(0), histogram.count(1), histogram.count(3)})
        .containsExactly(1, 2, 1);
    assertThat(histogram.density(1)).isEqualTo(2);
    assertThat(histogram.density(2)).isZero();
  }

  /** Truths drawn from the forecast itself fall evenly, and its intervals cover as they say. */
  @Test
  void honestForecastsAreCalibrated() {
    var random = new Random(3);
    double[] places = new double[2000];
    double[] truth = new double[places.length];
    double[] low = new double[places.length];
    double[] high = new double[places.length];
    for (int i = 0; i < places.length; i++) {
      double[] samples = random.doubles(199).toArray();
      truth[i] = random.nextDouble();
      places[i] = PitHistogram.place(truth[i], samples);
      Arrays.sort(samples);
      low[i] = samples[9];
      high[i] = samples[189];
    }
    var histogram = PitHistogram.of(5, places);
    for (int bin = 0; bin < 5; bin++) {
      assertThat(histogram.density(bin)).isCloseTo(1, within(0.12));
    }
    var coverage = IntervalErrors.of(0.1, truth, low, high).coverage();
    assertThat(coverage.interval(0.999).contains(0.9)).isTrue();
  }

  @Test
  void whatCannotBeScoredIsRefused() {
    assertThatThrownBy(
            () -> QuantileErrors.of(new double[] {0.5, 0.2}, new double[0], new double[0][]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> QuantileErrors.of(new double[] {0.5}, new double[1], new double[][] {{1, 2}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 0 has 2 quantiles, expected 1");
    assertThatThrownBy(
            () ->
                QuantileErrors.of(new double[] {0.5}, new double[1], new double[][] {{Double.NaN}}))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(
            () -> IntervalErrors.of(0.1, new double[1], new double[] {2}, new double[] {1}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("ends at 1.0, before it begins at 2.0");
    var one = IntervalErrors.of(0.1, new double[0], new double[0], new double[0]);
    var other = IntervalErrors.of(0.2, new double[0], new double[0], new double[0]);
    assertThatThrownBy(() -> one.plus(other)).isInstanceOf(IllegalArgumentException.class);
    assertThat(one.meanScore()).isEmpty();
    assertThatThrownBy(() -> Crps.of(1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PitHistogram.of(3, 1.5)).isInstanceOf(DataException.class);
  }
}
