package dev.recurve.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.spi.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Dropout masks: the same bits on every backend. Normal noise: the same to within rounding. */
abstract class RandomMaskConformance extends Conformance {

  @Test
  void followsTheCounter() {
    onEachFloatType(
        m -> {
          for (Size size : sizes()) {
            for (double keep : new double[] {1, 0.9, 0.5, 0.3, 1e-3}) {
              long key = m.random().nextLong();
              long counter = m.random().nextLong(-5, 1L << 40);
              m.begin("mask %s, keep %s, key %d, counter %d".formatted(size, keep, key, counter));
              var y = m.blank(size.rows(), size.cols());
              on.randomMask(key, counter, keep, y);
              m.assertExactly(
                  y,
                  Host.values(
                      size.rows(),
                      size.cols(),
                      (r, c) -> {
                        long place = counter + (long) r * size.cols() + c;
                        boolean kept = CounterRandom.uniform(key, place) < keep;
                        return kept ? m.round(1 / keep) : 0;
                      }));
            }
          }
        });
  }

  @Test
  void normalNoiseFollowsTheCounter() {
    onEachFloatType(
        m -> {
          for (Size size : sizes()) {
            for (double deviation : new double[] {0, 1, 0.3}) {
              long key = m.random().nextLong();
              long counter = m.random().nextLong(-5, 1L << 40);
              m.begin(
                  "noise %s, deviation %s, key %d, counter %d"
                      .formatted(size, deviation, key, counter));
              var y = m.blank(size.rows(), size.cols());
              on.randomNormal(key, counter, deviation, y);
              m.assertClose(
                  Tolerance.of(m.type()),
                  y,
                  Host.values(
                      size.rows(),
                      size.cols(),
                      (r, c) ->
                          deviation
                              * CounterRandom.normal(key, counter + (long) r * size.cols() + c)));
            }
          }
        });
  }

  @Test
  void normalNoiseIsNormal() {
    int n = 40_000;
    double[] x = new double[n];
    Arrays.setAll(x, i -> CounterRandom.normal(99, i));
    double mean = Arrays.stream(x).average().orElseThrow();
    double variance = Arrays.stream(x).map(v -> v * v).average().orElseThrow();
    double fourth = Arrays.stream(x).map(v -> v * v * v * v).average().orElseThrow();
    double beyond = Arrays.stream(x).filter(v -> Math.abs(v) > 1.959964).count() / (double) n;
    // Five standard errors of each estimate.
    assertThat(mean).isCloseTo(0, within(5 / Math.sqrt(n)));
    assertThat(variance).isCloseTo(1, within(5 * Math.sqrt(2.0 / n)));
    assertThat(fourth).isCloseTo(3, within(5 * Math.sqrt(96.0 / n)));
    assertThat(beyond).isCloseTo(0.05, within(5 * Math.sqrt(0.05 * 0.95 / n)));
  }
}
