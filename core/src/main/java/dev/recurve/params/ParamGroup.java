package dev.recurve.params;

import java.util.ArrayList;
import java.util.List;

/**
 * Parameters that are trained alike, with any optimiser. What is set here comes on top of the
 * optimiser's own weight decay. Immutable; each method with an argument gives a new group.
 *
 * @param name for messages
 * @param rateFactor factor on the learning rate, 0 or more
 * @param l1 L1 penalty: {@code l1·sign(w)} is added to the gradient, after clipping; 0 or more
 * @param l2 L2 penalty: {@code l2·w} is added to the gradient, after clipping; 0 or more
 * @param weightDecay decoupled (Loshchilov and Hutter 2019): weights shrink by {@code
 *     rate·weightDecay} before each step; 0 or more
 * @param constraint holds after each step
 */
public record ParamGroup(
    String name,
    double rateFactor,
    double l1,
    double l2,
    double weightDecay,
    Constraint constraint) {
  /** The group of all parameters that no other was named for. */
  public static final ParamGroup DEFAULT = named("default");

  /** Checks the numbers. */
  public ParamGroup {
    requireNotNegative(name, "a learning-rate factor", rateFactor);
    requireNotNegative(name, "an L1 penalty", l1);
    requireNotNegative(name, "an L2 penalty", l2);
    requireNotNegative(name, "weight decay", weightDecay);
  }

  /** A group with a factor on the learning rate. */
  public ParamGroup(String name, double rateFactor) {
    this(name, rateFactor, 0, 0, 0, Constraint.none());
  }

  private static void requireNotNegative(String group, String what, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          "Group %s: %s is 0 or more, received %s".formatted(group, what, value));
    }
  }

  /** A group without settings of its own yet. */
  public static ParamGroup named(String name) {
    return new ParamGroup(name, 1);
  }

  /** With a factor on the learning rate, 0 or more. */
  public ParamGroup rateFactor(double factor) {
    return new ParamGroup(name, factor, l1, l2, weightDecay, constraint);
  }

  /** With an L1 penalty, 0 or more. */
  public ParamGroup l1(double penalty) {
    return new ParamGroup(name, rateFactor, penalty, l2, weightDecay, constraint);
  }

  /** With an L2 penalty, 0 or more. */
  public ParamGroup l2(double penalty) {
    return new ParamGroup(name, rateFactor, l1, penalty, weightDecay, constraint);
  }

  /** With decoupled weight decay, 0 or more. */
  public ParamGroup weightDecay(double decay) {
    return new ParamGroup(name, rateFactor, l1, l2, decay, constraint);
  }

  /** With a constraint that holds after each step. */
  public ParamGroup constraint(Constraint rule) {
    return new ParamGroup(name, rateFactor, l1, l2, weightDecay, rule);
  }

  /** The settings, for example {@code rate × 0.1, l2 1.0E-4}. */
  public String describe() {
    var parts = new ArrayList<>(List.of("rate × " + rateFactor));
    addIfSet(parts, "l1", l1);
    addIfSet(parts, "l2", l2);
    addIfSet(parts, "weight decay", weightDecay);
    if (!(constraint instanceof Constraint.None)) {
      parts.add(constraint.toString());
    }
    return String.join(", ", parts);
  }

  private static void addIfSet(List<String> parts, String name, double value) {
    if (value != 0) {
      parts.add(name + " " + value);
    }
  }
}
