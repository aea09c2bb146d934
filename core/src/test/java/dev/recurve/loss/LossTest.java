package dev.recurve.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.recurve.DataException;
import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tensors;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What counts, what is refused, and extreme values. */
class LossTest {
  private final Device device = Device.standard().withType(DType.F64);

  private Tensor zeros(int... dims) {
    return Tensors.zeros(device, Shape.of(dims));
  }

  private Tensor of(Shape shape, double... values) {
    return Tensors.of(device, shape, values);
  }

  private Tensor ints(Shape shape, int... values) {
    return Tensors.ofInts(device, shape, values);
  }

  // ------------------------------------------------------------- elements

  @Test
  void weightsAreWhatCounts() {
    assertThat(Losses.mse().weight(zeros(4, 3), zeros(4, 3))).isEqualTo(12);
    var lengths = Lengths.of(2, 0, 3);
    var sequence = Sequence.of(zeros(3, 3, 2), lengths);
    assertThat(Losses.mae().overSteps().weight(sequence, sequence)).isEqualTo(10);
    var observed = Observed.of(device, Shape.of(3), new double[] {1, Double.NaN, 2});
    assertThat(Losses.mae().observed().weight(zeros(3), observed)).isEqualTo(2);
    var tokens = new Tokens(ints(Shape.of(3, 3), 0, 1, 0, 1, 9, 1, 9, 9, 0), lengths);
    var plain = Losses.crossEntropy();
    assertThat(plain.overSteps().weight(sequence, tokens)).isEqualTo(5);
    assertThat(plain.classWeights(0.5, 3).overSteps().weight(sequence, tokens)).isEqualTo(7.5);
    assertThat(plain.ignoring(1).overSteps().weight(sequence, tokens)).isEqualTo(3);
  }

  @Test
  void namesAreForReports() {
    assertThat(Losses.mse().overSteps().name()).isEqualTo("mse");
    assertThat(Losses.binaryCrossEntropy().observed().name()).isEqualTo("binary-cross-entropy");
    assertThat(Losses.crossEntropy().overSteps().name()).isEqualTo("cross-entropy");
  }

  @Test
  void theMeanOverStepsIsTheMeanOverAllThatCount() {
    var prediction = Sequence.of(of(Shape.of(2, 2, 1), 1, 2, 3, 100), Lengths.of(2, 1));
    var target = Sequence.of(of(Shape.of(2, 2, 1), 0, 0, 0, -100), Lengths.of(2, 1));
    assertThat(Losses.mae().overSteps().mean(prediction, target).item()).isEqualTo(2);
  }

  @Test
  void hubersTwoBranchesMeet() {
    var prediction = of(Shape.of(4), 0.5, 2, -2, -5);
    var losses = Losses.huber(2).elements(prediction, zeros(4));
    assertThat(losses.toDoubles()).containsExactly(0.125, 2, 2, 8);
    assertThatThrownBy(() -> Losses.huber(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("received 0.0");
  }

  @Test
  void binaryCrossEntropyNeitherOverflowsNorCancels() {
    var single = Device.standard().withType(DType.F32);
    var logits = Tensors.of(single, Shape.of(4), 100, -100, 12, -12);
    var targets = Tensors.of(single, Shape.of(4), 0, 1, 1, 0);
    double tiny = Math.log1p(Math.exp(-12));
    double[] losses = Losses.binaryCrossEntropy().elements(logits, targets).toDoubles();
    assertThat(losses[0]).isEqualTo(100);
    assertThat(losses[1]).isEqualTo(100);
    assertThat(losses[2]).isCloseTo(tiny, Offset.offset(1e-5 * tiny));
    assertThat(losses[3]).isCloseTo(tiny, Offset.offset(1e-5 * tiny));
  }

  @Test
  void whatIsNotObservedHasNoInfluence() {
    double[] target = {1, Double.NaN, 3};
    try (var steps = new Steps(device)) {
      for (double elsewhere : new double[] {0, 1e9, Double.NaN, Double.NEGATIVE_INFINITY}) {
        steps.record(
            tape -> {
              var p = tape.watch(of(Shape.of(3), 2, elsewhere, 5));
              var loss = Losses.mse().observed().mean(p, Observed.of(device, Shape.of(3), target));
              assertThat(loss.item()).isEqualTo(2.5);
              tape.backward(loss);
              assertThat(tape.gradient(p).toDoubles()).containsExactly(1, 0, 2);
              return 0;
            });
      }
    }
  }

  @Test
  void observedTargetsFromTensors() {
    var values = of(Shape.of(3), 1, Double.NaN, 3);
    var observed = Observed.of(values, of(Shape.of(3), 1, 0, 1));
    assertThat(observed.count()).isEqualTo(2);
    assertThat(Losses.mae().observed().mean(of(Shape.of(3), 2, 9, 5), observed).item())
        .isEqualTo(1.5);
    assertThatThrownBy(() -> new Observed(values, zeros(2), 1)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> new Observed(values, zeros(3), 4))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shapesThatDifferAreNamed() {
    assertThatThrownBy(() -> Losses.mse().mean(zeros(32, 3), zeros(32)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("mse compares")
        .hasMessageContaining("[32, 3] (batch 32, features 3)")
        .hasMessageContaining("[32] (batch 32)");
    var five = Sequence.full(zeros(5, 2, 3));
    assertThatThrownBy(() -> Losses.mse().overSteps().mean(five, Sequence.full(zeros(5, 2, 4))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("(time 5, batch 2, features 3)")
        .hasMessageContaining("(time 5, batch 2, features 4)");
    var shorter = Sequence.of(zeros(5, 2, 3), Lengths.of(5, 4));
    assertThatThrownBy(() -> Losses.mse().overSteps().mean(five, shorter))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[5, 5]")
        .hasMessageContaining("[5, 4]");
    var observed = Observed.of(device, Shape.of(2), new double[] {1, 2});
    assertThatThrownBy(() -> Losses.mse().observed().mean(zeros(3), observed))
        .isInstanceOf(ShapeException.class);
    var wrong = ElementLoss.of("wrong", (p, y) -> p.sub(y).sum());
    assertThatThrownBy(() -> wrong.mean(zeros(3), zeros(3))).isInstanceOf(ShapeException.class);
  }

  @Test
  void nothingToCompareIsAnError() {
    var empty = Sequence.of(zeros(3, 2, 1), Lengths.of(0, 0));
    var missing = Observed.of(device, Shape.of(2), new double[] {Double.NaN, Double.NaN});
    var noIds = new Tokens(ints(Shape.of(3, 2), new int[6]), Lengths.of(0, 0));
    assertThatThrownBy(() -> Losses.mse().mean(zeros(0, 3), zeros(0, 3)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("batch 0");
    assertThatThrownBy(() -> Losses.mse().overSteps().mean(empty, empty))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("all 2 sequences of the batch have length 0");
    assertThatThrownBy(() -> Losses.mse().observed().mean(zeros(2), missing))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no target of [2] (batch 2) was observed");
    assertThatThrownBy(() -> Losses.crossEntropy().mean(zeros(0, 3), ints(Shape.of(0))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("there are no targets");
    assertThatThrownBy(() -> Losses.crossEntropy().overSteps().mean(empty, noIds))
        .isInstanceOf(DataException.class);
  }

  // -------------------------------------------------------- cross-entropy

  @Test
  void crossEntropyRefusesShapesThatDoNotFit() {
    var loss = Losses.crossEntropy();
    assertThatThrownBy(() -> loss.mean(zeros(4, 3), ints(Shape.of(5), new int[5])))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("logits [4, 3] (batch 4, classes 3)")
        .hasMessageContaining("I32 targets [5] (batch 5)");
    assertThatThrownBy(() -> loss.mean(zeros(4, 3), zeros(4)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("F64 targets");
    assertThatThrownBy(
            () -> loss.classWeights(1, 2).mean(zeros(4, 3), ints(Shape.of(4), new int[4])))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("weights for 2 classes");
    var logits = Sequence.full(zeros(3, 2, 4));
    var shorter = new Tokens(ints(Shape.of(3, 2), new int[6]), Lengths.of(3, 1));
    assertThatThrownBy(() -> loss.overSteps().mean(logits, shorter))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[3, 3]")
        .hasMessageContaining("[3, 1]");
    var wider = new Tokens(ints(Shape.of(3, 1), new int[3]), Lengths.of(3));
    assertThatThrownBy(() -> loss.overSteps().mean(logits, wider))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("(time 3, batch 2, classes 4)")
        .hasMessageContaining("(time 3, batch 1)");
  }

  @Test
  void targetsAreCheckedWhereBatchesAreBuilt() {
    var loss = Losses.crossEntropy();
    loss.requireTargets(3, 0, 1, 2);
    assertThatThrownBy(() -> loss.requireTargets(3, 0, 2, 3))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("The target 3 at index 2 is not one of the 3 classes 0…2");
    assertThatThrownBy(() -> loss.requireTargets(3, -100, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("ignoring(-100)");
    var ignoring = loss.ignoring(-100);
    ignoring.requireTargets(3, -100, 0);
    assertThatThrownBy(() -> ignoring.requireTargets(3, -100, -1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("nor the ignored -100");
    assertThatThrownBy(() -> ignoring.requireTargets(3, -100, -100))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("all 2 targets are the ignored -100");
  }

  @Test
  void onTheHostTargetsAreCheckedAgain() {
    assumeThat(device.backend().isGarbageCollected()).isTrue();
    var loss = Losses.crossEntropy();
    assertThatThrownBy(() -> loss.mean(zeros(2, 3), ints(Shape.of(2), 0, 7)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("The target 7 at index 1 is not one of the 3 classes");
    var logits = Sequence.of(zeros(3, 2, 3), Lengths.of(3, 1));
    var tokens = new Tokens(ints(Shape.of(3, 2), 0, 1, 2, 99, 5, 99), Lengths.of(3, 1));
    assertThatThrownBy(() -> loss.overSteps().mean(logits, tokens))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("The target 5 at time 2, batch 0");
    assertThatThrownBy(() -> loss.ignoring(1).mean(zeros(2, 3), ints(Shape.of(2), 1, 1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("all 2 targets are the ignored 1");
  }

  @Test
  void settingsAreChecked() {
    var loss = Losses.crossEntropy();
    assertThatThrownBy(() -> loss.labelSmoothing(1.5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> loss.classWeights(1, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> loss.classWeights(0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(loss::classWeights).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void largeLogitsDoNotOverflow() {
    var logits = of(Shape.of(2, 2), 1e4, -1e4, 1e4, -1e4);
    var loss = Losses.crossEntropy();
    assertThat(loss.mean(logits, ints(Shape.of(2), 0, 0)).item()).isEqualTo(0);
    assertThat(loss.mean(logits, ints(Shape.of(2), 1, 1)).item()).isEqualTo(2e4);
  }

  @Test
  void crossEntropyIsOneNodeOnTheTape() {
    try (var steps = new Steps(device)) {
      int nodes =
          steps.record(
              tape -> {
                Losses.crossEntropy().mean(tape.watch(zeros(2, 3)), ints(Shape.of(2), 0, 2));
                return tape.size();
              });
      assertThat(nodes).isEqualTo(1);
    }
  }
}
