package dev.recurve.params;

import dev.recurve.BundleException;
import dev.recurve.Init;
import dev.recurve.Shape;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Where first values come from. */
sealed interface Source {
  double[] values(String path, Shape shape, Init init);

  /** Drawn anew. */
  record Fresh(long seed) implements Source {
    @Override
    public double[] values(String path, Shape shape, Init init) {
      return Initializer.draw(seed, path, shape, init);
    }
  }

  /** Read from a file. */
  final class Loaded implements Source {
    private final Map<String, HostArray> arrays;
    private final Set<String> used = new HashSet<>();

    Loaded(Map<String, HostArray> arrays) {
      this.arrays = Map.copyOf(arrays);
    }

    @Override
    public double[] values(String path, Shape shape, Init init) {
      var array = arrays.get(path);
      if (array == null) {
        throw new BundleException(
            "The model asks for a parameter %s %s, which the file does not have; it has %s"
                .formatted(path, shape, arrays.keySet().stream().sorted().toList()));
      }
      if (!array.shape().equals(shape)) {
        throw new BundleException(
            "The model asks for %s with shape %s, the file has it with shape %s"
                .formatted(path, shape, array.shape()));
      }
      used.add(path);
      return array.toDoubles();
    }

    Set<String> unused() {
      var left = new HashSet<>(arrays.keySet());
      left.removeAll(used);
      return left;
    }
  }
}
