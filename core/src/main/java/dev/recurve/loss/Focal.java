package dev.recurve.loss;

import dev.recurve.Shape;
import dev.recurve.Tensor;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Focal loss of logits {@code [B, C]} against integer targets {@code [B]} (Lin et al. 2017): {@code
 * -α[y]·(1 - p)^γ·ln p} with {@code p = softmax(x)[y]}. The larger γ, the less count examples that
 * are right already. α are the classes' weights, 1 unless stated; they scale the loss, and as in
 * the paper the mean is not divided by them. Immutable.
 */
public final class Focal extends ClassLoss {
  private final double gamma;
  private final double[] classWeights;
  private final CrossEntropy crossEntropy;

  private Focal(
      double gamma, double[] classWeights, OptionalInt ignored, CrossEntropy crossEntropy) {
    super("focal", ignored);
    this.gamma = gamma;
    this.classWeights = classWeights;
    this.crossEntropy = crossEntropy;
  }

  /** Without class weights or an ignored target. */
  static Focal of(double gamma) {
    return new Focal(
        Modulation.requireGamma(gamma), new double[0], OptionalInt.empty(), CrossEntropy.plain());
  }

  /**
   * Lets some classes weigh more than others.
   *
   * @param weights α, one for each class, 0 or more, not all 0
   */
  public Focal classWeights(double... weights) {
    return new Focal(gamma, ClassTargets.requireWeights(weights), ignored(), crossEntropy);
  }

  /**
   * Lets rows with this target count nothing.
   *
   * @param target for example -100
   */
  public Focal ignoring(int target) {
    return new Focal(gamma, classWeights, OptionalInt.of(target), crossEntropy.ignoring(target));
  }

  @Override
  public String describe() {
    return "focal(gamma %s, class weights %s, ignoring %s)"
        .formatted(
            gamma,
            classWeights.length == 0 ? "none" : Arrays.toString(classWeights),
            ignored().isPresent() ? ignored().getAsInt() : "none");
  }

  @Override
  void requireSettings(Tensor logits) {
    ClassTargets.requireFit(name(), classWeights, logits);
  }

  /** Ignored rows have a cross-entropy of 0, and so a loss of 0. */
  @Override
  Items compare(Tensor logits, Tensor targets, Shape perRow, Grid grid) {
    var losses = Modulation.of(gamma, crossEntropy.each(logits, targets).reshape(targets.shape()));
    var scaled =
        classWeights.length == 0
            ? losses
            : losses.mul(ClassTargets.valueOf(classWeights, ignored(), targets));
    if (ignored().isEmpty()) {
      return Items.equal(scaled, perRow, grid);
    }
    double[] ones = new double[logits.shape().cols()];
    Arrays.fill(ones, 1);
    var counts = ClassTargets.valueOf(ones, ignored(), targets);
    return Items.counted(scaled, counts, OptionalDouble.empty(), perRow, grid);
  }
}
