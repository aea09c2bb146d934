package dev.recurve.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Shape;
import dev.recurve.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * Gradients may lie in memory that several values share, and in memory that is written window by
 * window; what each value's gradient is does not show it.
 */
class SharedGradientTest {
  /** In memory that holds no zeros at first, as after a step before. */
  private static void record(Consumer<Tape> work) {
    var device = GradientCase.device();
    try (var steps = new Steps(device)) {
      steps.infer(() -> Tensors.filled(device, Shape.of(1 << 16), Double.NaN));
      steps.record(
          tape -> {
            work.accept(tape);
            return 0;
          });
    }
  }

  private static Tensor watched(Tape tape, double... values) {
    return tape.watch(Tensors.of(GradientCase.device(), Shape.of(values.length), values));
  }

  private static void assertGradient(Tape tape, Tensor of, double... expected) {
    assertThat(tape.gradient(of).toDoubles()).containsExactly(expected);
  }

  @Test
  void aSumAndItsOperandsKeepGradientsOfTheirOwn() {
    record(
        tape -> {
          var a = watched(tape, 1, 2);
          var b = watched(tape, 3, 4);
          var sum = a.add(b);
          var difference = a.sub(b);
          var loss = sum.mul(2).sum().add(difference.square().sum()).add(b.mul(a).sum());
          tape.backward(loss);
          assertGradient(tape, sum, 2, 2);
          assertGradient(tape, difference, -4, -4);
          assertGradient(tape, a, 2 - 4 + 3, 2 - 4 + 4);
          assertGradient(tape, b, 2 + 4 + 1, 2 + 4 + 2);
        });
  }

  @Test
  void whatASumPassesOnIsNotChangedByWhatItsOperandGetsLater() {
    record(
        tape -> {
          var a = watched(tape, 1, 2).mul(1);
          var twice = a.mul(3);
          var sum = a.add(twice);
          var chained = sum.add(a);
          tape.backward(chained.mul(5).sum());
          assertGradient(tape, chained, 5, 5);
          assertGradient(tape, sum, 5, 5);
          assertGradient(tape, twice, 5, 5);
          assertGradient(tape, a, 25, 25);
        });
  }

  @Test
  void oneValueAddedToItself() {
    record(
        tape -> {
          var a = watched(tape, 1, 2);
          var sum = a.add(a);
          tape.backward(sum.mul(3).sum());
          assertGradient(tape, sum, 3, 3);
          assertGradient(tape, a, 6, 6);
        });
  }

  @Test
  void stepsThatAreJoinedAndGoOn() {
    record(
        tape -> {
          var first = watched(tape, 1, 2);
          var second = first.mul(2);
          var joined = first.concat(0, List.of(second));
          tape.backward(joined.square().sum());
          assertGradient(tape, joined, 2, 4, 4, 8);
          assertGradient(tape, second, 4, 8);
          assertGradient(tape, first, 2 + 8, 4 + 16);
        });
  }

  @Test
  void sumsOfWindowsOfOneValue() {
    record(
        tape -> {
          var x = watched(tape, 1, 2, 3, 4, 5, 6).reshape(Shape.of(3, 2));
          var y = x.mul(1);
          var z = Tensors.of(GradientCase.device(), Shape.of(1, 2), 1, 1).mul(1);
          var first = y.slice(0, 0, 1).add(tape.watch(z));
          var second = y.slice(0, 1, 2).add(first.mul(2));
          var again = y.slice(0, 1, 2).add(second.square());
          tape.backward(again.sum().add(y.square().sum()));
          // again = y1 + (y1 + 2·(y0 + z))²
          double[] inner = {3 + 2 * 2, 4 + 2 * 3};
          assertGradient(tape, again, 1, 1);
          assertGradient(tape, second, 2 * inner[0], 2 * inner[1]);
          assertGradient(tape, first, 4 * inner[0], 4 * inner[1]);
          assertGradient(
              tape,
              y,
              2 + 4 * inner[0],
              4 + 4 * inner[1],
              6 + 1 + 2 * inner[0],
              8 + 1 + 2 * inner[1],
              10,
              12);
        });
  }

  @Test
  void anotherUseOfAWindowWhileASumsGradientIsMadeInIt() {
    record(
        tape -> {
          var y = watched(tape, 1, 2, 3, 4).mul(1);
          var sum = y.slice(0, 0, 2).add(watched(tape, 0, 0));
          var first = sum.mul(2);
          var between = y.slice(0, 1, 3).mul(3);
          var last = sum.mul(5);
          tape.backward(first.sum().add(between.sum()).add(last.sum()));
          assertGradient(tape, sum, 7, 7);
          assertGradient(tape, y, 7, 10, 3, 0);
        });
  }

  /** Each element's gradient is the sum of the weights of all terms in which it stands. */
  @Property(tries = 300)
  void anyWindowsOfOneValue(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int count) {
    var shape = Shape.of(4, 3, 6);
    double[] numbers = new double[72];
    Arrays.setAll(numbers, i -> i);
    record(
        tape -> {
          var random = new Random(seed);
          var x = tape.watch(Tensors.of(GradientCase.device(), shape, numbers)).mul(1);
          var whole = x.mul(7).sum(); // comes last on the way back
          double[] expected = new double[72];
          Arrays.fill(expected, 7);
          var windows = new ArrayList<Tensor>();
          var terms = new ArrayList<Tensor>();
          for (int i = 0; i < count; i++) {
            var window = anyWindow(x, random);
            windows.add(window);
            terms.add(random.nextBoolean() ? window.add(window.detach()) : window.mul(1));
          }
          double[] gradients = new double[count];
          var loss = whole;
          for (int use = 0; use < 3 * count; use++) {
            int i = random.nextInt(count);
            int weight = random.nextInt(1, 9);
            boolean isOfTerm = random.nextInt(3) > 0;
            loss = loss.add((isOfTerm ? terms : windows).get(i).mul(weight).sum());
            gradients[i] += isOfTerm ? weight : 0;
            for (double number : windows.get(i).toDoubles()) {
              expected[(int) number] += weight;
            }
          }
          tape.backward(loss);
          assertGradient(tape, x, expected);
          for (int i = 0; i < count; i++) {
            assertThat(tape.gradient(terms.get(i)).toDoubles()).containsOnly(gradients[i]);
          }
        });
  }

  private static Tensor anyWindow(Tensor x, Random random) {
    var window = x;
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      var shape = window.shape();
      int axis = random.nextInt(shape.rank());
      int from = random.nextInt(shape.dim(axis));
      int to = from + 1 + random.nextInt(shape.dim(axis) - from);
      window =
          switch (random.nextInt(4)) {
            case 0 -> window.reshape(Shape.of(shape.rows(), shape.cols()));
            case 1 -> window.reshape(Shape.of(Math.toIntExact(shape.size())));
            default -> window.slice(axis, from, to);
          };
    }
    return window;
  }
}
