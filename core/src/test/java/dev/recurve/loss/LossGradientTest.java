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
import java.util.Arrays;
import java.util.List;
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
        Losses.smoothL1(0.4),
        Losses.logCosh(),
        Losses.mape(0.35),
        Losses.quantile(0.3),
        Losses.poisson(),
        Losses.binaryCrossEntropy(),
        Losses.binaryCrossEntropy(2.5),
        Losses.binaryFocal(2),
        Losses.binaryFocal(1.5, 0.25),
        Losses.binaryFocal(0),
        ElementLoss.of("cubic", (p, y) -> p.sub(y).abs().mul(p.sub(y).square())));
  }

  /** Three numbers for each target; targets are counts and greater than 0. */
  static Stream<ElementLoss> ofSeveralNumbers() {
    return Stream.of(
        Losses.quantile(0.1, 0.5, 0.8),
        Likelihood.studentT().loss(),
        ElementLoss.of("sum", 3, (p, y) -> p.sum(-1).sub(y).square()));
  }

  /** Two. */
  static Stream<ElementLoss> ofTwoNumbers() {
    return Stream.of(
        Likelihood.gaussian().loss(),
        Likelihood.negativeBinomial().loss(),
        Likelihood.logNormal().loss());
  }

  static Stream<RowLoss> rows() {
    return Stream.of(
        Losses.cosine(),
        Losses.klDivergence(),
        RowLoss.of("distance", (p, y) -> p.sub(y).square().sum(-1).sqrt()));
  }

  static Stream<ClassLoss> classLosses() {
    return Stream.of(
        Losses.focal(2),
        Losses.focal(0.5).classWeights(0.5, 2, 1, 1.5).ignoring(3),
        Losses.focal(0).ignoring(-1),
        Losses.classHinge(1),
        Losses.classHinge(0.7).squared(),
        Losses.classHinge(2).ignoring(1),
        Losses.classHinge(2).squared().ignoring(-1));
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
        p -> loss.overSteps().mean(Sequence.of(p, lengths), tokens(lengths, 0, 1, 3, 99, 1, -99)));
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

  private Tokens tokens(Lengths lengths, int... ids) {
    var shape = Shape.of(ids.length / lengths.batch(), lengths.batch());
    return new Tokens(Tensors.ofInts(device, shape, ids), lengths);
  }

  private Tensor counts(int... dims) {
    double[] values = new double[Math.toIntExact(Shape.of(dims).size())];
    Arrays.setAll(values, i -> 1 + i * 5 % 7);
    return Tensors.of(device, Shape.of(dims), values);
  }

  @ParameterizedTest
  @MethodSource("ofSeveralNumbers")
  void severalNumbersForEachTarget(ElementLoss loss) {
    check(Shape.of(4, 2, 3), p -> loss.mean(p, counts(4, 2)));
    check(Shape.of(4, 6), p -> loss.mean(p, counts(4, 2)));
    var lengths = Lengths.of(2, 0, 3);
    check(
        Shape.of(3, 3, 6),
        p ->
            loss.overSteps()
                .reduced(Reduction.SEQUENCE_MEAN)
                .mean(Sequence.of(p, lengths), Sequence.of(counts(3, 3, 2), lengths)));
  }

  @ParameterizedTest
  @MethodSource("ofTwoNumbers")
  void twoNumbersForEachTarget(ElementLoss loss) {
    check(Shape.of(5, 2), p -> loss.mean(p, counts(5)));
    double[] values = counts(5).toDoubles();
    values[1] = Double.NaN;
    values[4] = Double.NaN;
    check(Shape.of(5, 2), p -> loss.observed().mean(p, Observed.of(device, Shape.of(5), values)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void wholeRows(RowLoss loss) {
    check(Shape.of(4, 3), p -> loss.mean(p, target(p.shape()).softmax()));
    var lengths = Lengths.of(2, 0, 3);
    check(
        Shape.of(3, 3, 4),
        p ->
            loss.overSteps()
                .mean(Sequence.of(p, lengths), Sequence.of(target(p.shape()).softmax(), lengths)));
  }

  @Test
  void margins() {
    double[] signs = {1, -1, -1, 1, 1, -1};
    for (var loss : List.of(Losses.hinge(), Losses.squaredHinge())) {
      check(Shape.of(2, 3), p -> loss.mean(p, Tensors.of(device, Shape.of(2, 3), signs)));
    }
  }

  @ParameterizedTest
  @MethodSource("classLosses")
  void classes(ClassLoss loss) {
    var lengths = Lengths.of(3, 1);
    check(Shape.of(5, 4), p -> loss.mean(p, Tensors.ofInts(device, Shape.of(5), 0, 1, 3, 2, 1)));
    check(
        Shape.of(3, 2, 4),
        p -> loss.overSteps().mean(Sequence.of(p, lengths), tokens(lengths, 0, 1, 3, 99, 2, -99)));
  }

  @ParameterizedTest
  @MethodSource("crossEntropies")
  void everyReduction(CrossEntropy loss) {
    var lengths = Lengths.of(3, 1, 0);
    int[] ids = {0, 1, 99, 3, 99, 99, 1, -99, 5};
    var tokens = tokens(lengths, ids);
    var weights = Tensors.of(device, Shape.of(3), new double[] {0.5, 2, 7});
    for (var how : Reduction.values()) {
      check(
          Shape.of(3, 3, 4),
          p -> loss.overSteps().reduced(how).mean(Sequence.of(p, lengths), tokens));
      check(
          Shape.of(3, 3, 4),
          p ->
              loss.overSteps()
                  .weighted()
                  .reduced(how)
                  .mean(Sequence.of(p, lengths), new Weighted<>(tokens, weights)));
    }
    check(Shape.of(3, 3, 4), p -> loss.overSteps().each(Sequence.of(p, lengths), tokens));
  }
}
