package dev.recurve.spi;

import java.util.List;

/**
 * A backend's way to run one recurrent layer over whole sequences, forward and backward.
 * Implementations are immutable and safe to share between threads; everything that changes is in
 * the arguments.
 */
public interface RnnPlan {
  /** What was planned. */
  RnnSpec spec();

  /** How it will be run, in a few words, for {@code explain()}. */
  String describe();

  /** Elements of float memory that forward leaves for backward. */
  long reserveSize(int steps, int batch);

  /** Elements of float scratch memory that one call of forward or of backward needs. */
  long workspaceSize(int steps, int batch, boolean training);

  /**
   * Lays out weights for this plan.
   *
   * @param weights one entry a direction
   */
  Packed pack(List<RnnWeights> weights);

  /**
   * Lays out weights in the place of an older layout by this plan, which nobody is going to use any
   * more; a plan may refuse to compute with that one afterwards, and must not compute anything
   * wrong with it.
   */
  default Packed repack(List<RnnWeights> weights, Packed old) {
    return pack(weights);
  }

  /** Runs all steps. */
  void forward(Packed weights, RnnCall call);

  /**
   * Walks all steps back, after a {@link #forward} with the same arguments and {@code training};
   * reads that call's {@code x}, {@code y} and {@code reserve} and may overwrite the reserve.
   */
  void backward(Packed weights, RnnCall call, RnnGrads grads);

  /** Elements of float memory that a {@link #stepper} keeps for itself. */
  default long stepperSize(int batch) {
    return ForwardStepper.memorySize(this, batch);
  }

  /**
   * Runs the layer one step at a time, without masks; asked for in direction {@link
   * Direction#FORWARD} only. Gives the same results, to the same bits, as {@link #forward} over all
   * the steps at once.
   *
   * @param on the backend that made this plan
   * @param batch B, at least 1
   * @param memory {@code 1 × stepperSize}, the stepper's own for as long as it is used
   */
  default RnnStepper stepper(Backend on, Packed weights, int batch, Mat memory) {
    return new ForwardStepper(on, this, weights, batch, memory);
  }
}
