package dev.recurve.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.recurve.DataException;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tensors;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Formulas on values worked by hand, and what they refuse. */
class FormulasTest {
  private static final Offset<Double> EXACT = within(1e-12);

  private final Device device = Device.standard().withType(DType.F64);

  private Tensor of(double... values) {
    return Tensors.of(device, Shape.of(values.length), values);
  }

  private Tensor of(Shape shape, double... values) {
    return Tensors.of(device, shape, values);
  }

  private Tensor ints(int... values) {
    return Tensors.ofInts(device, Shape.of(values.length), values);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Test
  void logCosh() {
    double[] losses = Losses.logCosh().elements(of(0, 1.5, -1.5, 1000), of(0, 0, 0, 0)).toDoubles();
    double expected = Math.log(Math.cosh(1.5));
    assertThat(losses)
        .containsExactly(new double[] {0, expected, expected, 1000 - Math.log(2)}, EXACT);
  }

  @Test
  void percentages() {
    assertThat(Losses.mape().elements(of(3, -1), of(2, -4)).toDoubles())
        .containsExactly(new double[] {50, 75}, EXACT);
    assertThat(Losses.mape(0.5).elements(of(3, 1), of(2, 0)).toDoubles())
        .containsExactly(new double[] {50, 200}, EXACT);
    assertThatThrownBy(() -> Losses.mape().requireTargets(1, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("The target 0.0 at index 1 is not for mape");
  }

  @Test
  void quantiles() {
    assertThat(Losses.quantile(0.9).elements(of(1, 3), of(2, 2)).toDoubles())
        .containsExactly(new double[] {0.9, 0.1}, EXACT);
    var both = Losses.quantile(0.1, 0.9);
    var prediction = of(Shape.of(2, 2), 1, 3, 4, 5);
    assertThat(both.elements(prediction, of(2, 2)).toDoubles())
        .containsExactly(new double[] {(0.1 + 0.1) / 2, (0.9 * 2 + 0.1 * 3) / 2}, EXACT);
    assertThat(both.each(of(Shape.of(1, 4), 1, 3, 4, 5), of(Shape.of(1, 2), 2, 2)).shape())
        .isEqualTo(Shape.of(1, 2));
    assertThatThrownBy(() -> Losses.quantile(0.5, 0.5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Losses.quantile(1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(Losses::quantile).isInstanceOf(IllegalArgumentException.class);
  }

  /** The least mean pinball loss over a constant is at the sample's own quantile. */
  @Test
  void theBestConstantIsTheQuantile() {
    double[] sample = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    double best = Double.POSITIVE_INFINITY;
    double at = 0;
    for (double c = 0; c <= 12; c += 0.25) {
      var constant = Tensors.filled(device, Shape.of(11), c);
      double loss = Losses.quantile(0.25).mean(constant, of(sample)).item();
      if (loss < best) {
        best = loss;
        at = c;
      }
    }
    assertThat(at).isEqualTo(3);
  }

  @Test
  void poissonIsTheNegativeLogLikelihoodLessAConstant() {
    // SciPy: -ln P(3; rate 4).
    double expected = 1.6328763858683835 - Math.log(6);
    assertThat(Losses.poisson().elements(of(Math.log(4)), of(3)).item()).isCloseTo(expected, EXACT);
    assertThatThrownBy(() -> Losses.poisson().requireTargets(-1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("0 or more");
  }

  @Test
  void aYesCanWeighMore() {
    double[] losses =
        Losses.binaryCrossEntropy(3, 1)
            .elements(of(Shape.of(1, 2), 0.4, 0.4), of(Shape.of(1, 2), 1, 1))
            .toDoubles();
    double plain = -Math.log(sigmoid(0.4));
    assertThat(losses).containsExactly(new double[] {3 * plain, plain}, EXACT);
    assertThat(Losses.binaryCrossEntropy(3).elements(of(0.4), of(0)).item())
        .isCloseTo(-Math.log(1 - sigmoid(0.4)), EXACT);
    assertThatThrownBy(() -> Losses.binaryCrossEntropy(1, 2, 3).mean(of(1, 2), of(1, 0)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("3 questions");
    assertThatThrownBy(() -> Losses.binaryCrossEntropy(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void focalDampensWhatIsRightAlready() {
    double p = sigmoid(1.2);
    double expected = -0.25 * Math.pow(1 - p, 2) * Math.log(p);
    assertThat(Losses.binaryFocal(2, 0.25).elements(of(1.2), of(1)).item())
        .isCloseTo(expected, EXACT);
    double no = -0.75 * Math.pow(p, 2) * Math.log(1 - p);
    assertThat(Losses.binaryFocal(2, 0.25).elements(of(1.2), of(0)).item()).isCloseTo(no, EXACT);
    var logits = of(Shape.of(2, 3), 1, 2, 0.5, -1, 0, 1);
    double q = Math.exp(2) / (Math.exp(1) + Math.exp(2) + Math.exp(0.5));
    var focal = Losses.focal(2).classWeights(1, 4, 1).ignoring(2);
    assertThat(focal.each(logits, ints(1, 2)).toDoubles())
        .containsExactly(new double[] {-4 * Math.pow(1 - q, 2) * Math.log(q), 0}, EXACT);
    assertThat(focal.weight(logits, ints(1, 2))).isEqualTo(1);
  }

  @Test
  void focalOfGammaZeroIsCrossEntropy() {
    var logits = of(Shape.of(2, 3), 1, 2, 0.5, -1, 0, 1);
    assertThat(Losses.focal(0).mean(logits, ints(1, 2)).item())
        .isCloseTo(Losses.crossEntropy().mean(logits, ints(1, 2)).item(), EXACT);
    assertThat(Losses.binaryFocal(0).mean(of(1, -2), of(1, 0)).item())
        .isCloseTo(Losses.binaryCrossEntropy().mean(of(1, -2), of(1, 0)).item(), EXACT);
    assertThatThrownBy(() -> Losses.focal(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Losses.binaryFocal(1, 2)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Where p is 1, powers and logarithms meet 0 · ∞. */
  @Test
  void focalIsFiniteWhereTheAnswerIsCertain() {
    try (var steps = new Steps(device)) {
      steps.record(
          tape -> {
            var logits = tape.watch(of(1000, -1000, 1000));
            var loss = Losses.binaryFocal(0.5).mean(logits, of(1, 0, 0));
            tape.backward(loss);
            assertThat(loss.item()).isCloseTo(1000.0 / 3, EXACT);
            assertThat(tape.gradient(logits).toDoubles())
                .containsExactly(new double[] {0, 0, 1.0 / 3}, EXACT);
            return 0;
          });
    }
  }

  @Test
  void margins() {
    assertThat(Losses.hinge().elements(of(0.25, 0.25, 3), of(1, -1, 1)).toDoubles())
        .containsExactly(0.75, 1.25, 0);
    assertThat(Losses.squaredHinge().elements(of(0.5), of(-1)).item()).isEqualTo(2.25);
    assertThatThrownBy(() -> Losses.hinge().requireTargets(1, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("-1 or 1");
    var scores = of(Shape.of(2, 3), 0.5, 1, 0.75, 2, 0, 0);
    // Class 1 leads by 0.5 and 0.25; class 0 leads by 2.
    assertThat(Losses.classHinge(1).each(scores, ints(1, 0)).toDoubles())
        .containsExactly(new double[] {(0.5 + 0.75) / 3, 0}, EXACT);
    assertThat(Losses.classHinge(1).squared().each(scores, ints(1, 0)).toDoubles())
        .containsExactly(new double[] {(0.25 + 0.5625) / 3, 0}, EXACT);
    for (int ignored : new int[] {-100, 0, 7}) {
      var loss = Losses.classHinge(1).ignoring(ignored);
      assertThat(loss.mean(scores, ints(1, ignored)).item()).isCloseTo(1.25 / 3, EXACT);
    }
    assertThatThrownBy(() -> Losses.classHinge(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void directions() {
    var p = of(Shape.of(4, 2), 1, 0, 2, 2, 3, 0, 0, 0);
    var y = of(Shape.of(4, 2), 5, 0, 1, 0, -1, 0, 1, 1);
    assertThat(Losses.cosine().each(p, y).toDoubles())
        .containsExactly(new double[] {0, 1 - Math.sqrt(0.5), 2, 1}, EXACT);
  }

  @Test
  void aRowOfZerosHasAFiniteGradient() {
    try (var steps = new Steps(device)) {
      steps.record(
          tape -> {
            var p = tape.watch(of(Shape.of(1, 2), 0, 0));
            tape.backward(Losses.cosine().mean(p, of(Shape.of(1, 2), 1, 0)));
            assertThat(tape.gradient(p).toDoubles()).doesNotContain(Double.NaN);
            return 0;
          });
    }
  }

  @Test
  void divergenceIsZeroOfTheSameAndCountsNothingWhereNothingIsExpected() {
    var logits = of(Shape.of(1, 3), Math.log(0.5), Math.log(0.3), Math.log(0.2));
    var loss = Losses.klDivergence();
    assertThat(loss.mean(logits, of(Shape.of(1, 3), 0.5, 0.3, 0.2)).item()).isCloseTo(0, EXACT);
    assertThat(loss.mean(logits, of(Shape.of(1, 3), 1, 0, 0)).item()).isCloseTo(Math.log(2), EXACT);
    assertThatThrownBy(() -> loss.requireTargets(0.5, 1.5))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a probability in 0…1");
  }

  @Test
  void targetsAreCheckedWhereThatIsCheap() {
    assumeThat(device.backend().isGarbageCollected()).isTrue();
    assertThatThrownBy(
            () ->
                Losses.binaryCrossEntropy()
                    .mean(of(Shape.of(2, 2), 1, 2, 3, 4), of(Shape.of(2, 2), 1, 0, 0, 2)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "The target 2.0 at element [1, 1] is not for binary-cross-entropy, which wants a"
                + " probability in 0…1");
    assertThatThrownBy(() -> Losses.focal(2).mean(of(Shape.of(1, 2), 1, 2), ints(2)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("The target 2 at index 0 is not one of the 2 classes");
  }

  @Test
  void formulasOfTheUsersOwnAreChecked() {
    var flat = RowLoss.of("flat", (p, y) -> p.sub(y));
    assertThatThrownBy(
            () -> flat.mean(of(Shape.of(2, 2), 1, 2, 3, 4), of(Shape.of(2, 2), 1, 0, 0, 2)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("The formula of flat gives one loss a row, [2], it gave [2, 2]");
    assertThatThrownBy(() -> ElementLoss.of("one", 1, (p, y) -> y))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Losses.cosine().mean(of(1, 2), of(1, 2, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("cosine compares the rows");
  }
}
