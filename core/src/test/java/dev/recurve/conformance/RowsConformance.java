package dev.recurve.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows picked by number, and added by number. */
abstract class RowsConformance extends Conformance {
  private record Case(int tableRows, int ids, int cols) {}

  private static final List<Case> CASES =
      List.of(
          new Case(1, 1, 1),
          new Case(3, 0, 4),
          new Case(3, 4, 0),
          new Case(2, 50, 7),
          new Case(50, 3, 16),
          new Case(17, 33, 31),
          new Case(33, 65, 64),
          new Case(64, 17, 65),
          new Case(1000, 700, 66));

  @Test
  void gathersRows() {
    onEachFloatType(
        m -> {
          for (Case c : CASES) {
            m.begin("gather " + c);
            int[] ids = ids(m, c);
            double[] table = m.normal(c.tableRows() * c.cols());
            var y = m.blank(c.ids(), c.cols());
            on.gatherRows(m.operand(c.tableRows(), c.cols(), table), m.ints(c.ids(), 1, ids), y);
            m.assertExactly(
                y,
                Host.values(
                    c.ids(),
                    c.cols(),
                    (r, col) -> ids[r] < 0 ? 0 : table[ids[r] * c.cols() + col]));
          }
        });
  }

  @Test
  void gathersRowsOfIntegers() {
    onFreshWindows(
        DType.F32,
        m -> {
          for (Case c : CASES) {
            m.begin("gather integers " + c);
            int[] ids = ids(m, c);
            int[] table =
                IntStream.generate(() -> m.random().nextInt())
                    .limit((long) c.tableRows() * c.cols())
                    .toArray();
            var y = m.ints(c.ids(), c.cols(), new int[c.ids() * c.cols()]);
            on.gatherRows(m.ints(c.tableRows(), c.cols(), table), m.ints(c.ids(), 1, ids), y);
            int[] expected =
                IntStream.range(0, c.ids() * c.cols())
                    .map(i -> row(ids[i / c.cols()], i % c.cols(), table, c.cols()))
                    .toArray();
            assertThat(m.readInts(y)).as(m.name()).isEqualTo(expected);
          }
        });
  }

  @Test
  void gathersNothingFromRowsItWasNotAskedFor() {
    onEachFloatType(
        m -> {
          m.begin("gather past NaN rows");
          double[] table = m.normal(8 * 5);
          Arrays.fill(table, 0, 5, Double.NaN);
          Arrays.fill(table, 35, 40, Double.NaN);
          var y = m.blank(3, 5);
          on.gatherRows(m.operand(8, 5, table), m.ints(3, 1, -1, 6, -7), y);
          double[] expected = new double[15];
          System.arraycopy(table, 30, expected, 5, 5);
          m.assertExactly(y, expected);
        });
  }

  @Test
  void addsRowsInOrder() {
    onEachFloatType(
        m -> {
          for (Case c : CASES) {
            m.begin("scatter-add " + c);
            int[] ids = ids(m, c);
            double[] x = m.normal(c.ids() * c.cols());
            double[] table = m.normal(c.tableRows() * c.cols());
            Mat y = m.target(c.tableRows(), c.cols(), table);
            on.scatterAddRows(m.operand(c.ids(), c.cols(), x), m.ints(c.ids(), 1, ids), y);

            // Rounded after every addition, in order of the ids: nothing but this order will do.
            double[] expected = table.clone();
            for (int i = 0; i < ids.length; i++) {
              for (int col = 0; ids[i] >= 0 && col < c.cols(); col++) {
                int at = ids[i] * c.cols() + col;
                expected[at] = m.round(expected[at] + x[i * c.cols() + col]);
              }
            }
            m.assertExactly(y, expected);
          }
        });
  }

  @Test
  void addsNothingFromRowsWithoutANumber() {
    onEachFloatType(
        m -> {
          m.begin("scatter-add past NaN rows");
          double[] x = m.normal(4 * 3);
          Arrays.fill(x, 3, 6, Double.NaN);
          var y = m.target(2, 3, new double[6]);
          on.scatterAddRows(m.operand(4, 3, x), m.ints(4, 1, 1, -1, 0, 1), y);
          double[] expected = new double[6];
          for (int c = 0; c < 3; c++) {
            expected[c] = x[6 + c];
            expected[3 + c] = m.round(x[c] + x[9 + c]);
          }
          m.assertExactly(y, expected);
        });
  }

  /** Numbers of rows, some twice, about one in six negative. */
  private static int[] ids(Matrices m, Case c) {
    return IntStream.generate(
            () ->
                m.random().nextInt(6) == 0
                    ? -1 - m.random().nextInt(3)
                    : m.random().nextInt(c.tableRows()))
        .limit(c.ids())
        .toArray();
  }

  private static int row(int id, int col, int[] table, int cols) {
    return id < 0 ? 0 : table[id * cols + col];
  }
}
