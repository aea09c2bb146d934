package dev.recurve.spi;

/**
 * Random numbers that are a pure function of a key and a counter, so that any thread or device can
 * make any of them in any order. The mixing function is the finaliser of SplitMix64 (Steele, Lea
 * and Flood 2014), applied to the counter stepped by the golden gamma from a mixed key.
 */
public final class CounterRandom {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private CounterRandom() {}

  /** 64 well-mixed bits. */
  public static long bits(long key, long counter) {
    return mix(mix(key) + (counter + 1) * GOLDEN_GAMMA);
  }

  /** A number in [0, 1) with 24 random bits, exact in both float types. */
  public static float uniform(long key, long counter) {
    return (bits(key, counter) >>> 40) * 0x1p-24f;
  }

  /** A number in [0, 1) with 53 random bits. */
  public static double uniformDouble(long key, long counter) {
    return (bits(key, counter) >>> 11) * 0x1p-53;
  }

  /**
   * A normally distributed number of mean 0 and variance 1 (Box and Muller 1958), from the uniform
   * numbers at {@code 2·counter} and the next. One of the pair is used, so that each stands alone.
   */
  public static double normal(long key, long counter) {
    double radius = 1 - uniformDouble(key, 2 * counter);
    double angle = uniformDouble(key, 2 * counter + 1);
    return StrictMath.sqrt(-2 * StrictMath.log(radius)) * StrictMath.cos(2 * Math.PI * angle);
  }

  /** A key for a sub-stream, for example one per layer, of a parent key. */
  public static long derive(long key, long name) {
    return mix(mix(key) ^ mix(name + GOLDEN_GAMMA));
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
