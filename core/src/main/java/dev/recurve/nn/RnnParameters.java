package dev.recurve.nn;

import dev.recurve.Fused;
import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.spi.Bias;
import dev.recurve.spi.RnnCell;
import java.util.Optional;

/**
 * The weights of the classic cells, with PyTorch's names, layout and first values: uniform within
 * {@code ±1/√H}.
 */
record RnnParameters(
    int inputSize,
    int hiddenSize,
    Parameter weightIh,
    Parameter weightHh,
    Optional<Parameter> biasIh,
    Optional<Parameter> biasHh) {

  /**
   * Asks for them.
   *
   * @param gates blocks of H rows
   * @param suffix ends the names, for example {@code _l0_reverse}
   */
  static RnnParameters of(
      int gates, int inputSize, int hiddenSize, Bias bias, Params params, String suffix) {
    if (inputSize < 1 || hiddenSize < 1) {
      throw new IllegalArgumentException(
          "A recurrent cell needs at least one input feature and one unit, received input size %d, hidden size %d"
              .formatted(inputSize, hiddenSize));
    }
    int rows = gates * hiddenSize;
    var init = Init.scaledTo(hiddenSize);
    return new RnnParameters(
        inputSize,
        hiddenSize,
        params.get("weight_ih" + suffix, Shape.of(rows, inputSize), init),
        params.get("weight_hh" + suffix, Shape.of(rows, hiddenSize), init),
        bias == Bias.NONE
            ? Optional.empty()
            : Optional.of(params.get("bias_ih" + suffix, Shape.of(rows), init)),
        bias == Bias.BOTH
            ? Optional.of(params.get("bias_hh" + suffix, Shape.of(rows), init))
            : Optional.empty());
  }

  /** {@code x W_ihᵀ + b_ih}. */
  Tensor project(Tensor x) {
    return plus(x.matmulTransposed(weightIh.value()), biasIh);
  }

  /** {@code h W_hhᵀ + b_hh}. */
  Tensor recur(Tensor h) {
    return plus(h.matmulTransposed(weightHh.value()), biasHh);
  }

  static Tensor plus(Tensor x, Optional<Parameter> bias) {
    return bias.isPresent() ? x.add(bias.get().value()) : x;
  }

  Fused fused(RnnCell cell) {
    return new Fused(cell, hiddenSize, weightIh, weightHh, biasIh, biasHh);
  }

  /** Zeros {@code [B, H]}. */
  Tensor zeros(Tensor like, int batch) {
    return like.zeros(Shape.of(batch, hiddenSize));
  }
}
