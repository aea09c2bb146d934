package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Streamable;
import dev.recurve.Tensor;
import dev.recurve.autodiff.GradCheck;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tensors;
import dev.recurve.golden.Golden;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamStore;
import dev.recurve.params.ParameterBlock;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layer normalisation, activations and the pools that came with them. */
class NormAndActivationTest {

  @Test
  void layerNormAgreesWithPyTorch() {
    var golden = Golden.read("misc_f64.json").at("layernorm_eps1e-5");
    int features = golden.at("w").shape().dim(0);
    var params =
        ParamStore.from(
            Map.of(
                "weight", new HostArray.F64(Shape.of(features), golden.at("w").values()),
                "bias", new HostArray.F64(Shape.of(features), golden.at("b").values())),
            Devices.F64);
    var layer = LayerNorm.sized(features).with(params);
    params.seal().forEach(ParameterBlock::clearGradient);
    try (var steps = new Steps(Devices.F64)) {
      steps.record(
          tape -> {
            var x = tape.watch(golden.at("x").on(Devices.F64));
            var y = layer.apply(x);
            golden.at("y").assertAgrees(y, 1e-9);
            tape.backward(y.mul(golden.at("gy").on(Devices.F64)).sum());
            golden.at("gx").assertAgrees(tape.gradient(x), 1e-9);
            return tape;
          });
    }
    golden.at("gw").assertAgrees(Weighed.gradients(params).get("weight"), 1e-9);
    golden.at("gb").assertAgrees(Weighed.gradients(params).get("bias"), 1e-9);
  }

  @Test
  void layerNormsGradientsOverASequence() {
    var params = ParamStore.fresh(3, Devices.F64);
    var layer = PerStep.of(LayerNorm.sized(3).epsilon(0.1).with(params));
    var blocks = params.seal();
    GradCheck.on(Devices.F64)
        .parameters(params.parameters(), () -> blocks.forEach(ParameterBlock::changed))
        .input("x", Shape.of(4, 3, 3))
        .check(in -> layer.apply(Sequence.of(in.getFirst(), Lengths.of(2, 4, 0))).data())
        .requireAgreement();
  }

  /** Padding that would divide by zero or is not a number leaves no trace. */
  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, 1e30})
  void layerNormNeverSeesThePadding(double padding) {
    var layer = PerStep.of(LayerNorm.sized(2).with(ParamStore.fresh(3, Devices.F32)));
    double[] x = {1, 3, 5, 5.5, padding, padding, 2, -2};
    var sequence = Sequence.of(Tensors.of(Devices.F32, Shape.of(2, 2, 2), x), Lengths.of(1, 2));
    double[] y = layer.apply(sequence).data().toDoubles();
    assertThat(y)
        .containsExactly(new double[] {-1, 1, -0.99992, 0.99992, 0, 0, 1, -1}, within(1e-4));
    assertThat(new double[] {y[4], y[5]}).containsExactly(0, 0);
  }

  @Test
  void layerNormNamesTheAxes() {
    var layer = LayerNorm.sized(3).with(ParamStore.fresh(3, Devices.F32));
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> layer.apply(Weighed.tensor(Devices.F32, Shape.of(5, 2))))
        .withMessage(
            "LayerNorm expects 3 features on the last axis, received [5, 2] (batch 5, features 2)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerNorm.sized(0))
        .withMessageContaining("at least one feature, received 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerNorm.sized(1).epsilon(0))
        .withMessageContaining("greater than 0 to the variance, received 0.0");
  }

  /** A step of a session gives what the whole sequence gives. */
  @Test
  void streams() {
    var params = ParamStore.fresh(3, Devices.F32);
    Gru.sized(2, 3).with(params.child("gru"));
    LayerNorm.sized(3).with(params.child("norm"));
    var fixed = params.snapshot();
    var net =
        Streamable.of(
            Gru.sized(2, 3)
                .with(fixed.child("gru"))
                .then(PerStep.of(LayerNorm.sized(3).with(fixed.child("norm"))))
                .then(PerStep.of(Activations.silu())));
    var x = Weighed.tensor(Devices.F32, Shape.of(4, 1, 2));
    float[] whole = net.apply(Sequence.full(x)).data().toArray();
    float[] step = new float[3];
    try (var session = net.open(1)) {
      for (int t = 0; t < 4; t++) {
        session.step(x.at(t).toArray(), step);
        for (int i = 0; i < 3; i++) {
          assertThat(step[i]).isCloseTo(whole[3 * t + i], within(1e-5f));
        }
      }
    }
  }

  // ----------------------------------------------------------- activations

  static Stream<Arguments> formulas() {
    return Stream.of(
        of(Activations.tanh(), Math::tanh),
        of(Activations.sigmoid(), x -> 1 / (1 + Math.exp(-x))),
        of(Activations.relu(), x -> Math.max(0, x)),
        of(Activations.leakyRelu(0.1), x -> x > 0 ? x : 0.1 * x),
        of(Activations.elu(1.5), x -> x > 0 ? x : 1.5 * Math.expm1(x)),
        of(Activations.silu(), x -> x / (1 + Math.exp(-x))),
        of(
            Activations.gelu(),
            x ->
                0.5
                    * x
                    * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * Math.pow(x, 3))))),
        of(Activations.mish(), x -> x * Math.tanh(Math.log1p(Math.exp(x)))),
        of(Activations.softplus(), x -> Math.log1p(Math.exp(x))),
        of(Activations.softsign(), x -> x / (1 + Math.abs(x))),
        of(Activations.hardSigmoid(), x -> Math.clamp(x / 6 + 0.5, 0, 1)));
  }

  private static Arguments of(Streamable<Tensor, Tensor> layer, DoubleUnaryOperator formula) {
    return Arguments.of(layer.describe(), layer, formula);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formulas")
  void activations(String name, Layer<Tensor, Tensor> layer, DoubleUnaryOperator formula) {
    double[] x = DoubleStream.iterate(-9.25, v -> v < 9, v -> v + 0.7).toArray();
    var y = layer.apply(Tensors.of(Devices.F64, Shape.of(x.length), x));
    assertThat(y.toDoubles())
        .as(name)
        .containsExactly(DoubleStream.of(x).map(formula).toArray(), within(1e-9));
    GradCheck.on(Devices.F64)
        .input("x", Shape.of(x.length), x)
        .check(in -> layer.apply(in.getFirst()))
        .requireAgreement();
  }

  /** Where a function is flat or straight, its gradient is finite. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("formulas")
  void activationsFarOut(String name, Layer<Tensor, Tensor> layer, DoubleUnaryOperator formula) {
    try (var steps = new Steps(Devices.F32)) {
      double[] gradient =
          steps.record(
              tape -> {
                var x =
                    tape.watch(Tensors.of(Devices.F32, Shape.of(3), new double[] {-500, 0, 500}));
                var y = layer.apply(x);
                assertThat(y.toDoubles()[0])
                    .as(name)
                    .isCloseTo(formula.applyAsDouble(-500), within(1e-3));
                assertThat(y.toDoubles()[2]).isBetween(0.99, 501.0);
                tape.backward(y.sum());
                return tape.gradient(x).toDoubles();
              });
      assertThat(DoubleStream.of(gradient).allMatch(Double::isFinite)).as(name).isTrue();
    }
  }

  @Test
  void softmaxOverTheLastAxis() {
    var x = Tensors.of(Devices.F64, Shape.of(2, 2), new double[] {0, Math.log(3), 1, 1});
    double[] shares = {0.25, 0.75, 0.5, 0.5};
    assertThat(Activations.softmax().apply(x).toDoubles()).containsExactly(shares, within(1e-12));
    assertThat(Activations.logSoftmax().apply(x).exp().toDoubles())
        .containsExactly(shares, within(1e-12));
  }

  @Test
  void slopesAreNotNegative() {
    for (Runnable action :
        List.<Runnable>of(() -> Activations.leakyRelu(-1), () -> Activations.elu(Double.NaN))) {
      assertThatIllegalArgumentException()
          .isThrownBy(action::run)
          .withMessageContaining("0 or more, received");
    }
  }

  // ----------------------------------------------------------------- pools

  @Test
  void largestByHand() {
    double[] x = {1, -9, 7, 0, -1, -8, 9, 9, -3, -7, 9, 9, Double.NaN, 9, 9, 9};
    var data = Tensors.of(Devices.F32, Shape.of(4, 2, 2), x);
    var y = Pool.max().apply(Sequence.of(data, Lengths.of(3, 1)));
    assertThat(y.toDoubles()).containsExactly(1, -7, 7, 0);
  }

  static Stream<Lengths> lengths() {
    return Stream.of(Lengths.of(2, 4, 1), Lengths.of(5, 5, 5), Lengths.of(3, 1, 5));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void poolsGradients(Lengths lengths) {
    var params = ParamStore.fresh(3, Devices.F64);
    var attention = AttentionPool.sized(2, 3).with(params);
    var blocks = params.seal();
    GradCheck.on(Devices.F64)
        .parameters(params.parameters(), () -> blocks.forEach(ParameterBlock::changed))
        .input("x", Shape.of(5, 3, 2))
        .check(
            in -> {
              var sequence = Sequence.of(in.getFirst(), lengths);
              return Pool.max().apply(sequence).add(attention.apply(sequence));
            })
        .requireAgreement();
  }

  /** The same bits whatever stands in the padding and however much there is. */
  @Test
  void poolsNeverSeeThePadding() {
    var attention = AttentionPool.sized(2, 3).with(ParamStore.fresh(3, Devices.F32));
    var lengths = Lengths.of(2, 3, 1);
    for (Layer<Sequence, Tensor> pool : List.<Layer<Sequence, Tensor>>of(Pool.max(), attention)) {
      double[] x = Weighed.numbers(4, 3 * 3 * 2);
      double[] plain = pool.apply(Sequence.of(sequence(x, 3, lengths, 0), lengths)).toDoubles();
      for (double garbage : new double[] {Double.NaN, 1e30}) {
        double[] more = Weighed.numbers(4, 5 * 3 * 2);
        assertThat(
                pool.apply(Sequence.of(sequence(more, 5, lengths, garbage), lengths)).toDoubles())
            .as(pool.describe())
            .isEqualTo(plain);
      }
    }
  }

  private static Tensor sequence(double[] x, int steps, Lengths lengths, double padding) {
    for (int i = 0; i < x.length; i++) {
      if (i / 6 >= lengths.at(i / 2 % 3)) {
        x[i] = padding;
      }
    }
    return Tensors.of(Devices.F32, Shape.of(steps, 3, 2), x);
  }

  @Test
  void attentionPoolsWeightsAreShares() {
    var pool = AttentionPool.sized(2, 3).with(ParamStore.fresh(3, Devices.F32));
    var lengths = Lengths.of(2, 3, 1);
    var found = pool.attend(Sequence.of(Weighed.tensor(Devices.F32, Shape.of(4, 3, 2)), lengths));
    assertThat(found.weights().shape()).isEqualTo(Shape.of(3, 3));
    assertThat(found.weights().sum(-1).toDoubles())
        .containsExactly(new double[] {1, 1, 1}, within(1e-6));
    assertThat(found.weights().toDoubles()[2]).isZero();
    assertThat(pool.describe()).isEqualTo("AttentionPool(2)");
  }
}
