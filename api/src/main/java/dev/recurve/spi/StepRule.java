package dev.recurve.spi;

/**
 * How one step of an optimiser changes weights, with the numbers of this very step: whatever
 * follows from the learning rate, the settings and how many steps were made is computed once, in
 * double, by the caller. A backend knows the formulas alone, and one formula serves several
 * optimisers.
 *
 * <p>In the formulas w is a weight, g its gradient as {@link StepCall} defines it, and the other
 * letters are the slots in their order, all of them 0 before the first step.
 */
public sealed interface StepRule {
  /** How many slots the formula has, each as large as the weights. */
  int slots();

  /**
   * {@code w -= rate·g}: descent without memory. No slots.
   *
   * @param rate 0 or more
   */
  record Descent(double rate) implements StepRule {
    @Override
    public int slots() {
      return 0;
    }
  }

  /**
   * Descent with momentum: {@code v = momentum·v + share·g; w -= rate·v}, or {@code w -= rate·(g +
   * momentum·v)} with Nesterov's form (Sutskever et al. 2013). Slot v.
   *
   * @param share of the gradient that enters the velocity
   */
  record Momentum(double rate, double momentum, double share, boolean nesterov)
      implements StepRule {
    @Override
    public int slots() {
      return 1;
    }
  }

  /**
   * The two moments of Adam (Kingma and Ba 2015) and its kin: {@code m += newM·(g - m); v +=
   * newV·(g² - v); w -= (gradient·g + mean·m) / (root·√v + ε)}. Slots m, v. With {@code largest}
   * (AMSGrad, Reddi et al. 2018) there is a third slot {@code u = max(u, v)}, which takes v's place
   * under the root.
   *
   * @param newM share of the new in the first moment, {@code 1-β1}
   * @param newV share of the new in the second moment, {@code 1-β2}
   * @param gradient factor on the gradient; 0 but for NAdam
   * @param mean factor on the first moment
   * @param root factor on the root of the second moment; with 0 and an ε of 1 there is no division
   * @param epsilon ε
   */
  record Moments(
      double newM,
      double newV,
      double gradient,
      double mean,
      double root,
      double epsilon,
      boolean largest)
      implements StepRule {
    @Override
    public int slots() {
      return largest ? 3 : 2;
    }
  }

  /**
   * Adamax (Kingma and Ba 2015, section 7.1): {@code m += newM·(g - m); u = max(decay·u, |g| + ε);
   * w -= rate·m/u}. Slots m, u.
   *
   * @param decay of the norm
   */
  record InfinityNorm(double newM, double decay, double rate, double epsilon) implements StepRule {
    @Override
    public int slots() {
      return 2;
    }
  }

  /**
   * Lion (Chen et al. 2023): {@code w -= rate·sign(m + look·(g - m)); m += newM·(g - m)}. Slot m.
   *
   * @param look share of the new in what is looked at, {@code 1-β1}
   * @param newM share of the new in what is kept, {@code 1-β2}
   */
  record SignOfMean(double rate, double look, double newM) implements StepRule {
    @Override
    public int slots() {
      return 1;
    }
  }

  /**
   * AdaGrad (Duchi et al. 2011): {@code s += g²; w -= rate·g / (√(s + initial) + ε)}. Slot s.
   *
   * @param initial what the sum begins with
   */
  record SumOfSquares(double rate, double initial, double epsilon) implements StepRule {
    @Override
    public int slots() {
      return 1;
    }
  }

  /**
   * RMSProp (Hinton 2012, lecture 6e): {@code s += share·(g² - s); d = g / (√s + ε); w -= rate·d}.
   * Slot s. Centered (Graves 2013), a slot {@code m += share·(g - m)} follows, and {@code max(s -
   * m², 0)} takes the place of s under the root. With momentum, a slot {@code v = momentum·v + d}
   * comes last and takes the place of d in the weights' change.
   *
   * @param share of the new in the means
   * @param momentum 0 for none
   */
  record MeanSquare(double rate, double share, double epsilon, boolean centered, double momentum)
      implements StepRule {
    @Override
    public int slots() {
      return 1 + (centered ? 1 : 0) + (momentum == 0 ? 0 : 1);
    }
  }

  /**
   * AdaDelta (Zeiler 2012): {@code s += share·(g² - s); d = g·√(a + ε)/√(s + ε); a += share·(d² -
   * a); w -= rate·d}. Slots s, a.
   *
   * @param share of the new in the means
   */
  record SquaredSteps(double rate, double share, double epsilon) implements StepRule {
    @Override
    public int slots() {
      return 2;
    }
  }

  /**
   * Rprop without backtracking (Riedmiller and Braun 1993, Igel and Hüsken 2000): a weight's step
   * size d grows while its gradient keeps its sign and shrinks when that changes, always within
   * {@code least…most}; then {@code w -= d·sign(g)}, but nothing where the sign has changed. Slots
   * p, the gradient before (0 where the sign has changed), and d, where 0 stands for {@code first}.
   *
   * @param first the step size to begin with
   * @param shrink factor below 1
   * @param grow factor above 1
   */
  record SignChanges(double first, double shrink, double grow, double least, double most)
      implements StepRule {
    @Override
    public int slots() {
      return 2;
    }
  }
}
