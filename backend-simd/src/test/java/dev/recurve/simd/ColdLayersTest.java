package dev.recurve.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.conformance.RecurrentBits;
import dev.recurve.spi.Direction;
import dev.recurve.spi.RnnCell;
import dev.recurve.spi.Workers;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A recurrent layer gives the same bits over single floats as over the lanes of vectors. */
class ColdLayersTest {

  @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
  void anySize(
      @ForAll("cells") RnnCell cell,
      @ForAll Direction direction,
      @ForAll @IntRange(min = 1, max = 9) int inputs,
      @ForAll @IntRange(min = 3, max = 70) int units,
      @ForAll @IntRange(min = 1, max = 6) int steps,
      @ForAll @IntRange(min = 1, max = 13) int batch) {
    same(1, cell, direction, inputs, units, steps, batch);
  }

  @Provide
  Arbitrary<RnnCell> cells() {
    return Arbitraries.of(RecurrentBits.cells());
  }

  /** So much work that threads share sequences, and, with one of them, steps. */
  @Tag("every-width")
  @ParameterizedTest
  @CsvSource({"16, 37, 10, 13", "3, 210, 8, 1", "2, 200, 10, 3", "4, 30, 50, 3"})
  void onTwoThreads(int inputs, int units, int steps, int batch) {
    for (RnnCell cell : RecurrentBits.cells()) {
      same(2, cell, Direction.FORWARD, inputs, units, steps, batch);
    }
  }

  /** A backend computes with single floats at first, and this is little enough. */
  private static void same(
      int threads, RnnCell cell, Direction direction, int inputs, int units, int steps, int batch) {
    var workers = new Workers(threads);
    var cold = new SimdBackend(workers);
    var warm = SimdBackend.warm(workers);
    assertThat(RecurrentBits.digest(cold, cell, direction, inputs, units, steps, batch))
        .isEqualTo(RecurrentBits.digest(warm, cell, direction, inputs, units, steps, batch));
  }
}
