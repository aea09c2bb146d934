package dev.recurve.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.spi.Mat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reordering the axes of a tensor. */
abstract class PermuteConformance extends Conformance {

  @Test
  void transposesAMatrix() {
    onEachFloatType(
        m -> {
          var y = m.contiguous(3, 2, new double[6]);
          on.permute(m.contiguous(2, 3, 1, 2, 3, 4, 5, 6), new int[] {2, 3}, new int[] {1, 0}, y);
          m.assertExactly(y, new double[] {1, 4, 2, 5, 3, 6});
        });
  }

  @Test
  void movesEveryElementToItsPlace() {
    var random = new Random(11);
    onEachFloatType(
        m -> {
          for (int i = 0; i < 60; i++) {
            int[] shape = shape(random, 1 + i % 5);
            int[] order = order(random, shape.length);
            m.begin("permute %s by %s".formatted(Arrays.toString(shape), Arrays.toString(order)));
            int n = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
            int[] from = sources(shape, order, n);

            double[] values = m.normal(n);
            var y = m.contiguous(1, n, Matrices.constant(n, Double.NaN));
            on.permute(m.contiguous(1, n, values), shape, order, y);
            m.assertExactly(y, Arrays.stream(from).mapToDouble(f -> values[f]).toArray());

            int[] ids = IntStream.range(0, n).map(k -> k * 31 - 7).toArray();
            var to = m.contiguousInts(n, 1, new int[n]);
            on.permute(m.contiguousInts(1, n, ids), shape, order, to);
            assertThat(m.readInts(to))
                .as(m.name())
                .isEqualTo(Arrays.stream(from).map(f -> ids[f]).toArray());
          }
        });
  }

  @Test
  void aTensorWithoutElementsStaysEmpty() {
    onEachFloatType(
        m -> {
          m.begin("permute [3, 0, 2]");
          on.permute(m.operand(3, 0), new int[] {3, 0, 2}, new int[] {2, 0, 1}, m.blank(2, 0));
        });
  }

  @Test
  void theCallersArraysMayBeReusedAtOnce() {
    onEachFloatType(
        m -> {
          m.begin("permute, arrays reused");
          int[] shape = {2, 3};
          int[] order = {1, 0};
          Mat y = m.contiguous(3, 2, new double[6]);
          on.permute(m.contiguous(2, 3, 1, 2, 3, 4, 5, 6), shape, order, y);
          Arrays.fill(shape, 0);
          Arrays.fill(order, 0);
          m.assertExactly(y, new double[] {1, 4, 2, 5, 3, 6});
        });
  }

  /** For each element of the result, the place in the source that it comes from. */
  private static int[] sources(int[] shape, int[] order, int n) {
    int[] from = new int[n];
    int[] index = new int[shape.length];
    for (int i = 0; i < n; i++) {
      int rest = i;
      for (int axis = order.length - 1; axis >= 0; axis--) {
        index[order[axis]] = rest % shape[order[axis]];
        rest /= shape[order[axis]];
      }
      for (int axis = 0; axis < shape.length; axis++) {
        from[i] = from[i] * shape[axis] + index[axis];
      }
    }
    return from;
  }

  private static int[] shape(Random random, int axes) {
    int[] largest = {0, 70, 40, 17, 9, 5};
    return random.ints(axes, 1, largest[axes] + 1).toArray();
  }

  private static int[] order(Random random, int axes) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, axes).boxed().toList());
    Collections.shuffle(order, random);
    return order.stream().mapToInt(i -> i).toArray();
  }
}
