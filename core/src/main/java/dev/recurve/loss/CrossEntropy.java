package dev.recurve.loss;

import dev.recurve.DataException;
import dev.recurve.Sequence;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.CustomOp;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.spi.CrossEntropyRule;
import dev.recurve.spi.DType;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * Cross-entropy between the softmax of logits, {@code [B, C]}, and the right classes, integers
 * {@code [B]} in 0…C-1: {@code -Σ w[y]·log softmax(x)[y] / Σ w[y]}, where w are the classes'
 * weights, 1 unless stated. Immutable; the methods that change a setting give a new loss. Softmax,
 * loss and gradient are one operation on the tape.
 *
 * <p>Targets come from the host, so the place to check them is where a batch is built, with {@link
 * #requireTargets}. {@link #mean} checks them too where reading them costs next to nothing, on
 * backends that compute in the host's own memory; elsewhere reading them would make the host wait
 * for the device at every step.
 */
public final class CrossEntropy implements Loss<Tensor, Tensor> {
  /** Stands for no ignored target: never the number of a class. */
  private static final int NONE = Integer.MIN_VALUE;

  private final double smoothing;
  private final double[] classWeights;
  private final OptionalInt ignored;

  private CrossEntropy(double smoothing, double[] classWeights, OptionalInt ignored) {
    this.smoothing = smoothing;
    this.classWeights = classWeights;
    this.ignored = ignored;
  }

  /** Without smoothing, class weights or an ignored target. */
  static CrossEntropy plain() {
    return new CrossEntropy(0, new double[0], OptionalInt.empty());
  }

  /**
   * Spreads a part of the target over all classes (Szegedy et al. 2016): the target distribution is
   * {@code (1-ε)·onehot + ε/C}; each class's share is multiplied by its weight.
   *
   * @param epsilon ε in 0…1
   */
  public CrossEntropy labelSmoothing(double epsilon) {
    if (!(epsilon >= 0 && epsilon <= 1)) {
      throw new IllegalArgumentException("Label smoothing lies in 0…1, received " + epsilon);
    }
    return new CrossEntropy(epsilon, classWeights, ignored);
  }

  /**
   * Lets some classes count more than others.
   *
   * @param weights one for each class, 0 or more, not all 0
   */
  public CrossEntropy classWeights(double... weights) {
    boolean valid = Arrays.stream(weights).allMatch(w -> w >= 0 && Double.isFinite(w));
    if (!valid || Arrays.stream(weights).sum() == 0) {
      throw new IllegalArgumentException(
          "Class weights are finite, 0 or more and not all 0, received "
              + Arrays.toString(weights));
    }
    return new CrossEntropy(smoothing, weights.clone(), ignored);
  }

  /**
   * Lets rows with this target count nothing.
   *
   * @param target for example -100
   */
  public CrossEntropy ignoring(int target) {
    return new CrossEntropy(smoothing, classWeights, OptionalInt.of(target));
  }

  /** The same over all steps of sequences that are not padding; targets are token ids. */
  public Loss<Sequence, Tokens> overSteps() {
    return new CrossEntropyOverSteps(this);
  }

  @Override
  public String name() {
    return "cross-entropy";
  }

  /**
   * Checks targets on the host.
   *
   * @param classes number of classes, C
   * @param targets those that count: not padding
   * @throws DataException if one is neither a class nor ignored, naming its index and value, or if
   *     all are ignored
   */
  public void requireTargets(int classes, int... targets) {
    ClassTargets.require(classes, ignored, targets, i -> "index " + i);
  }

  @Override
  public Tensor mean(Tensor logits, Tensor targets) {
    return mean(logits, targets, i -> "index " + i);
  }

  /** The mean; places name targets in messages. */
  Tensor mean(Tensor logits, Tensor targets, IntFunction<String> place) {
    requireFit(logits, targets);
    if (targets.shape().size() == 0) {
      throw new DataException("cross-entropy has nothing to compare: there are no targets");
    }
    if (DeviceTensor.of(targets).device().backend().isGarbageCollected()) {
      ClassTargets.require(logits.shape().cols(), ignored, targets.toInts(), place);
    }
    var rule = new CrossEntropyRule(smoothing, ignored.orElse(NONE));
    return CustomOp.apply(new CrossEntropyOp(rule, classWeights, targets), logits);
  }

  /**
   * The summed weights of the targets. Waits for the device if classes are weighted or a target is
   * ignored.
   */
  @Override
  public double weight(Tensor logits, Tensor targets) {
    if (ignored.isEmpty() && classWeights.length == 0) {
      return targets.shape().size();
    }
    double sum = 0;
    for (int target : targets.toInts()) {
      if (ignored.isEmpty() || target != ignored.getAsInt()) {
        sum += classWeights.length == 0 ? 1 : classWeights[target];
      }
    }
    return sum;
  }

  private void requireFit(Tensor logits, Tensor targets) {
    var shape = logits.shape();
    if (shape.rank() < 1
        || targets.type() != DType.I32
        || !shape.without(-1).equals(targets.shape())) {
      throw new ShapeException(
          "cross-entropy expects logits [batch, classes] and integer targets [batch], received logits %s and %s targets %s"
              .formatted(
                  Axes.named(shape, "batch", "classes"),
                  targets.type(),
                  Axes.named(targets.shape(), "batch")));
    }
    if (classWeights.length > 0 && classWeights.length != shape.cols()) {
      throw new ShapeException(
          "cross-entropy has weights for %d classes, received logits %s"
              .formatted(classWeights.length, Axes.named(shape, "batch", "classes")));
    }
  }

  @Override
  public String toString() {
    return "cross-entropy(smoothing %s, class weights %s, ignoring %s)"
        .formatted(
            smoothing,
            classWeights.length == 0 ? "none" : Arrays.toString(classWeights),
            ignored.isPresent() ? ignored.getAsInt() : "none");
  }
}
