package dev.recurve.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.examples.report.Plot.Point;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ThinningTest {

  @Property(tries = 50)
  void keepsTheOutlineOfEachColumn(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 60) int width) {
    var random = new Random(seed);
    var run =
        random
            .doubles(5_000, 0, width)
            .sorted()
            .mapToObj(x -> new Point(x, random.nextGaussian()))
            .toList();
    var thinned = Thinning.thinned(run);

    assertThat(thinned).hasSizeLessThanOrEqualTo(4 * width);
    assertThat(run).containsSubsequence(thinned);
    assertThat(thinned.getFirst()).isEqualTo(run.getFirst());
    assertThat(thinned.getLast()).isEqualTo(run.getLast());
    for (int sign : new int[] {1, -1}) {
      assertThat(lowest(thinned, p -> sign * p.y())).isEqualTo(lowest(run, p -> sign * p.y()));
    }
  }

  @Test
  void leavesALineThatIsNotDense() {
    var run = IntStream.range(0, 100).mapToObj(i -> new Point(i, i % 7)).toList();

    assertThat(Thinning.thinned(run)).isSameAs(run);
  }

  @Test
  void leavesALineThatTurnsBack() {
    var run = IntStream.range(0, 1000).mapToObj(i -> new Point(i % 10, i)).toList();

    assertThat(Thinning.thinned(run)).isSameAs(run);
  }

  private static Object lowest(List<Point> points, ToDoubleFunction<Point> value) {
    return points.stream()
        .collect(
            Collectors.groupingBy(
                p -> (long) Math.floor(p.x()),
                Collectors.reducing(Double.POSITIVE_INFINITY, value::applyAsDouble, Math::min)));
  }
}
