package dev.recurve.loss;

import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.CustomOp;
import dev.recurve.spi.CrossEntropyRule;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * Cross-entropy between the softmax of logits, {@code [B, C]}, and the right classes, integers
 * {@code [B]} in 0…C-1: {@code -Σ w[y]·log softmax(x)[y] / Σ w[y]}, where w are the classes'
 * weights, 1 unless stated. Immutable; the methods that change a setting give a new loss. Softmax,
 * loss and gradient are one operation on the tape.
 */
public final class CrossEntropy extends ClassLoss {
  /** Stands for no ignored target: never the number of a class. */
  private static final int NONE = Integer.MIN_VALUE;

  private final double smoothing;
  private final double[] classWeights;

  private CrossEntropy(double smoothing, double[] classWeights, OptionalInt ignored) {
    super("cross-entropy", ignored);
    this.smoothing = smoothing;
    this.classWeights = classWeights;
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
    return new CrossEntropy(epsilon, classWeights, ignored());
  }

  /**
   * Lets some classes count more than others.
   *
   * @param weights one for each class, 0 or more, not all 0
   */
  public CrossEntropy classWeights(double... weights) {
    return new CrossEntropy(smoothing, ClassTargets.requireWeights(weights), ignored());
  }

  /**
   * Lets rows with this target count nothing.
   *
   * @param target for example -100
   */
  public CrossEntropy ignoring(int target) {
    return new CrossEntropy(smoothing, classWeights, OptionalInt.of(target));
  }

  @Override
  public String describe() {
    return "cross-entropy(smoothing %s, class weights %s, ignoring %s)"
        .formatted(
            smoothing,
            classWeights.length == 0 ? "none" : Arrays.toString(classWeights),
            ignored().isPresent() ? ignored().getAsInt() : "none");
  }

  @Override
  Tensor mean(Tensor logits, Tensor targets, IntFunction<String> place) {
    check(logits, targets, place);
    return CustomOp.apply(op(targets, true), logits);
  }

  @Override
  Items compare(Tensor logits, Tensor targets, Shape perRow, Grid grid) {
    var op = op(targets, false);
    var losses = CustomOp.apply(op, logits);
    return countsEqually() && ignored().isEmpty()
        ? Items.equal(losses, perRow, grid)
        : Items.counted(losses, op.counts(), OptionalDouble.empty(), perRow, grid);
  }

  private CrossEntropyOp op(Tensor targets, boolean folded) {
    var rule = new CrossEntropyRule(smoothing, ignored().orElse(NONE));
    return new CrossEntropyOp(rule, classWeights, targets, folded);
  }

  @Override
  void requireSettings(Tensor logits) {
    ClassTargets.requireFit(name(), classWeights, logits);
  }

  @Override
  double count(int target) {
    return classWeights.length == 0 ? 1 : classWeights[target];
  }

  @Override
  boolean countsEqually() {
    return classWeights.length == 0;
  }
}
