package dev.recurve.host;

/**
 * Memory for packed weights, which are made anew after each update and read many times until then:
 * worth lying on cache lines, of whatever size. Stretches are cut one after the other from arrays
 * that {@link Aligned} makes; the garbage collector takes an array when nobody refers to any of its
 * stretches.
 */
public final class PackedMemory {
  private static final int LINE = 16;

  private float[] values = {};
  private int used;

  /** A stretch of zeros that begins on a cache line, where the JVM allows it. */
  public synchronized Stretch take(int size) {
    if (used + size > values.length) {
      values = Aligned.array(size);
      used = Aligned.FIRST;
    }
    var stretch = new Stretch(values, used, size);
    used += (size + LINE - 1) / LINE * LINE;
    return stretch;
  }
}
