package dev.recurve.optim;

/** Checks of optimisers' settings. */
final class Settings {
  private Settings() {}

  static double notNegative(String name, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException("%s is 0 or more, received %s".formatted(name, value));
    }
    return value;
  }

  static double positive(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          "%s is greater than 0, received %s".formatted(name, value));
    }
    return value;
  }

  /** A share of the past that is kept: {@code 0 ≤ value < 1}. */
  static double decay(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "%s is at least 0 and less than 1, received %s".formatted(name, value));
    }
    return value;
  }

  static double learningRate(double value) {
    return notNegative("A learning rate", value);
  }

  static double weightDecay(double value) {
    return notNegative("Weight decay", value);
  }

  static double epsilon(double value) {
    return notNegative("Epsilon", value);
  }

  static void betas(double beta1, double beta2) {
    decay("Beta 1", beta1);
    decay("Beta 2", beta2);
  }
}
