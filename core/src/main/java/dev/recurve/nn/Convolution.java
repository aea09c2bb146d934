package dev.recurve.nn;

import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What convolutions along time and along time and height have in common: one product of all windows
 * with the weights. A convolution here is a cross-correlation, as everywhere in the field.
 */
record Convolution(
    int inputs, int outputs, Windows windows, Parameter weight, Optional<Parameter> bias) {

  /**
   * The choices before the weights.
   *
   * @param layer its name, for messages
   * @param inputs features going in
   * @param outputs features coming out
   */
  record Choices(String layer, int inputs, int outputs, Windows windows, boolean hasBias) {
    Choices {
      if (inputs < 1 || outputs < 1) {
        throw new IllegalArgumentException(
            "%s needs at least one input and one output, received %d and %d"
                .formatted(layer, inputs, outputs));
      }
    }

    static Choices of(String layer, int inputs, int outputs, Span kernel) {
      return new Choices(layer, inputs, outputs, Windows.of(kernel), true);
    }

    Choices with(Windows others) {
      return new Choices(layer, inputs, outputs, others, hasBias);
    }

    Choices withoutBias() {
      return new Choices(layer, inputs, outputs, windows, false);
    }

    /**
     * Builds it.
     *
     * @param kernel the last axes of the weight
     */
    Convolution with(Shape kernel, Params params) {
      var init = Init.scaledTo(Math.multiplyExact(inputs, windows.size()));
      return new Convolution(
          inputs,
          outputs,
          windows,
          params.get("weight", Shape.of(outputs, inputs).then(kernel), init),
          hasBias ? Optional.of(params.get("bias", Shape.of(outputs), init)) : Optional.empty());
    }
  }

  /**
   * Convolves.
   *
   * @param rows of each step
   * @param features of each step of the result, from how many windows stand above each other
   */
  Sequence apply(Sequence input, int rows, IntFunction<Shape> features) {
    var over = windows.over(input, rows);
    var cells = input.data().reshape(Shape.of(input.steps() * input.batch() * rows, inputs));
    int size = Math.multiplyExact(windows.size(), inputs);
    var columns = over.gather(cells).reshape(Shape.of(over.count(), size));
    return over.spread(product(columns), features.apply(over.height()));
  }

  /**
   * The outputs of windows.
   *
   * @param columns {@code [N, size·inputs]}: a window's elements, the inputs of each side by side
   * @return {@code [N, outputs]}
   */
  Tensor product(Tensor columns) {
    return RnnParameters.plus(columns.matmulTransposed(matrix(columns.shape().cols())), bias);
  }

  /** The weights with the inputs of an element side by side, as the windows have them. */
  private Tensor matrix(int size) {
    return weight
        .value()
        .reshape(Shape.of(outputs, inputs, windows.size()))
        .transpose(0, 2, 1)
        .reshape(Shape.of(outputs, size));
  }
}
