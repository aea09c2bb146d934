package dev.recurve.host;

/** How a backend's kernels want a recurrent layer to lie in memory. */
public interface RnnFormat {
  /** How right-hand sides are packed, and what units are filled up to. */
  Panels panels();

  /**
   * Elements of scratch memory for the sums of a part's weight gradients.
   *
   * @param rows at least as many as the part has in all steps together
   */
  int gradientSize(GradientOperands operands, int rows);
}
