package dev.recurve.loss;

import dev.recurve.Parameter;

/**
 * The losses that come with Recurve. Each is a mean over all that counts, so that its size does not
 * depend on the batch's; {@link ItemLoss#reduced} folds otherwise, and {@link ItemLoss#each} not at
 * all. Negative log-likelihoods of distributions come from {@link Likelihood}.
 */
public final class Losses {
  private Losses() {}

  // ---------------------------------------------------------------- numbers

  /** Mean squared error, {@code (p - y)²}. */
  public static ElementLoss mse() {
    return ElementLoss.of("mse", (prediction, target) -> prediction.sub(target).square());
  }

  /** Mean absolute error, {@code |p - y|}; gradient 0 where they are equal. */
  public static ElementLoss mae() {
    return ElementLoss.of("mae", (prediction, target) -> prediction.sub(target).abs());
  }

  /**
   * Huber's loss (Huber 1964), squared near the target and linear far from it: {@code d²/2} where
   * {@code |d| ≤ δ}, else {@code δ·(|d| - δ/2)}, with {@code d = p - y}.
   *
   * @param delta δ, greater than 0
   */
  public static ElementLoss huber(double delta) {
    return NumberFormulas.huber(delta);
  }

  /**
   * Huber's loss divided by β, so that its slope far from the target is 1 (Girshick 2015): {@code
   * d²/2β} where {@code |d| ≤ β}, else {@code |d| - β/2}.
   *
   * @param beta β, greater than 0
   */
  public static ElementLoss smoothL1(double beta) {
    return NumberFormulas.smoothL1(beta);
  }

  /**
   * {@code ln cosh(p - y)}: near {@code d²/2} for small errors, near {@code |d|} for large ones.
   */
  public static ElementLoss logCosh() {
    return NumberFormulas.logCosh();
  }

  /**
   * Mean absolute percentage error, {@code 100·|p - y| / |y|}: percent, as the metric. Targets are
   * not 0.
   */
  public static ElementLoss mape() {
    return NumberFormulas.mape();
  }

  /**
   * Mean absolute percentage error with a floor, {@code 100·|p - y| / max(|y|, floor)}, for targets
   * that may be 0.
   *
   * @param floor greater than 0, in the target's unit
   */
  public static ElementLoss mape(double floor) {
    return NumberFormulas.mape(floor);
  }

  /**
   * Quantile or pinball loss (Koenker and Bassett 1978) of K quantiles of each target, side by
   * side: the mean over quantiles of {@code max(q·(y-p), (q-1)·(y-p))}. It is least where each p is
   * the quantile of level q; at q = ½ it is half the absolute error.
   *
   * @param levels q, each between 0 and 1, rising; with one level the prediction has the target's
   *     shape
   */
  public static ElementLoss quantile(double... levels) {
    return NumberFormulas.quantile(levels);
  }

  /**
   * Poisson loss of a logarithm of the rate, {@code eᵖ - y·p}: the negative log-likelihood without
   * {@code ln y!}, which does not depend on the prediction. Targets are 0 or more.
   */
  public static ElementLoss poisson() {
    return ElementLoss.of(
        "poisson",
        "",
        Domain.NOT_NEGATIVE,
        (logRate, target) -> logRate.exp().sub(target.mul(logRate)));
  }

  // ---------------------------------------------------- yes-or-no questions

  /**
   * Cross-entropy of one logit for each yes-or-no question against targets in 0…1: {@code -y·ln
   * σ(x) - (1-y)·ln(1-σ(x))}. With several questions an example, each is asked for itself: the loss
   * for several labels at once.
   */
  public static ElementLoss binaryCrossEntropy() {
    return BinaryFormulas.crossEntropy();
  }

  /**
   * The same with weights on a yes, {@code -w·y·ln σ(x) - (1-y)·ln(1-σ(x))}: above 1 they favour
   * recall, below 1 precision.
   *
   * @param yesWeights w, one for each question on the last axis, or one for all; 0 or more
   */
  public static ElementLoss binaryCrossEntropy(double... yesWeights) {
    return BinaryFormulas.crossEntropy(yesWeights);
  }

  /**
   * Focal loss of one logit for each yes-or-no question (Lin et al. 2017): {@code -(1-p)^γ·ln p}
   * with p the probability of the right answer. For targets between 0 and 1 the losses of yes and
   * no are mixed.
   *
   * @param gamma γ, 0 or more; the larger, the less count examples that are right already; 0 gives
   *     cross-entropy
   */
  public static ElementLoss binaryFocal(double gamma) {
    return BinaryFormulas.focal(gamma);
  }

  /**
   * The same with a balance: a yes weighs α, a no {@code 1-α}.
   *
   * @param gamma γ, 0 or more
   * @param alpha α in 0…1
   */
  public static ElementLoss binaryFocal(double gamma, double alpha) {
    return BinaryFormulas.focal(gamma, alpha);
  }

  /** Hinge loss of a score, {@code max(0, 1 - y·p)}; targets are -1 and 1. */
  public static ElementLoss hinge() {
    return ElementLoss.of(
        "hinge", "", Domain.SIGN, (score, target) -> score.mul(target).oneMinus().relu());
  }

  /** Squared hinge loss of a score, {@code max(0, 1 - y·p)²}; targets are -1 and 1. */
  public static ElementLoss squaredHinge() {
    return ElementLoss.of(
        "squared-hinge",
        "",
        Domain.SIGN,
        (score, target) -> score.mul(target).oneMinus().relu().square());
  }

  // ---------------------------------------------------------------- classes

  /** Cross-entropy of logits {@code [B, C]} against integer targets {@code [B]}. */
  public static CrossEntropy crossEntropy() {
    return CrossEntropy.plain();
  }

  /**
   * Focal loss of logits {@code [B, C]} against integer targets {@code [B]}.
   *
   * @param gamma γ, 0 or more; 0 gives cross-entropy
   */
  public static Focal focal(double gamma) {
    return Focal.of(gamma);
  }

  /**
   * Hinge loss of scores {@code [B, C]} against integer targets {@code [B]}.
   *
   * @param margin greater than 0
   */
  public static ClassHinge classHinge(double margin) {
    return ClassHinge.of(margin);
  }

  /**
   * Cross-entropy over many classes, in training over a sample of them.
   *
   * @param weight the output layer's, {@code [V, D]}, the most frequent class first
   * @param samples how many candidates a step draws, at least 1 and less than V
   */
  public static SampledSoftmax sampledSoftmax(Parameter weight, int samples) {
    return SampledSoftmax.of(weight, samples);
  }

  /** Connectionist temporal classification: labels without their times. */
  public static Ctc ctc() {
    return Ctc.plain();
  }

  // ------------------------------------------------------------------- rows

  /** How far two directions are apart, {@code 1 - cos(p, y)}: from 0 to 2. A row of 0 has cos 0. */
  public static RowLoss cosine() {
    return RowFormulas.cosine();
  }

  /**
   * Kullback-Leibler divergence of the softmax of logits from target distributions, {@code Σ y·(ln
   * y - ln softmax(x))} over the last axis. Targets are probabilities that sum to 1 over the last
   * axis.
   */
  public static RowLoss klDivergence() {
    return RowFormulas.klDivergence();
  }
}
