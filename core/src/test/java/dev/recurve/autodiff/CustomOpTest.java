package dev.recurve.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Operations with a derivative of their own. */
class CustomOpTest {

  /** {@code a·b²}, where b may be declared to have no gradient. */
  private record TimesSquare(boolean both) implements CustomOp {
    @Override
    public String name() {
      return "timesSquare";
    }

    @Override
    public Tensor forward(List<Tensor> in) {
      return in.get(0).mul(in.get(1).square());
    }

    @Override
    public List<Optional<Tensor>> backward(Tensor gradient, List<Tensor> in, Tensor result) {
      var da = gradient.mul(in.get(1).square());
      var db = gradient.mul(in.get(0)).mul(in.get(1)).mul(2);
      return List.of(Optional.of(da), both ? Optional.of(db) : Optional.empty());
    }
  }

  @Test
  void gradientsFlowThroughIt() {
    new GradientCase(
            "timesSquare",
            check -> check.input("a", Shape.of(2, 3)).input("b", Shape.of(2, 3)),
            in -> CustomOp.apply(new TimesSquare(true), in.get(0).tanh(), in.get(1)).tanh())
        .check();
  }

  @Test
  void anInputUsedTwiceGetsBoth() {
    new GradientCase(
            "x·x²",
            check -> check.input("x", Shape.of(2, 3)),
            in -> CustomOp.apply(new TimesSquare(true), in.get(0), in.get(0)))
        .check();
  }

  @Test
  void windowsAsInputs() {
    new GradientCase(
            "windows",
            check -> check.input("x", Shape.of(2, 6)),
            in ->
                CustomOp.apply(
                    new TimesSquare(true), in.get(0).slice(1, 1, 4), in.get(0).slice(1, 2, 5)))
        .check();
  }

  @Test
  void itIsOneNode() {
    try (var steps = new Steps(GradientCase.device())) {
      int nodes =
          steps.record(
              tape -> {
                var x = tape.watch(Tensors.of(Shape.of(2), 1, 2));
                CustomOp.apply(new TimesSquare(true), x, x);
                return tape.size();
              });
      assertThat(nodes).isEqualTo(1);
    }
  }

  @Test
  void anInputWithoutGradientGetsNone() {
    try (var steps = new Steps(GradientCase.device())) {
      steps.record(
          tape -> {
            var a = tape.watch(Tensors.of(Shape.of(2), 1, 2));
            var b = tape.watch(Tensors.of(Shape.of(2), 3, 4));
            tape.backward(CustomOp.apply(new TimesSquare(false), a, b).sum());
            assertThat(tape.gradient(a).toDoubles()).containsExactly(9, 16);
            assertThat(tape.gradient(b).toDoubles()).containsExactly(0, 0);
            return 0;
          });
    }
  }

  @Test
  void aGradientOfAnotherShapeIsRefused() {
    var wrong =
        new CustomOp() {
          @Override
          public String name() {
            return "wrong";
          }

          @Override
          public Tensor forward(List<Tensor> in) {
            return in.getFirst().sum();
          }

          @Override
          public List<Optional<Tensor>> backward(Tensor gradient, List<Tensor> in, Tensor result) {
            return List.of(Optional.of(gradient));
          }
        };
    try (var steps = new Steps(GradientCase.device())) {
      assertThatThrownBy(
              () ->
                  steps.record(
                      tape -> {
                        var x = tape.watch(Tensors.of(Shape.of(2), 1, 2));
                        tape.backward(CustomOp.apply(wrong, x));
                        return 0;
                      }))
          .isInstanceOf(ShapeException.class)
          .hasMessage("wrong gave a gradient [] for an input [2]");
    }
  }
}
