package dev.recurve.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Shape;
import dev.recurve.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients through everything that moves values without changing them. */
class LayoutGradientTest {

  static List<GradientCase> layouts() {
    var cases = new ArrayList<GradientCase>();
    for (var shape : List.of(Shape.of(24), Shape.of(4, 6), Shape.of(12, 2, 1), Shape.of(2, 3, 4))) {
      cases.add(of("reshape to " + shape, x -> x.reshape(shape).square()));
      cases.add(
          new GradientCase(
              "reshape of a window to " + shape,
              check -> check.input("x", Shape.of(2, 3, 6)),
              in -> in.get(0).slice(2, 1, 5).reshape(shape).square()));
    }
    for (int[] order :
        new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}) {
      cases.add(of("transpose " + Arrays.toString(order), x -> x.transpose(order).square()));
    }
    cases.add(of("transpose of a window", x -> x.slice(2, 1, 3).transpose(2, 0, 1).square()));
    for (int axis = -1; axis < 3; axis++) {
      int along = axis;
      int size = Shape.of(2, 3, 4).dim(axis);
      for (int from = 0; from < size; from++) {
        for (int to = from; to <= size; to++) {
          int begin = from;
          int end = to;
          cases.add(
              of(
                  "slice of axis %d, %d to %d".formatted(axis, from, to),
                  x -> x.slice(along, begin, end).square().sum().add(x.mean())));
        }
      }
      cases.add(
          new GradientCase(
              "concat along axis " + axis,
              check ->
                  check
                      .input("a", Shape.of(2, 3, 4))
                      .input("b", Shape.of(2, 3, 4).with(axis(along), 2))
                      .input("c", Shape.of(2, 3, 4).with(axis(along), 1)),
              in -> in.get(0).concat(along, in.subList(1, 3)).square()));
      cases.add(
          of(
              "concat along axis %d with itself".formatted(axis),
              x -> x.concat(along, List.of(x.mul(2), x)).square()));
      cases.add(
          of(
              "concat along axis %d of windows".formatted(axis),
              x ->
                  x.slice(2, 0, 2)
                      .concat(along, List.of(x.slice(2, 1, 3), x.slice(2, 2, 4)))
                      .square()));
    }
    cases.add(of("one step", x -> x.at(1).square()));
    cases.add(
        new GradientCase(
            "one value",
            check -> check.input("x", Shape.of(5)),
            in -> in.get(0).at(3).square().add(in.get(0).at(0))));
    return cases;
  }

  private static int axis(int axis) {
    return axis < 0 ? axis + 3 : axis;
  }

  private static GradientCase of(String name, Function<Tensor, Tensor> function) {
    return new GradientCase(
        name, check -> check.input("x", Shape.of(2, 3, 4)), in -> function.apply(in.get(0)));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void moves(GradientCase gradient) {
    gradient.check();
  }

  static List<GradientCase> views() {
    return List.of(
        of(
            "a view of a view, used twice",
            x -> {
              var view = x.slice(0, 0, 2).slice(2, 1, 4);
              var inner = view.slice(2, 0, 2);
              return inner.mul(inner).add(view.slice(2, 1, 3)).mul(inner);
            }),
        of(
            "views that overlap, and the whole",
            x -> x.slice(2, 0, 3).mul(x.slice(2, 1, 4)).sum().add(x.square().sum())),
        of(
            "the whole first, views after",
            x -> x.square().sum().add(x.at(0).square().sum()).add(x.at(1).tanh().sum())),
        of(
            "views of a computed tensor",
            x -> {
              var y = x.tanh();
              return y.at(0).mul(y.at(1)).add(y.slice(1, 1, 2).reshape(Shape.of(2, 4)).sum(0));
            }),
        of(
            "a reshaped view of one row",
            x -> x.at(0).slice(0, 1, 2).slice(1, 1, 4).reshape(Shape.of(3, 1)).square()),
        of(
            "steps forth and back",
            x -> {
              var steps = List.of(x.at(1), x.at(0));
              return steps.get(0).concat(1, steps.subList(1, 2)).square();
            }),
        of(
            "a view that is not used",
            x -> {
              x.slice(2, 0, 2);
              return x.slice(2, 2, 4).square();
            }));
  }

  @ParameterizedTest
  @MethodSource("views")
  void viewsShareTheGradientOfTheWhole(GradientCase gradient) {
    gradient.check();
  }

  static List<GradientCase> gathers() {
    return List.of(
        gather("rows", Shape.of(4, 3), Shape.of(5), 0, 3, 1, 3, 3),
        gather("rows, none twice", Shape.of(3, 2), Shape.of(2), 2, 0),
        gather("rows with padding", Shape.of(4, 3), Shape.of(2, 3), -1, 0, 2, 2, -1, -7),
        gather("values", Shape.of(4), Shape.of(3), 1, 1, -1),
        gather("matrices", Shape.of(3, 2, 2), Shape.of(4), 2, 0, 2, -1),
        gather("one row", Shape.of(3, 2), Shape.scalar(), 1),
        new GradientCase(
            "gather from a window",
            check -> check.input("table", Shape.of(4, 5)),
            in -> in.get(0).slice(1, 1, 4).gather(Tensors.ofInts(Shape.of(3), 3, 0, 3)).square()),
        new GradientCase(
            "gather from a window of matrices",
            check -> check.input("table", Shape.of(3, 2, 5)),
            in -> in.get(0).slice(2, 1, 4).gather(Tensors.ofInts(Shape.of(3), 2, 0, 2)).square()),
        new GradientCase(
            "gather by a window of ids",
            check -> check.input("table", Shape.of(4, 3)),
            in ->
                in.get(0)
                    .gather(Tensors.ofInts(Shape.of(2, 3), 0, 1, 2, 3, 3, 1).slice(1, 1, 3))
                    .square()),
        new GradientCase(
            "gather twice from one table",
            check -> check.input("table", Shape.of(3, 2)),
            in ->
                in.get(0)
                    .gather(Tensors.ofInts(Shape.of(2), 2, 0))
                    .mul(in.get(0).gather(Tensors.ofInts(Shape.of(2), 2, 1)))));
  }

  private static GradientCase gather(String what, Shape table, Shape ids, int... values) {
    return new GradientCase(
        "gather " + what,
        check -> check.input("table", table),
        in -> in.get(0).gather(Tensors.ofInts(ids, values)).square());
  }

  @ParameterizedTest
  @MethodSource("gathers")
  void rowsByNumber(GradientCase gradient) {
    gradient.check();
  }

  /** Any chain of moves: what comes out and what flows back are the same as element by element. */
  @Property(tries = 60)
  void anyChainOfMoves(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int moves) {
    var shape = Shape.of(3, 4, 5);
    var device = GradientCase.device();
    double[] numbers = new double[60];
    Arrays.setAll(numbers, i -> i);
    try (var steps = new Steps(device)) {
      steps.record(
          tape -> {
            var x = tape.watch(Tensors.of(device, shape, numbers));
            var y = x;
            var random = new Random(seed);
            for (int i = 0; i < moves; i++) {
              y = anyMove(y, random);
            }
            // Each element's gradient is how often it came through, times 2, times itself.
            double[] expected = new double[60];
            for (double number : y.toDoubles()) {
              expected[(int) number] += 2 * number;
            }
            tape.backward(y.square().sum());
            assertThat(tape.gradient(x).toDoubles()).containsExactly(expected);
            return 0;
          });
    }
  }

  private static Tensor anyMove(Tensor x, Random random) {
    var shape = x.shape();
    int axis = random.nextInt(shape.rank());
    int size = shape.dim(axis);
    return switch (random.nextInt(4)) {
      case 0 -> {
        int from = random.nextInt(size);
        yield x.slice(axis, from, from + 1 + random.nextInt(size - from));
      }
      case 1 ->
          x.transpose(
              shape.rank() == 3
                  ? new int[][] {{1, 0, 2}, {2, 1, 0}, {1, 2, 0}}[random.nextInt(3)]
                  : new int[] {1, 0});
      case 2 ->
          x.reshape(
              random.nextBoolean()
                  ? Shape.of(shape.rows(), shape.cols())
                  : Shape.of(shape.dim(0), 1, Math.toIntExact(shape.size() / shape.dim(0))));
      default -> shape.size() > 200 ? x : x.concat(axis, List.of(x));
    };
  }
}
