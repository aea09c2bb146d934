package dev.recurve.params;

import dev.recurve.Init;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.spi.CounterRandom;

/**
 * Draws the first values of parameters. They depend on the seed, the path and the index within the
 * tensor alone, so neither the order of construction nor the rest of the model changes them.
 */
final class Initializer {
  private Initializer() {}

  static double[] draw(long seed, String path, Shape shape, Init init) {
    double[] values = new double[Math.toIntExact(shape.size())];
    long key = CounterRandom.derive(seed, hash(path));
    for (int i = 0; i < values.length; i++) {
      values[i] = draw(key, i, part(path, shape, init, i));
    }
    return values;
  }

  /** How element i begins, if blocks do so differently. */
  private static Init part(String path, Shape shape, Init init, int i) {
    if (!(init instanceof Init.Blocks(var each))) {
      return init;
    }
    int blocks = each.size();
    if (shape.rank() == 0 || shape.dim(0) % blocks != 0) {
      throw new ShapeException(
          "%s begins in %d blocks, of which its first axis must be a multiple; received %s"
              .formatted(path, blocks, shape));
    }
    return each.get((int) (i / (shape.size() / blocks)));
  }

  private static double draw(long key, int i, Init init) {
    return switch (init) {
      case Init.Constant(double value) -> value;
      case Init.Uniform(double bound) -> bound * (2 * CounterRandom.uniformDouble(key, i) - 1);
      case Init.Normal(double deviation) -> deviation * CounterRandom.normal(key, i);
      case Init.Blocks _ -> throw new IllegalStateException("Blocks are taken apart before");
    };
  }

  /** FNV-1a over the characters: fixed for all time, unlike {@link String#hashCode}'s few bits. */
  private static long hash(String path) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < path.length(); i++) {
      hash = (hash ^ path.charAt(i)) * 0x100000001B3L;
    }
    return hash;
  }
}
