package dev.recurve.spi;

/** Applies one linear map to some rows, step after step; used by one thread at a time. */
@FunctionalInterface
public interface LinearStepper {
  /**
   * {@code y = x Wᵀ + b}.
   *
   * @param x {@code [B, inputs]}
   * @param y {@code [B, outputs]}; overwritten
   */
  void step(Mat x, Mat y);
}
