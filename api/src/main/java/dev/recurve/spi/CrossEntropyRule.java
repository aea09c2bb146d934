package dev.recurve.spi;

/**
 * How cross-entropy treats its targets.
 *
 * @param smoothing ε in 0…1: the target distribution is {@code (1-ε)·onehot + ε/classes} (Szegedy
 *     et al. 2016); each class's share is multiplied by its weight
 * @param ignoreIndex a target whose rows count nothing
 */
public record CrossEntropyRule(double smoothing, int ignoreIndex) {
  /** Checks the smoothing. */
  public CrossEntropyRule {
    if (!(smoothing >= 0 && smoothing <= 1)) {
      throw new IllegalArgumentException("Label smoothing lies in 0…1, received " + smoothing);
    }
  }
}
