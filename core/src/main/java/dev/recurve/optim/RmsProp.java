package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.Optimizer;
import dev.recurve.spi.StepRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * RMSProp (Hinton 2012, lecture 6e): {@code s = α·s + (1-α)·g²; w -= rate·g/(√s + ε)}. Centered
 * (Graves 2013), the gradients' mean squared is taken off s first; with momentum, {@code v =
 * momentum·v + g/(√s + ε); w -= rate·v}. Immutable; each method that changes a setting gives a new
 * optimiser.
 *
 * @param learningRate 0 or more
 * @param alpha decay α of the means, in {@code [0, 1)}
 * @param epsilon ε, 0 or more
 * @param isCentered whether the step is divided by the estimated deviation
 * @param momentum in {@code [0, 1)}; 0 for none
 * @param weightDecay L2 penalty, added to the gradient, 0 or more
 */
public record RmsProp(
    double learningRate,
    double alpha,
    double epsilon,
    boolean isCentered,
    double momentum,
    double weightDecay)
    implements Optimizer {
  /** Checks the settings. */
  public RmsProp {
    Settings.learningRate(learningRate);
    Settings.decay("Alpha", alpha);
    Settings.epsilon(epsilon);
    Settings.decay("Momentum", momentum);
    Settings.weightDecay(weightDecay);
  }

  /**
   * With α 0.99, epsilon 1e-8, not centered, without momentum and weight decay.
   *
   * @param rate the learning rate, 0 or more; 0.01 is usual
   */
  public static RmsProp withRate(double rate) {
    return new RmsProp(rate, 0.99, 1e-8, false, 0, 0);
  }

  /** With another decay of the means, in {@code [0, 1)}. */
  public RmsProp alpha(double decay) {
    return new RmsProp(learningRate, decay, epsilon, isCentered, momentum, weightDecay);
  }

  /** With another ε, 0 or more. */
  public RmsProp epsilon(double value) {
    return new RmsProp(learningRate, alpha, value, isCentered, momentum, weightDecay);
  }

  /** Divided by the gradients' estimated deviation. */
  public RmsProp centered() {
    return new RmsProp(learningRate, alpha, epsilon, true, momentum, weightDecay);
  }

  /** With momentum, in {@code [0, 1)}. */
  public RmsProp momentum(double share) {
    return new RmsProp(learningRate, alpha, epsilon, isCentered, share, weightDecay);
  }

  /** With an L2 penalty, added to the gradient, 0 or more. */
  public RmsProp weightDecay(double decay) {
    return new RmsProp(learningRate, alpha, epsilon, isCentered, momentum, decay);
  }

  @Override
  public String name() {
    return "rmsprop";
  }

  @Override
  public Map<String, Double> settings() {
    return Map.of(
        "learning_rate", learningRate,
        "alpha", alpha,
        "epsilon", epsilon,
        "centered", isCentered ? 1.0 : 0.0,
        "momentum", momentum,
        "weight_decay", weightDecay);
  }

  /** {@code square_avg}, {@code grad_avg} if centered, {@code momentum_buffer} with momentum. */
  @Override
  public List<String> slots() {
    var slots = new ArrayList<>(List.of(Slots.SQUARE_AVERAGE));
    if (isCentered) {
      slots.add("grad_avg");
    }
    if (momentum != 0) {
      slots.add(Slots.VELOCITY);
    }
    return List.copyOf(slots);
  }

  @Override
  public void step(Gradients gradients) {
    KernelStep.make(
        gradients,
        slots(),
        WeightDecay.l2(weightDecay),
        (rate, _) -> new StepRule.MeanSquare(rate, 1 - alpha, epsilon, isCentered, momentum));
  }
}
