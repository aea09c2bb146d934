package dev.recurve.nn;

import dev.recurve.Fused;
import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.spi.Bias;
import dev.recurve.spi.RnnCell;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The weights of the classic cells, with PyTorch's names, layout and first values: uniform within
 * {@code ±1/√H}.
 *
 * @param peephole {@code [3·H]} in the order i, f, o; named {@code peephole_…}, for PyTorch has
 *     none
 * @param projection {@code [P, H]}, named {@code weight_hr_…}
 */
record RnnParameters(
    int inputSize,
    int hiddenSize,
    Parameter weightIh,
    Parameter weightHh,
    Optional<Parameter> biasIh,
    Optional<Parameter> biasHh,
    Optional<Parameter> peephole,
    Optional<Parameter> projection) {

  /**
   * The blocks of H rows that the weights consist of.
   *
   * @param count how many
   * @param special the block whose bias begins with {@code value}
   * @param value what the sum of that block's biases begins with; empty where it is as random as
   *     the others
   */
  record Gates(int count, int special, OptionalDouble value) {
    static Gates of(int count) {
      return new Gates(count, 0, OptionalDouble.empty());
    }

    Gates beginning(int block, OptionalDouble with) {
      return new Gates(count, block, with);
    }

    /** How a bias begins, of which a share of the value is expected. */
    private Init bias(int hiddenSize, double share) {
      var random = Init.scaledTo(hiddenSize);
      if (value.isEmpty()) {
        return random;
      }
      var blocks = new ArrayList<Init>(Collections.nCopies(count, random));
      blocks.set(special, new Init.Constant(share * value.getAsDouble()));
      return new Init.Blocks(blocks);
    }
  }

  /**
   * Asks for those of a cell without peepholes and projection.
   *
   * @param gates blocks of H rows
   * @param suffix ends the names, for example {@code _l0_reverse}
   */
  static RnnParameters of(
      int gates, int inputSize, int hiddenSize, Bias bias, Params params, String suffix) {
    return of(Gates.of(gates), inputSize, hiddenSize, bias, params, suffix);
  }

  /** Asks for those of a cell with such gates. */
  static RnnParameters of(
      Gates gates, int inputSize, int hiddenSize, Bias bias, Params params, String suffix) {
    return of(gates, inputSize, hiddenSize, hiddenSize, bias, params, suffix);
  }

  /**
   * Asks for those of an LSTM.
   *
   * @param forgetBias what the sum of the forget gate's biases begins with, if it is not random
   */
  static RnnParameters of(
      RnnCell.Lstm kind,
      int inputSize,
      int hiddenSize,
      Bias bias,
      OptionalDouble forgetBias,
      Params params,
      String suffix) {
    int projection = kind.projection();
    if (projection < 0 || projection >= Math.max(1, hiddenSize)) {
      throw new IllegalArgumentException(
          "A projection gives at least one output and fewer than there are units, or 0 for none; received projection %d, hidden size %d"
              .formatted(projection, hiddenSize));
    }
    int outputs = projection > 0 ? projection : hiddenSize;
    var gates = Gates.of(kind.gates()).beginning(1, forgetBias);
    var plain = of(gates, inputSize, hiddenSize, outputs, bias, params, suffix);
    var init = Init.scaledTo(hiddenSize);
    return new RnnParameters(
        inputSize,
        hiddenSize,
        plain.weightIh,
        plain.weightHh,
        plain.biasIh,
        plain.biasHh,
        kind.peepholes()
            ? Optional.of(params.get("peephole" + suffix, Shape.of(3 * hiddenSize), init))
            : Optional.empty(),
        projection > 0
            ? Optional.of(params.get("weight_hr" + suffix, Shape.of(projection, hiddenSize), init))
            : Optional.empty());
  }

  private static RnnParameters of(
      Gates gates,
      int inputSize,
      int hiddenSize,
      int outputSize,
      Bias bias,
      Params params,
      String suffix) {
    checkSizes(inputSize, hiddenSize);
    if (gates.value.isPresent() && bias == Bias.NONE) {
      throw new IllegalArgumentException(
          "A forget bias of %s needs a bias, but the cell has none; keep bias INPUT or BOTH"
              .formatted(gates.value.getAsDouble()));
    }
    int rows = gates.count * hiddenSize;
    var init = Init.scaledTo(hiddenSize);
    return new RnnParameters(
        inputSize,
        hiddenSize,
        params.get("weight_ih" + suffix, Shape.of(rows, inputSize), init),
        params.get("weight_hh" + suffix, Shape.of(rows, outputSize), init),
        bias == Bias.NONE
            ? Optional.empty()
            : Optional.of(
                params.get("bias_ih" + suffix, Shape.of(rows), gates.bias(hiddenSize, 1))),
        bias == Bias.BOTH
            ? Optional.of(params.get("bias_hh" + suffix, Shape.of(rows), gates.bias(hiddenSize, 0)))
            : Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static void checkSizes(int inputSize, int hiddenSize) {
    if (inputSize < 1 || hiddenSize < 1) {
      throw new IllegalArgumentException(
          "A recurrent cell needs at least one input feature and one unit, received input size %d, hidden size %d"
              .formatted(inputSize, hiddenSize));
    }
  }

  /** P: the size of the projection, or H. */
  int outputSize() {
    return projection.map(p -> p.shape().dim(0)).orElse(hiddenSize);
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
    return new Fused(cell, hiddenSize, weightIh, weightHh, biasIh, biasHh, peephole, projection);
  }

  /** Zeros {@code [B, H]}. */
  Tensor zeros(Tensor like, int batch) {
    return like.zeros(Shape.of(batch, hiddenSize));
  }

  /** Zeros {@code [B, P]}. */
  Tensor zeroOutputs(Tensor like, int batch) {
    return like.zeros(Shape.of(batch, outputSize()));
  }
}
