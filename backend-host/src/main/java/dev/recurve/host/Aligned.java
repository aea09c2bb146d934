package dev.recurve.host;

/**
 * Arrays whose elements lie as the caches want them. A vector of 64 bytes that crosses from one
 * cache line into the next costs two accesses, and where an array lies is the JVM's affair, with
 * one exception: its default garbage collector, G1, gives an array that fills half a region a
 * region of its own. That begins on a cache line, of which the array's header takes 16 bytes, so
 * that element {@link #FIRST} begins the next one. Elsewhere nothing is lost but those elements.
 */
public final class Aligned {
  /** The first element to use. */
  public static final int FIRST = 12;

  /** Arrays from this size on may get a region of their own. */
  public static final int LARGE = 1 << 17;

  /** G1 makes at least so many regions of a heap, and at most twice as many. */
  private static final int REGIONS = 1024;

  private static final int MOST = 1 << 23;

  private Aligned() {}

  /** An array with room for so many elements after {@link #FIRST}, large enough for a region. */
  public static float[] array(int size) {
    long halfRegion = Runtime.getRuntime().maxMemory() / REGIONS / 2 / Float.BYTES;
    return new float[Math.max(FIRST + size, Math.clamp(halfRegion, LARGE, MOST))];
  }
}
