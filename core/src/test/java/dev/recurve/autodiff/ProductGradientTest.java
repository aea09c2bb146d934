package dev.recurve.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.params.ParamStore;
import dev.recurve.params.ParameterBlock;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients of matrix products, for tensors and for parameters used at many steps. */
class ProductGradientTest {

  static List<GradientCase> products() {
    return List.of(
        product(
            "matmul of a vector", Shape.of(3), Shape.of(3, 2), in -> in.get(0).matmul(in.get(1))),
        product("matmul", Shape.of(4, 3), Shape.of(3, 2), in -> in.get(0).matmul(in.get(1))),
        product(
            "matmul of steps",
            Shape.of(2, 4, 3),
            Shape.of(3, 2),
            in -> in.get(0).matmul(in.get(1))),
        product(
            "transposed, of a vector",
            Shape.of(3),
            Shape.of(2, 3),
            in -> in.get(0).matmulTransposed(in.get(1))),
        product(
            "transposed",
            Shape.of(4, 3),
            Shape.of(2, 3),
            in -> in.get(0).matmulTransposed(in.get(1))),
        product(
            "transposed, of steps",
            Shape.of(2, 4, 3),
            Shape.of(5, 3),
            in -> in.get(0).matmulTransposed(in.get(1))),
        product(
            "windows",
            Shape.of(4, 6),
            Shape.of(3, 5),
            in -> in.get(0).slice(1, 2, 5).matmul(in.get(1).slice(1, 1, 3))),
        product(
            "windows, transposed",
            Shape.of(2, 4, 6),
            Shape.of(5, 4),
            in ->
                in.get(0).slice(2, 2, 5).matmulTransposed(in.get(1).slice(1, 0, 3).slice(0, 1, 4))),
        product(
            "one matrix twice",
            Shape.of(3, 3),
            Shape.of(3, 3),
            in -> in.get(0).matmul(in.get(1)).tanh().matmulTransposed(in.get(1))),
        new GradientCase(
            "a matrix by itself",
            check -> check.input("x", Shape.of(3, 3)),
            in -> in.get(0).matmul(in.get(0)).add(in.get(0).matmulTransposed(in.get(0)))));
  }

  private static GradientCase product(
      String name, Shape x, Shape w, Function<List<Tensor>, Tensor> function) {
    return new GradientCase(name, check -> check.input("x", x).input("w", w), function);
  }

  @ParameterizedTest
  @MethodSource("products")
  void ofTensors(GradientCase gradient) {
    gradient.check();
  }

  private final ParamStore store = ParamStore.fresh(5, GradientCase.device());
  private final Parameter weight = store.get("weight", Shape.of(3, 3), new Init.Uniform(0.8));
  private final Parameter bias = store.get("bias", Shape.of(3), new Init.Uniform(0.8));

  private void check(Function<Tensor, Tensor> function) {
    var blocks = store.seal();
    // A gradient that was there before must stay apart from what the check looks at.
    blocks.forEach(b -> b.device().backend().fill(b.gradient().mat(), 7));
    GradCheck.on(store.device())
        .input("x", Shape.of(4, 2, 3))
        .parameters(store.parameters(), () -> blocks.forEach(ParameterBlock::changed))
        .check(in -> function.apply(in.get(0)))
        .requireAgreement();
    assertThat(blocks.getFirst().gradient().toDoubles()).containsOnly(7);
  }

  /** A simple recurrence: the weight's gradient is one product over all rows of all steps. */
  private Tensor recurrence(Tensor x) {
    var h = x.zeros(Shape.of(2, 3));
    for (int t = 0; t < 4; t++) {
      h = x.at(t).add(h).matmulTransposed(weight.value()).add(bias.value()).tanh();
    }
    return h;
  }

  @Test
  void parametersUsedAtEveryStep() {
    check(this::recurrence);
  }

  @Test
  void aParameterUsedBothWaysRound() {
    check(x -> x.matmul(weight.value()).tanh().matmulTransposed(weight.value()));
  }

  @Test
  void aParameterInProductsAndElsewhere() {
    check(
        x ->
            recurrence(x)
                .sum()
                .add(weight.value().square().sum())
                .add(weight.value().at(1).mul(bias.value()).sum()));
  }

  @Test
  void productsWithAWindowOfAParameter() {
    check(x -> x.matmulTransposed(weight.value().slice(0, 1, 3)).tanh());
  }

  @Test
  void aParameterOnTheLeft() {
    check(x -> weight.value().matmul(x.at(0).transpose(1, 0)).tanh());
  }

  @Test
  void aParameterWithAShrinkingBatch() {
    check(
        x -> {
          var both = x.at(0).matmulTransposed(weight.value()).tanh();
          return both.slice(0, 0, 1).add(x.at(1).slice(0, 1, 2)).matmulTransposed(weight.value());
        });
  }

  @Test
  void gradientsAddUpOverSteps() {
    var block = store.seal().getFirst();
    try (var steps = new Steps(store.device())) {
      for (int i = 0; i < 3; i++) {
        steps.record(
            tape -> {
              tape.backward(bias.value().mul(2).sum());
              return 0;
            });
      }
      double[] gradient = block.gradient().toDoubles();
      assertThat(gradient).startsWith(new double[9]).endsWith(6, 6, 6).hasSize(12);
      block.clearGradient();
      assertThat(block.gradient().toDoubles()).containsOnly(0);
    }
  }
}
