package dev.recurve.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.spi.Axis;
import dev.recurve.spi.Backend;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.DType;
import dev.recurve.spi.ReduceOp;
import dev.recurve.spi.UnaryOp;
import dev.recurve.spi.Write;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The same bits every time, from one thread or from several, whatever ran before. */
abstract class SamenessConformance extends Conformance {
  private static final int REPEATS = 12;

  @Test
  void theSameCallsGiveTheSameBits() {
    for (DType type : floatTypes()) {
      double[] once = chain(on, type, 5);
      for (int i = 0; i < REPEATS; i++) {
        assertThat(chain(on, type, 5)).as("repetition %d in %s", i, type).isEqualTo(once);
      }
    }
  }

  @Test
  void threadsWithBuffersOfTheirOwnDoNotDisturbEachOther() {
    for (DType type : floatTypes()) {
      List<double[]> alone =
          IntStream.range(0, REPEATS).mapToObj(seed -> chain(on, type, seed)).toList();
      List<double[]> together = Concurrently.call(REPEATS, seed -> chain(on, type, seed));
      for (int i = 0; i < REPEATS; i++) {
        assertThat(together.get(i)).as("chain %d in %s", i, type).isEqualTo(alone.get(i));
      }
    }
  }

  /** A product, its row sums, a softmax, a scatter, everything once. */
  private static double[] chain(Backend on, DType type, long seed) {
    int n = 66 + (int) seed;
    try (var m = new Matrices(on, type, seed)) {
      m.begin("chain " + seed);
      var x = m.operand(n, 129, m.normal(n * 129));
      var w = m.operand(129, 65, m.normal(129 * 65));
      var product = m.blank(n, 65);
      on.gemm(false, false, 0.1, x, w, 0, product);
      var sums = m.blank(n, 1);
      on.reduce(ReduceOp.SUM_SQUARES, Axis.COLS, product, Write.SET, sums);
      on.unary(UnaryOp.TANH, product, product);
      on.binary(BinaryOp.MUL, product, sums, Write.ADD, product);
      on.softmaxRows(false, product, product, m);
      var table = m.target(4, 65, m.normal(4 * 65));
      int[] ids = IntStream.range(0, n).map(i -> i % 5 - 1).toArray();
      on.scatterAddRows(product, m.ints(n, 1, ids), table);
      var total = m.blank(1, 1);
      on.reduce(ReduceOp.SUM, Axis.ALL, table, Write.SET, total);
      return Stream.of(product, table, total)
          .map(m::read)
          .flatMapToDouble(Arrays::stream)
          .toArray();
    }
  }
}
