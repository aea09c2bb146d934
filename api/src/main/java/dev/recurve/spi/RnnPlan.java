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
}
