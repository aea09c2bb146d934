package dev.recurve.host;

/**
 * A stretch of an array.
 *
 * @param start its first element
 */
public record Stretch(float[] values, int start, int size) {
  /** A part of it. */
  public Stretch cut(int from, int count) {
    return new Stretch(values, start + from, count);
  }
}
