package dev.recurve.nn;

import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.Tensor;

/**
 * The weights of a cell whose gates do not look at the state.
 *
 * @param inputSize features of one input
 * @param weight {@code [gates·H, seen]}, named {@code weight_ih}
 * @param bias {@code [gates·H]}, named {@code bias_ih}
 */
record InputWeights(int inputSize, int hiddenSize, Parameter weight, Parameter bias) {

  /**
   * Asks for them; uniform within ±1 over the root of how many features a unit sums over.
   *
   * @param gates blocks of H rows
   * @param seen features that a step sees, of one or several inputs
   */
  static InputWeights of(int gates, int inputSize, int seen, int hiddenSize, Params params) {
    RnnParameters.checkSizes(inputSize, hiddenSize);
    var init = Init.scaledTo(seen);
    int rows = gates * hiddenSize;
    return new InputWeights(
        inputSize,
        hiddenSize,
        params.get("weight_ih", Shape.of(rows, seen), init),
        params.get("bias_ih", Shape.of(rows), init));
  }

  Tensor project(Tensor seen) {
    return seen.matmulTransposed(weight.value()).add(bias.value());
  }

  /** Block {@code index} of H features. */
  Tensor block(Tensor sums, int index) {
    return sums.slice(-1, index * hiddenSize, (index + 1) * hiddenSize);
  }
}
