package dev.recurve.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.recurve.DataException;
import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.Tensors;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** How items become one number, and what weights do, on values worked by hand. */
class ReductionTest {
  private static final Offset<Double> EXACT = within(1e-12);
  private static final double NAN = Double.NaN;

  private final Device device = Device.standard().withType(DType.F64);

  /** Errors 1, 2, 6 of the first sequence, 4 of the second, none of the third. */
  private final Lengths lengths = Lengths.of(3, 1, 0);

  private final Sequence prediction = sequence(1, 4, NAN, 2, NAN, NAN, 6, NAN, NAN);
  private final Sequence target = sequence(0, 0, NAN, 0, NAN, NAN, 0, NAN, NAN);

  private Sequence sequence(double... values) {
    return Sequence.of(Tensors.of(device, Shape.of(3, 3, 1), values), lengths);
  }

  private Tensor of(Shape shape, double... values) {
    return Tensors.of(device, shape, values);
  }

  @Test
  void overSteps() {
    var loss = Losses.mae().overSteps();
    assertThat(loss.mean(prediction, target).item()).isCloseTo(13.0 / 4, EXACT);
    assertThat(loss.reduced(Reduction.MEAN)).isSameAs(loss);
    var sum = loss.reduced(Reduction.SUM);
    assertThat(sum.mean(prediction, target).item()).isCloseTo(13, EXACT);
    assertThat(sum.weight(prediction, target)).isEqualTo(1);
    var perSequence = loss.reduced(Reduction.SEQUENCE_MEAN);
    assertThat(perSequence.mean(prediction, target).item()).isCloseTo((3 + 4) / 2.0, EXACT);
    assertThat(perSequence.weight(prediction, target)).isEqualTo(2);
    assertThat(perSequence.name()).isEqualTo("mae-per-sequence");
    assertThat(perSequence.describe()).isEqualTo("SEQUENCE_MEAN of mae over steps");
    assertThat(loss.each(prediction, target).shape()).isEqualTo(Shape.of(3, 3, 1));
    assertThat(loss.each(prediction, target).toDoubles())
        .containsExactly(1, 4, 0, 2, 0, 0, 6, 0, 0);
  }

  @Test
  void weightsOfSequencesAndOfSteps() {
    var loss = Losses.mae().overSteps().weighted();
    var bySequence = new Weighted<>(target, of(Shape.of(3), 2, 1, 100));
    assertThat(loss.mean(prediction, bySequence).item()).isCloseTo((18 + 4) / 7.0, EXACT);
    assertThat(loss.weight(prediction, bySequence)).isEqualTo(7);
    var byStep = new Weighted<>(target, of(Shape.of(3, 3), 1, 1, NAN, 0, NAN, NAN, 3, NAN, NAN));
    assertThat(loss.mean(prediction, byStep).item()).isCloseTo((1 + 18 + 4) / 5.0, EXACT);
    assertThat(loss.weight(prediction, byStep)).isEqualTo(5);
    var perSequence = loss.reduced(Reduction.SEQUENCE_MEAN);
    assertThat(perSequence.mean(prediction, byStep).item()).isCloseTo((19.0 / 4 + 4) / 2, EXACT);
    var none = new Weighted<>(target, of(Shape.of(3), 2, 0, 100));
    assertThat(perSequence.mean(prediction, none).item()).isCloseTo(3, EXACT);
    assertThat(perSequence.weight(prediction, none)).isEqualTo(1);
  }

  @Test
  void plainBatches() {
    var p = of(Shape.of(2, 2), 1, 3, 5, 7);
    var y = of(Shape.of(2, 2), 0, 0, 0, 0);
    var loss = Losses.mae().weighted();
    var weighted = new Weighted<>(y, of(Shape.of(2), 3, 1));
    assertThat(loss.mean(p, weighted).item()).isCloseTo((3 * 4 + 12) / 8.0, EXACT);
    assertThat(loss.reduced(Reduction.SUM).mean(p, weighted).item()).isCloseTo(24, EXACT);
    assertThat(loss.reduced(Reduction.SEQUENCE_MEAN).mean(p, weighted).item())
        .isCloseTo((2 + 6) / 2.0, EXACT);
    assertThat(loss.each(p, weighted).toDoubles()).containsExactly(3, 9, 5, 7);
    assertThat(Losses.mae().reduced(Reduction.SEQUENCE_MEAN).mean(p, y).item())
        .isCloseTo((2 + 6) / 2.0, EXACT);
    assertThat(Losses.mae().each(p, y).shape()).isEqualTo(Shape.of(2, 2));
  }

  @Test
  void observedElements() {
    var observed = Observed.of(device, Shape.of(3, 2), new double[] {0, NAN, 0, 0, NAN, NAN});
    var p = of(Shape.of(3, 2), 1, NAN, 3, 5, NAN, 7);
    var loss = Losses.mae().observed();
    assertThat(loss.mean(p, observed).item()).isCloseTo(3, EXACT);
    assertThat(loss.each(p, observed).toDoubles()).containsExactly(1, 0, 3, 5, 0, 0);
    assertThat(loss.reduced(Reduction.SEQUENCE_MEAN).mean(p, observed).item())
        .isCloseTo((1 + 4) / 2.0, EXACT);
    assertThat(loss.reduced(Reduction.SEQUENCE_MEAN).weight(p, observed)).isEqualTo(2);
    var weighted = new Weighted<>(observed, of(Shape.of(3), 1, 0.5, 9));
    assertThat(loss.weighted().mean(p, weighted).item()).isCloseTo((1 + 4) / 2.0, EXACT);
    assertThat(loss.weighted().weight(p, weighted)).isEqualTo(2);
  }

  @Test
  void classWeightsAndIgnoredTargetsInEveryReduction() {
    var logits = Sequence.of(Tensors.zeros(device, Shape.of(3, 3, 2)), lengths);
    int[] ids = {0, 1, 9, 1, 9, 9, 0, 9, 9};
    var tokens = new Tokens(Tensors.ofInts(device, Shape.of(3, 3), ids), lengths);
    double ln2 = Math.log(2);
    var weighing = Losses.crossEntropy().classWeights(1, 3).overSteps();
    assertThat(weighing.each(logits, tokens).toDoubles())
        .containsExactly(new double[] {ln2, 3 * ln2, 0, 3 * ln2, 0, 0, ln2, 0, 0}, EXACT);
    assertThat(weighing.reduced(Reduction.SUM).mean(logits, tokens).item())
        .isCloseTo(8 * ln2, EXACT);
    assertThat(weighing.reduced(Reduction.SEQUENCE_MEAN).mean(logits, tokens).item())
        .isCloseTo(ln2, EXACT);
    var ignoring = Losses.crossEntropy().ignoring(1).overSteps();
    assertThat(ignoring.each(logits, tokens).toDoubles())
        .containsExactly(new double[] {ln2, 0, 0, 0, 0, 0, ln2, 0, 0}, EXACT);
    assertThat(ignoring.reduced(Reduction.SEQUENCE_MEAN).weight(logits, tokens)).isEqualTo(1);
    assertThat(ignoring.reduced(Reduction.SEQUENCE_MEAN).mean(logits, tokens).item())
        .isCloseTo(ln2, EXACT);
  }

  @Test
  void weightsThatDoNotFitAreNamed() {
    var loss = Losses.mae().overSteps().weighted();
    assertThatThrownBy(() -> loss.mean(prediction, new Weighted<>(target, of(Shape.of(2), 1, 1))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("Weights have one value an example, [3], or one a step, [3, 3], received [2]");
    assumeThat(device.backend().isGarbageCollected()).isTrue();
    assertThatThrownBy(
            () -> loss.mean(prediction, new Weighted<>(target, of(Shape.of(3), 1, -1, 0))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("The weight at time 0, batch 1 is -1.0");
    assertThatThrownBy(
            () -> loss.mean(prediction, new Weighted<>(target, of(Shape.of(3), 0, 0, 5))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("all 4 weights are 0");
  }
}
