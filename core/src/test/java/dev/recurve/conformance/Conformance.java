package dev.recurve.conformance;

import dev.recurve.spi.Backend;
import dev.recurve.spi.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;

/** What the parts of the suite have in common: the backend under test, its types, and odd sizes. */
abstract class Conformance {
  /** Below, at and above the widths of vectors, tiles and blocks. */
  static final List<Integer> SIZES =
      List.of(1, 2, 3, 5, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 66);

  private static final long SEED = 20260101;

  /** The backend under test. */
  Backend on;

  abstract Backend backend();

  @BeforeEach
  void openBackend() {
    on = backend();
  }

  /** Rows and columns of a matrix. */
  record Size(int rows, int cols) {
    int elements() {
      return rows * cols;
    }

    @Override
    public String toString() {
      return rows + " × " + cols;
    }
  }

  /**
   * Windows without elements, single rows and columns, odd sizes, and one large enough to be split.
   */
  static List<Size> sizes() {
    var sizes =
        new ArrayList<>(
            List.of(
                new Size(0, 0),
                new Size(0, 5),
                new Size(1, 1),
                new Size(1, 67),
                new Size(67, 1),
                new Size(2, 2),
                new Size(301, 129)));
    var random = new SplittableRandom(SEED);
    for (int i = 0; i < 8; i++) {
      sizes.add(new Size(any(SIZES, random), any(SIZES, random)));
    }
    return sizes;
  }

  static <T> T any(List<T> choices, SplittableRandom random) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** The float types that the backend offers. */
  List<DType> floatTypes() {
    return on.types().stream().filter(DType::isFloat).sorted().toList();
  }

  /** Runs a check once for each float type; the windows' surroundings are looked at afterwards. */
  void onEachFloatType(Consumer<Matrices> check) {
    for (DType type : floatTypes()) {
      onFreshWindows(type, check);
    }
  }

  /** Runs a check; the windows' surroundings are looked at afterwards. */
  void onFreshWindows(DType type, Consumer<Matrices> check) {
    try (var windows = new Matrices(on, type, SEED)) {
      check.accept(windows);
    }
  }
}
