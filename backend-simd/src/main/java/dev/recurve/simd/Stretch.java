package dev.recurve.simd;

/**
 * A stretch of an array.
 *
 * @param start its first element
 */
record Stretch(float[] values, int start, int size) {
  /** A part of it. */
  Stretch cut(int from, int count) {
    return new Stretch(values, start + from, count);
  }
}
