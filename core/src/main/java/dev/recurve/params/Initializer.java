package dev.recurve.params;

import dev.recurve.Init;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.spi.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Draws the first values of parameters. They depend on the seed, the path and the index within the
 * tensor alone, so neither the order of construction nor the rest of the model changes them.
 */
final class Initializer {
  /** Beyond so many deviations a truncated normal number is drawn again. */
  private static final double CUT = 2;

  private Initializer() {}

  static double[] draw(long seed, String path, Shape shape, Init init) {
    return drawn(CounterRandom.derive(seed, hash(path)), path, shape, init);
  }

  private static double[] drawn(long key, String path, Shape shape, Init init) {
    int size = Math.toIntExact(shape.size());
    return switch (init) {
      case Init.Constant(double value) -> filled(size, _ -> value);
      case Init.Uniform(double bound) -> uniform(key, size, bound);
      case Init.Normal(double deviation) -> normal(key, size, deviation);
      case Init.TruncatedNormal(double deviation) ->
          filled(size, i -> deviation * truncated(key, i));
      case Init.Scaled(Init.Fan fan, double gain, boolean isUniform) -> {
        double deviation = gain / Math.sqrt(Math.max(1, fan(fan, shape)));
        yield isUniform
            ? uniform(key, size, Math.sqrt(3) * deviation)
            : normal(key, size, deviation);
      }
      case Init.Orthogonal(double gain) -> orthogonal(key, path, shape, gain);
      case Init.Blocks(var each) -> blocks(key, path, shape, each);
      case Init.Given given -> {
        if (given.size() != size) {
          throw new ShapeException(
              "The parameter %s %s begins with %d given values, but has %d"
                  .formatted(path, shape, given.size(), size));
        }
        yield filled(size, given::at);
      }
      case Init.ZeroRow(Init others, int row) -> {
        double[] values = drawn(key, path, shape, others);
        if (shape.rank() == 0 || row >= shape.dim(0)) {
          throw new ShapeException(
              "The parameter %s %s has no row %d to begin with zeros".formatted(path, shape, row));
        }
        int each = size / shape.dim(0);
        Arrays.fill(values, row * each, (row + 1) * each, 0);
        yield values;
      }
    };
  }

  private static double[] blocks(long key, String path, Shape shape, List<Init> each) {
    int count = each.size();
    if (shape.rank() == 0 || shape.dim(0) % count != 0) {
      throw new ShapeException(
          "%s begins in %d blocks, of which its first axis must be a multiple; received %s"
              .formatted(path, count, shape));
    }
    var part = shape.with(0, shape.dim(0) / count);
    int size = Math.toIntExact(part.size());
    double[] values = new double[size * count];
    for (int b = 0; b < count; b++) {
      double[] own;
      if (isByElement(each.get(b))) {
        own = Arrays.copyOfRange(drawn(key, path, shape, each.get(b)), b * size, (b + 1) * size);
      } else {
        own = drawn(CounterRandom.derive(key, b), path, part, each.get(b));
      }
      System.arraycopy(own, 0, values, b * size, size);
    }
    return values;
  }

  /** Whether each element depends on its index alone, so that blocks change nothing about it. */
  private static boolean isByElement(Init init) {
    return switch (init) {
      case Init.Constant _, Init.Uniform _, Init.Normal _, Init.TruncatedNormal _ -> true;
      case Init.Scaled _, Init.Orthogonal _, Init.Given _, Init.ZeroRow _, Init.Blocks _ -> false;
    };
  }

  private static double[] filled(int size, IntToDoubleFunction value) {
    double[] values = new double[size];
    Arrays.setAll(values, value);
    return values;
  }

  private static double[] uniform(long key, int size, double bound) {
    return filled(size, i -> bound * (2 * CounterRandom.uniformDouble(key, i) - 1));
  }

  private static double[] normal(long key, int size, double deviation) {
    return filled(size, i -> deviation * CounterRandom.normal(key, i));
  }

  /** Each attempt has a stream of its own, so that no number depends on its neighbours' fate. */
  private static double truncated(long key, int index) {
    for (long attempt = 0; ; attempt++) {
      double drawn = CounterRandom.normal(CounterRandom.derive(key, attempt), index);
      if (Math.abs(drawn) <= CUT) {
        return drawn;
      }
    }
  }

  private static double fan(Init.Fan fan, Shape shape) {
    long outputs = shape.rank() == 0 ? 1 : shape.dim(0);
    long inputs = shape.rank() < 2 ? 1 : shape.dim(1);
    long kernel = shape.rank() < 3 ? 1 : shape.range(2, shape.rank()).size();
    return switch (fan) {
      case IN -> inputs * kernel;
      case OUT -> outputs * kernel;
      case AVERAGE -> (inputs + outputs) * kernel / 2.0;
    };
  }

  private static double[] orthogonal(long key, String path, Shape shape, double gain) {
    if (shape.rank() < 2) {
      throw new ShapeException(
          "Orthogonal weights are a matrix, the parameter %s is %s".formatted(path, shape));
    }
    int rows = shape.dim(0);
    int cols = Math.toIntExact(shape.range(1, shape.rank()).size());
    double[] values = new double[Math.toIntExact(shape.size())];
    double[][] vectors = orthonormal(key, Math.min(rows, cols), Math.max(rows, cols));
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < cols; c++) {
        values[r * cols + c] = gain * (rows <= cols ? vectors[r][c] : vectors[c][r]);
      }
    }
    return values;
  }

  /**
   * Normal vectors, made orthogonal one after another (Gram and Schmidt), which distributes them
   * evenly over all rotations. What they have in common is taken out twice, for the first time
   * leaves a rest where vectors are almost parallel.
   */
  private static double[][] orthonormal(long key, int count, int size) {
    double[][] vectors = new double[count][];
    for (int v = 0; v < count; v++) {
      vectors[v] = normal(CounterRandom.derive(key, v), size, 1);
      for (int pass = 0; pass < 2; pass++) {
        for (int u = 0; u < v; u++) {
          subtract(vectors[v], dot(vectors[v], vectors[u]), vectors[u]);
        }
        double length = Math.sqrt(dot(vectors[v], vectors[v]));
        for (int i = 0; i < size; i++) {
          vectors[v][i] /= length;
        }
      }
    }
    return vectors;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void subtract(double[] from, double factor, double[] vector) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= factor * vector[i];
    }
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
