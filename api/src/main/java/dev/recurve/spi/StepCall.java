package dev.recurve.spi;

import java.util.List;

/**
 * What a {@link StepRule} works on. The gradient of the formula is {@code g = gradScale·gradient +
 * l2·w}; before the formula changes a weight it is shrunk by {@code 1 - shrink}.
 *
 * @param gradScale factor on the gradient, for clipping
 * @param l2 L2 penalty, added to the gradient; 0 for none
 * @param shrink decoupled weight decay, learning rate included (Loshchilov and Hutter 2019); 0 for
 *     none
 * @param ok 1 × 1; where 0, nothing may change, whatever the gradient holds
 * @param weights {@code 1 × n}, changed
 * @param gradient {@code 1 × n}
 * @param slots what the rule remembers, each {@code 1 × n}, changed; as many as the rule says
 */
public record StepCall(
    Scalar gradScale,
    double l2,
    double shrink,
    Mat ok,
    Mat weights,
    Mat gradient,
    List<Mat> slots) {
  /** Copies the list. */
  public StepCall {
    slots = List.copyOf(slots);
  }
}
