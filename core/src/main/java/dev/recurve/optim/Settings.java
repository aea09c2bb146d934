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

  /** A share of the past that is kept: {@code 0 ≤ value < 1}. */
  static double decay(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "%s is at least 0 and less than 1, received %s".formatted(name, value));
    }
    return value;
  }
}
