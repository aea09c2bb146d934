package dev.recurve.spi;

import java.util.Optional;

/**
 * The weights of one direction, or the gradients of them, in PyTorch's layout.
 *
 * @param weightIh {@code [gates·H, I]}
 * @param weightHh {@code [gates·H, P]}, P the output size
 * @param biasIh {@code [1, gates·H]}, present unless the bias is {@link Bias#NONE}
 * @param biasHh {@code [1, gates·H]}, present when the bias is {@link Bias#BOTH}
 * @param peephole {@code [1, 3·H]} in the order i, f, o, for a peephole LSTM
 * @param projection {@code [P, H]}, for a projected LSTM
 */
public record RnnWeights(
    Mat weightIh,
    Mat weightHh,
    Optional<Mat> biasIh,
    Optional<Mat> biasHh,
    Optional<Mat> peephole,
    Optional<Mat> projection) {

  /** Weights of a cell without peepholes and projection. */
  public RnnWeights(Mat weightIh, Mat weightHh, Optional<Mat> biasIh, Optional<Mat> biasHh) {
    this(weightIh, weightHh, biasIh, biasHh, Optional.empty(), Optional.empty());
  }
}
