package dev.recurve.loss;

import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.GradCheck;
import dev.recurve.autodiff.Tensors;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients of every loss, in each of its forms, are those of differences. */
class LossGradientTest {
  private final Device device = Device.standard().withType(DType.F64);

  static Stream<ElementLoss> elements() {
    return Stream.of(
        Losses.mse(),
        Losses.mae(),
        Losses.huber(0.4),
        Losses.binaryCrossEntropy(),
        ElementLoss.of("cubic", (p, y) -> p.sub(y).abs().mul(p.sub(y).square())));
  }

  static Stream<CrossEntropy> crossEntropies() {
    var plain = Losses.crossEntropy();
    return Stream.of(
        plain,
        plain.labelSmoothing(0.2),
        plain.classWeights(0.5, 2, 0, 1),
        plain.ignoring(3),
        plain.ignoring(-1).classWeights(0.5, 2, 1, 1.5).labelSmoothing(0.3));
  }

  private void check(Shape shape, UnaryOperator<Tensor> loss) {
    GradCheck.on(device)
        .input("prediction", shape, -2, 2)
        .check(in -> loss.apply(in.getFirst().mul(1.5)))
        .requireAgreement();
  }

  private Tensor target(Shape shape) {
    double[] values = new double[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 7 % 11) / 11.0;
    }
    return Tensors.of(device, shape, values);
  }

  @ParameterizedTest
  @MethodSource("elements")
  void plain(ElementLoss loss) {
    check(Shape.of(4, 3), p -> loss.mean(p, target(p.shape())));
  }

  @ParameterizedTest
  @MethodSource("elements")
  void targetsGetGradientsToo(ElementLoss loss) {
    GradCheck.on(device)
        .input("prediction", Shape.of(3, 2), -2, 2)
        .input("target", Shape.of(3, 2), 0, 1)
        .check(in -> loss.mean(in.get(0), in.get(1)))
        .requireAgreement();
  }

  @ParameterizedTest
  @MethodSource("elements")
  void overSteps(ElementLoss loss) {
    var lengths = Lengths.of(2, 0, 4);
    check(
        Shape.of(4, 3, 2),
        p ->
            loss.overSteps()
                .mean(Sequence.of(p, lengths), Sequence.of(target(p.shape()), lengths)));
  }

  @ParameterizedTest
  @MethodSource("elements")
  void observed(ElementLoss loss) {
    double[] values = target(Shape.of(3, 4)).toDoubles();
    values[2] = Double.NaN;
    values[7] = Double.NaN;
    check(
        Shape.of(3, 4), p -> loss.observed().mean(p, Observed.of(device, Shape.of(3, 4), values)));
  }

  @ParameterizedTest
  @MethodSource("crossEntropies")
  void crossEntropy(CrossEntropy loss) {
    check(Shape.of(5, 4), p -> loss.mean(p, Tensors.ofInts(device, Shape.of(5), 0, 1, 3, 2, 1)));
  }

  @ParameterizedTest
  @MethodSource("crossEntropies")
  void crossEntropyOverSteps(CrossEntropy loss) {
    var lengths = Lengths.of(3, 1);
    check(
        Shape.of(3, 2, 4),
        p ->
            loss.overSteps()
                .mean(
                    Sequence.of(p, lengths),
                    new Tokens(
                        Tensors.ofInts(device, Shape.of(3, 2), 0, 1, 3, 99, 1, -99), lengths)));
  }

  @Test
  void crossEntropyOfAWindow() {
    check(
        Shape.of(3, 6),
        p ->
            Losses.crossEntropy()
                .mean(p.slice(1, 1, 5), Tensors.ofInts(device, Shape.of(3), 0, 3, 2)));
  }

  @Test
  void crossEntropyOfSeveralQuestionsEach() {
    check(
        Shape.of(2, 3, 4),
        p ->
            Losses.crossEntropy()
                .mean(p, Tensors.ofInts(device, Shape.of(2, 3), 0, 3, 2, 1, 1, 0)));
  }
}
