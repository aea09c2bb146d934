package dev.recurve.conformance;

import dev.recurve.spi.CounterRandom;
import org.junit.jupiter.api.Test;

/** Dropout masks: the same bits on every backend. */
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
}
