package dev.recurve.loss;

import dev.recurve.Parameter;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Scope;
import dev.recurve.autodiff.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Cross-entropy over so many classes that in training a sample of them stands for all (Jean et al.
 * 2015). The prediction is what goes into the output layer, {@code [B, D]}; the layer's weights
 * {@code [V, D]} and bias {@code [V]} belong to the loss, so that only the rows of the target and
 * the sample are touched. Classes are sorted by falling frequency.
 *
 * <p>In a training step, S different candidates are drawn from a log-uniform distribution. Each
 * logit, the target's too, is lowered by the logarithm of the chance that its class is among the
 * candidates, which makes the gradient that of the full softmax as S grows; a candidate that is a
 * row's own target does not count as wrong there. Outside training, the loss is the full
 * cross-entropy.
 */
public final class SampledSoftmax extends ClassLoss {
  /** Lowers a logit until its class has no probability, in either float type. */
  private static final double OUT = 1e9;

  private static final double TINY = 1e-30;

  private final Parameter weight;
  private final Optional<Parameter> bias;
  private final int samples;
  private final LogUniform candidates;

  private SampledSoftmax(
      Parameter weight, Optional<Parameter> bias, int samples, OptionalInt ignored) {
    super("sampled-softmax", ignored);
    this.weight = weight;
    this.bias = bias;
    this.samples = samples;
    this.candidates = new LogUniform(weight.shape().dim(0));
  }

  /**
   * A loss with its output layer.
   *
   * @param weight {@code [V, D]}, a row for each class, the most frequent class first
   * @param samples S, at least 1 and less than V
   */
  static SampledSoftmax of(Parameter weight, int samples) {
    if (weight.shape().rank() != 2) {
      throw new ShapeException(
          "An output layer has weights [classes, inputs], received %s %s"
              .formatted(weight.name(), weight.shape()));
    }
    int classes = weight.shape().dim(0);
    if (samples < 1 || samples >= classes) {
      throw new IllegalArgumentException(
          "Of %d classes 1…%d are sampled, received %d; for all of them there is crossEntropy()"
              .formatted(classes, classes - 1, samples));
    }
    return new SampledSoftmax(weight, Optional.empty(), samples, OptionalInt.empty());
  }

  /**
   * With a bias.
   *
   * @param parameter {@code [V]}
   */
  public SampledSoftmax bias(Parameter parameter) {
    if (!parameter.shape().equals(Shape.of(classes()))) {
      throw new ShapeException(
          "The bias of %d classes is [%d], received %s %s"
              .formatted(classes(), classes(), parameter.name(), parameter.shape()));
    }
    return new SampledSoftmax(weight, Optional.of(parameter), samples, ignored());
  }

  /**
   * Lets rows with this target count nothing.
   *
   * @param target negative, for example -100, or a class
   */
  public SampledSoftmax ignoring(int target) {
    if (target >= classes()) {
      throw new IllegalArgumentException(
          "An ignored target is negative or one of the classes 0…%d, received %d"
              .formatted(classes() - 1, target));
    }
    return new SampledSoftmax(weight, bias, samples, OptionalInt.of(target));
  }

  private int classes() {
    return candidates.classes();
  }

  @Override
  public String describe() {
    return "sampled-softmax(%d of %d classes, ignoring %s)"
        .formatted(samples, classes(), ignored().isPresent() ? ignored().getAsInt() : "none");
  }

  @Override
  public String explain() {
    return describe() + ": in training over a sample, elsewhere over all classes";
  }

  @Override
  int classes(Tensor prediction) {
    return classes();
  }

  @Override
  void requireSettings(Tensor hidden) {
    if (hidden.shape().cols() != weight.shape().cols()) {
      throw new ShapeException(
          "%s has an output layer %s for %d inputs on the last axis, received %s"
              .formatted(name(), weight.shape(), weight.shape().cols(), Axes.rows(hidden.shape())));
    }
  }

  /**
   * The logits of all classes, for predictions.
   *
   * @param hidden {@code [any…, D]}
   * @return {@code [any…, V]}
   */
  public Tensor logits(Tensor hidden) {
    requireSettings(hidden);
    var products = hidden.matmulTransposed(weight.value());
    return bias.map(b -> products.add(b.value())).orElse(products);
  }

  @Override
  Items compare(Tensor hidden, Tensor targets, Shape perRow, Grid grid) {
    if (!Scope.isTraining()) {
      var full = CrossEntropy.plain();
      return (ignored().isPresent() ? full.ignoring(ignored().getAsInt()) : full)
          .compare(logits(hidden), targets, perRow, grid);
    }
    var sample = candidates.draw(Scope.nextRandomKey(), samples);
    var number = numbers(targets);
    var zero = number.zeros(Shape.scalar());
    var logits =
        ofTargets(hidden, targets, sample.tries())
            .concat(-1, List.of(ofCandidates(hidden, number, sample)));
    var device = DeviceTensor.of(hidden).device();
    // The target's is the first of the logits.
    var first =
        Tensors.ofInts(device, targets.shape(), new int[Math.toIntExact(targets.shape().size())]);
    var losses = CrossEntropy.plain().each(logits, first).reshape(targets.shape());
    if (ignored().isEmpty()) {
      return Items.equal(losses, perRow, grid);
    }
    var counts = number.greater(zero);
    return Items.counted(losses.mul(counts), counts, OptionalDouble.empty(), perRow, grid);
  }

  /** Targets as float numbers from 1, in the targets' shape; 0 for the ignored. */
  private Tensor numbers(Tensor targets) {
    double[] numbers = IntStream.rangeClosed(1, classes()).asDoubleStream().toArray();
    return ClassTargets.valueOf(numbers, ignored(), targets);
  }

  /** {@code [any…, 1]}. */
  private Tensor ofTargets(Tensor hidden, Tensor targets, long tries) {
    var column = targets.shape().then(Shape.of(1));
    var products = hidden.mul(weight.value().gather(targets)).sum(-1).reshape(column);
    var logits = bias.map(b -> products.add(column(b).gather(targets))).orElse(products);
    // ln(1 - eᵘ) = ln(2t / (1 + t)) with t = tanh(-u/2), exact where u is small.
    var t =
        ClassTargets.valueOf(candidates.logMisses(), ignored(), targets).mul(-0.5 * tries).tanh();
    var tiny = Tensors.filled(DeviceTensor.of(hidden).device(), Shape.scalar(), TINY);
    return logits.sub(t.mul(2).div(t.add(1)).max(tiny).log().reshape(column));
  }

  /** {@code [any…, S]}; a row's own target is out. */
  private Tensor ofCandidates(Tensor hidden, Tensor number, LogUniform.Sample sample) {
    var device = DeviceTensor.of(hidden).device();
    var ids = Tensors.ofInts(device, Shape.of(samples), sample.classes());
    var products = hidden.matmulTransposed(weight.value().gather(ids));
    var logits =
        bias.map(b -> products.add(column(b).gather(ids).reshape(Shape.of(samples))))
            .orElse(products);
    double[] misses = candidates.logMisses();
    double[] corrections =
        Arrays.stream(sample.classes())
            .mapToDouble(k -> LogUniform.logInclusion(misses[k], sample.tries()))
            .toArray();
    double[] own = Arrays.stream(sample.classes()).asDoubleStream().map(k -> k + 1).toArray();
    var apart =
        logits
            .zeros(logits.shape())
            .add(Tensors.of(device, Shape.of(samples), own))
            .sub(number.reshape(number.shape().then(Shape.of(1))))
            .abs();
    var isOther = apart.greater(Tensors.filled(device, Shape.scalar(), 0.5));
    return logits
        .sub(Tensors.of(device, Shape.of(samples), corrections))
        .add(isOther.affine(OUT, -OUT));
  }

  private Tensor column(Parameter b) {
    return b.value().reshape(Shape.of(classes(), 1));
  }
}
