package dev.recurve.data;

import dev.recurve.spi.CounterRandom;

/** A 64-bit number that tells data sets apart; it guards against mistakes, not against malice. */
final class ContentHash {
  private long hash;

  ContentHash add(long value) {
    hash = CounterRandom.derive(hash, value);
    return this;
  }

  ContentHash add(float[] values) {
    add(values.length);
    for (float value : values) {
      add(Float.floatToIntBits(value));
    }
    return this;
  }

  ContentHash add(int[] values) {
    add(values.length);
    for (int value : values) {
      add(value);
    }
    return this;
  }

  long value() {
    return hash;
  }
}
