package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.Optimizer;
import dev.recurve.spi.StepRule;
import java.util.List;
import java.util.Map;

/**
 * Rprop without backtracking (Riedmiller and Braun 1993, Igel and Hüsken 2000): every weight has a
 * step size of its own, which grows while its gradient keeps its sign and shrinks when that
 * changes; the gradient's size does not matter. For training on the whole data set in one batch.
 * Immutable; each method with arguments gives a new optimiser.
 *
 * @param learningRate the first step size, greater than 0; a schedule has no say afterwards
 * @param shrink factor when the sign changes, between 0 and 1
 * @param grow factor when it stays, greater than 1
 * @param least step size, greater than 0
 * @param most step size, at least the least
 */
public record Rprop(double learningRate, double shrink, double grow, double least, double most)
    implements Optimizer {
  private static final List<String> SLOTS = List.of("prev", "step_size");

  /** Checks the settings. */
  public Rprop {
    Settings.positive("Rprop's learning rate, the first step size,", learningRate);
    if (!(shrink > 0 && shrink < 1 && grow > 1 && Double.isFinite(grow))) {
      throw new IllegalArgumentException(
          "Rprop's step sizes shrink by a factor between 0 and 1 and grow by one above 1, received %s and %s"
              .formatted(shrink, grow));
    }
    if (!(least > 0 && most >= least && Double.isFinite(most))) {
      throw new IllegalArgumentException(
          "Rprop's step sizes lie between a least one above 0 and a most, received %s and %s"
              .formatted(least, most));
    }
  }

  /**
   * With factors 0.5 and 1.2 and step sizes of 1e-6 to 50.
   *
   * @param rate the first step size, greater than 0; 0.01 is usual
   */
  public static Rprop withRate(double rate) {
    return new Rprop(rate, 0.5, 1.2, 1e-6, 50);
  }

  /** With other factors, the first between 0 and 1, the second above 1. */
  public Rprop factors(double shrinking, double growing) {
    return new Rprop(learningRate, shrinking, growing, least, most);
  }

  /** With other bounds of the step size. */
  public Rprop between(double smallest, double largest) {
    return new Rprop(learningRate, shrink, grow, smallest, largest);
  }

  @Override
  public String name() {
    return "rprop";
  }

  @Override
  public Map<String, Double> settings() {
    return Map.of(
        "learning_rate", learningRate,
        "shrink", shrink,
        "grow", grow,
        "least", least,
        "most", most);
  }

  /** {@code prev}, the gradient before, and {@code step_size}, 0 before the first step. */
  @Override
  public List<String> slots() {
    return SLOTS;
  }

  @Override
  public void step(Gradients gradients) {
    KernelStep.make(
        gradients,
        slots(),
        WeightDecay.l2(0),
        (rate, _) -> new StepRule.SignChanges(rate, shrink, grow, least, most));
  }
}
