package dev.recurve.data;

/**
 * How large the parts of a {@link Split} are; what they leave is learnt from.
 *
 * @param valid the share to measure on during training, at least 0
 * @param test the share to measure on in the end, at least 0; both together less than 1
 */
public record Shares(double valid, double test) {
  /** Checks the shares. */
  public Shares {
    if (!(valid >= 0 && test >= 0 && valid + test > 0 && valid + test < 1)) {
      throw new IllegalArgumentException(
          "Shares to measure on are 0 or more, and together between 0 and 1, received %s for validation and %s for the test"
              .formatted(valid, test));
    }
  }

  /** Without a test set. */
  public static Shares valid(double share) {
    return new Shares(share, 0);
  }

  /** The part of so many examples: rounded, and at least one where the share is not 0. */
  static int of(double share, int examples) {
    return share == 0 ? 0 : (int) Math.max(1, Math.round(share * examples));
  }
}
