package dev.recurve.autodiff;

import dev.recurve.Lengths;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients of the functions of one tensor, of reductions and of choices. */
class FunctionGradientTest {
  private static final List<Shape> SHAPES =
      List.of(Shape.scalar(), Shape.of(5), Shape.of(3, 4), Shape.of(2, 3, 4));

  /** Functions that are smooth, or smooth away from 0, between 0.3 and 2. */
  private static Map<String, UnaryOperator<Tensor>> functions() {
    var functions = new LinkedHashMap<String, UnaryOperator<Tensor>>();
    functions.put("exp", Tensor::exp);
    functions.put("log", Tensor::log);
    functions.put("sqrt", Tensor::sqrt);
    functions.put("square", Tensor::square);
    functions.put("abs", Tensor::abs);
    functions.put("abs of negative", x -> x.neg().abs());
    functions.put("reciprocal", Tensor::reciprocal);
    functions.put("tanh", Tensor::tanh);
    functions.put("sigmoid", Tensor::sigmoid);
    functions.put("relu", Tensor::relu);
    functions.put("relu of both signs", x -> x.sub(x.mean()).relu());
    functions.put("softplus", Tensor::softplus);
    functions.put("softplus of negative", x -> x.mul(-3).softplus());
    functions.put("affine", x -> x.affine(-2.5, 0.75));
    functions.put("add", x -> x.add(3.0));
    functions.put("mul", x -> x.mul(-0.5));
    functions.put("neg", Tensor::neg);
    functions.put("oneMinus", Tensor::oneMinus);
    functions.put("softmax", Tensor::softmax);
    functions.put("logSoftmax", Tensor::logSoftmax);
    functions.put("sum", Tensor::sum);
    functions.put("mean", Tensor::mean);
    return functions;
  }

  static List<GradientCase> ofOne() {
    var cases = new ArrayList<GradientCase>();
    functions()
        .forEach(
            (name, function) -> {
              for (var shape : SHAPES) {
                cases.add(
                    new GradientCase(
                        name + " " + shape,
                        check -> check.input("x", shape, 0.3, 2),
                        in -> function.apply(in.get(0))));
                cases.add(
                    new GradientCase(
                        name + " twice " + shape,
                        check -> check.input("x", shape, 0.3, 2),
                        in -> function.apply(in.get(0)).add(function.apply(in.get(0).mul(1.1)))));
              }
              cases.add(
                  new GradientCase(
                      name + " of a window",
                      check -> check.input("x", Shape.of(2, 3, 6), 0.3, 2),
                      in -> function.apply(in.get(0).slice(2, 1, 5))));
            });
    return cases;
  }

  @ParameterizedTest
  @MethodSource("ofOne")
  void functionsOfOne(GradientCase gradient) {
    gradient.check();
  }

  static List<GradientCase> axisSums() {
    var cases = new ArrayList<GradientCase>();
    for (var shape :
        List.of(Shape.of(4), Shape.of(3, 4), Shape.of(2, 3, 4), Shape.of(2, 3, 2, 2))) {
      for (int axis = -1; axis < shape.rank(); axis++) {
        int along = axis;
        cases.add(
            new GradientCase(
                "sum of %s along %d".formatted(shape, axis),
                check -> check.input("x", shape),
                in -> in.get(0).sum(along).square()));
        cases.add(
            new GradientCase(
                "sum of a window %s along %d".formatted(shape, axis),
                check -> check.input("x", shape.with(-1, shape.dim(-1) + 3)),
                in -> in.get(0).slice(-1, 2, 2 + shape.dim(-1)).sum(along).square()));
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("axisSums")
  void sumsAlongAnAxis(GradientCase gradient) {
    gradient.check();
  }

  static List<GradientCase> choices() {
    UnaryOperator<GradCheck> two =
        check -> check.input("a", Shape.of(2, 3, 4)).input("b", Shape.of(2, 3, 4));
    return List.of(
        new GradientCase(
            "where, a mask for each element",
            two,
            in -> in.get(0).where(mask(2, 3, 4), in.get(1)).square()),
        new GradientCase(
            "where, a mask for each row",
            two,
            in -> in.get(0).where(mask(2, 3, 1), in.get(1)).square()),
        new GradientCase(
            "where, of windows",
            check -> check.input("a", Shape.of(2, 3, 7)).input("b", Shape.of(2, 3, 5)),
            in -> in.get(0).slice(2, 2, 6).where(mask(2, 3, 4), in.get(1).slice(2, 0, 4)).square()),
        new GradientCase(
            "where, the same on both sides",
            check -> check.input("x", Shape.of(3, 4)),
            in -> in.get(0).where(mask(3, 4), in.get(0).mul(3)).square()),
        new GradientCase(
            "greater carries nothing",
            two,
            in -> in.get(0).greater(in.get(1)).mul(in.get(0).add(in.get(1)))),
        new GradientCase(
            "padding of features",
            check -> check.input("x", Shape.of(4, 3, 2)),
            in -> in.get(0).zeroPadding(Lengths.of(4, 0, 2)).square()),
        new GradientCase(
            "padding without features",
            check -> check.input("x", Shape.of(4, 3)),
            in -> in.get(0).zeroPadding(Lengths.of(1, 4, 3)).square()),
        new GradientCase(
            "padding of images",
            check -> check.input("x", Shape.of(3, 2, 2, 3)),
            in -> in.get(0).zeroPadding(Lengths.of(1, 2)).square()),
        new GradientCase(
            "padding of a window",
            check -> check.input("x", Shape.of(3, 2, 5)),
            in -> in.get(0).slice(2, 1, 4).zeroPadding(Lengths.of(1, 2)).square()),
        new GradientCase(
            "no padding",
            check -> check.input("x", Shape.of(3, 2, 2)),
            in -> in.get(0).zeroPadding(Lengths.of(3, 3)).square()));
  }

  private static Tensor mask(int... dims) {
    var shape = Shape.of(dims);
    float[] mask = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = i % 3 == 1 ? 0 : 1;
    }
    return Tensors.of(shape, mask);
  }

  @ParameterizedTest
  @MethodSource("choices")
  void choicesAndPadding(GradientCase gradient) {
    gradient.check();
  }
}
