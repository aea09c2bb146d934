package dev.recurve.autodiff;

import dev.recurve.Shape;
import dev.recurve.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradients of the operations on two tensors, in every way that two shapes may be laid over each
 * other.
 */
class PairGradientTest {
  private static final Map<String, BinaryOperator<Tensor>> OPERATIONS = operations();

  private static Map<String, BinaryOperator<Tensor>> operations() {
    var operations = new LinkedHashMap<String, BinaryOperator<Tensor>>();
    operations.put("add", Tensor::add);
    operations.put("sub", Tensor::sub);
    operations.put("mul", Tensor::mul);
    operations.put("div", Tensor::div);
    operations.put("max", Tensor::max);
    operations.put("min", Tensor::min);
    return operations;
  }

  /** The big shape and what may be laid over it. */
  private static final Map<Shape, List<Shape>> PAIRS =
      Map.of(
          Shape.scalar(), List.of(Shape.scalar()),
          Shape.of(1), List.of(Shape.scalar()),
          Shape.of(4), List.of(Shape.of(4), Shape.scalar(), Shape.of(1)),
          Shape.of(3, 4),
              List.of(
                  Shape.of(3, 4),
                  Shape.scalar(),
                  Shape.of(1),
                  Shape.of(1, 1),
                  Shape.of(4),
                  Shape.of(3, 1)),
          Shape.of(2, 3, 4),
              List.of(
                  Shape.of(2, 3, 4),
                  Shape.scalar(),
                  Shape.of(1, 1, 1),
                  Shape.of(4),
                  Shape.of(3, 4),
                  Shape.of(2, 3, 1)),
          Shape.of(2, 2, 3, 2),
              List.of(Shape.of(2), Shape.of(3, 2), Shape.of(2, 3, 2), Shape.of(2, 2, 3, 1)));

  static List<GradientCase> pairs() {
    var cases = new ArrayList<GradientCase>();
    OPERATIONS.forEach(
        (name, op) ->
            PAIRS.forEach(
                (big, smalls) -> {
                  for (var small : smalls) {
                    cases.add(whole(name, op, big, small));
                    cases.add(whole(name, op, small, big));
                    if (big.rank() > 0 && small.rank() > 0) {
                      cases.add(windows(name, op, big, small));
                      cases.add(windows(name, op, small, big));
                    }
                  }
                }));
    return cases;
  }

  private static GradientCase whole(String name, BinaryOperator<Tensor> op, Shape a, Shape b) {
    return new GradientCase(
        "%s %s %s".formatted(a, name, b),
        check -> check.input("a", a, 0.5, 2).input("b", b, 0.6, 1.9),
        in -> op.apply(in.get(0), in.get(1)));
  }

  /** The same with operands whose rows have gaps between them. */
  private static GradientCase windows(String name, BinaryOperator<Tensor> op, Shape a, Shape b) {
    UnaryOperator<Tensor> inner = x -> x.slice(-1, 1, x.shape().dim(-1) - 1);
    return new GradientCase(
        "window %s %s window %s".formatted(a, name, b),
        check ->
            check
                .input("a", a.with(-1, a.dim(-1) + 2), 0.5, 2)
                .input("b", b.with(-1, b.dim(-1) + 2), 0.6, 1.9),
        in -> op.apply(inner.apply(in.get(0)), inner.apply(in.get(1))));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void gradientsAreThoseOfDifferences(GradientCase gradient) {
    gradient.check();
  }

  static List<GradientCase> selves() {
    return OPERATIONS.entrySet().stream()
        .map(
            op ->
                new GradientCase(
                    op.getKey() + " of a tensor and its double",
                    check -> check.input("x", Shape.of(3, 4), 0.5, 2),
                    in -> op.getValue().apply(in.get(0), in.get(0).mul(2)).mul(in.get(0))))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("selves")
  void aTensorUsedTwiceGetsBothGradients(GradientCase gradient) {
    gradient.check();
  }

  static List<GradientCase> sames() {
    return List.of("add", "sub", "mul", "div").stream()
        .map(
            name ->
                new GradientCase(
                    "x " + name + " x",
                    check -> check.input("x", Shape.of(2, 3), 0.5, 2),
                    in -> OPERATIONS.get(name).apply(in.get(0), in.get(0))))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("sames")
  void aTensorPairedWithItselfGetsBothGradients(GradientCase gradient) {
    gradient.check();
  }
}
