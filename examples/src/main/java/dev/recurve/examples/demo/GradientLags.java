package dev.recurve.examples.demo;

import dev.recurve.Layer;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tape;
import dev.recurve.autodiff.Tensors;
import dev.recurve.params.ParamStore;
import dev.recurve.params.ParameterBlock;
import dev.recurve.spi.CounterRandom;
import java.util.Arrays;

/**
 * How much of a loss's gradient reaches the inputs before it.
 *
 * @param name what was measured
 * @param norms the gradient of a loss on the last output with respect to the input so many steps
 *     before, as the root of the mean square over the sequences; the first is that of the last
 *     step's input
 * @param weightNorm the norm of the gradient of all weights: what clipping looks at
 */
record GradientLags(String name, double[] norms, double weightNorm) {
  static final int SEQUENCES = 16;

  /**
   * Measures a layer: sequences of noise go in, and the loss is the last output times random signs.
   *
   * @param store holds the layer's parameters; sealed by this
   * @param inputs features of a step
   * @param steps of the sequences
   */
  static GradientLags of(
      String name,
      ParamStore store,
      Layer<Sequence, Sequence> layer,
      int inputs,
      int steps,
      long seed) {
    var blocks = store.seal();
    blocks.forEach(ParameterBlock::clearGradient);
    try (var running = new Steps(store.device())) {
      double[] gradient = running.record(tape -> gradientOfInput(tape, layer, inputs, steps, seed));
      double squares =
          blocks.stream()
              .flatMapToDouble(block -> Arrays.stream(block.gradient().toDoubles()))
              .map(value -> value * value)
              .sum();
      return new GradientLags(name, byLag(gradient, steps), Math.sqrt(squares));
    }
  }

  private static double[] gradientOfInput(
      Tape tape, Layer<Sequence, Sequence> layer, int inputs, int steps, long seed) {
    var noise = Tensors.of(Shape.of(steps, SEQUENCES, inputs), noise(seed, steps, inputs));
    var x = tape.watch(noise);
    var last = layer.apply(Sequence.full(x)).data().at(steps - 1);
    float[] signs = new float[Math.toIntExact(last.shape().size())];
    for (int i = 0; i < signs.length; i++) {
      signs[i] = CounterRandom.uniform(seed + 1, i) < 0.5 ? -1 : 1;
    }
    tape.backward(last.mul(Tensors.of(last.shape(), signs)).sum());
    return tape.gradient(x).toDoubles();
  }

  /** Uniform, with mean 0 and deviation 1. */
  private static float[] noise(long seed, int steps, int inputs) {
    float[] values = new float[steps * SEQUENCES * inputs];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (Math.sqrt(12) * (CounterRandom.uniform(seed, i) - 0.5));
    }
    return values;
  }

  private static double[] byLag(double[] gradient, int steps) {
    int each = gradient.length / steps;
    double[] norms = new double[steps];
    for (int lag = 0; lag < steps; lag++) {
      int from = (steps - 1 - lag) * each;
      double squares = 0;
      for (int i = from; i < from + each; i++) {
        squares += gradient[i] * gradient[i];
      }
      norms[lag] = Math.sqrt(squares / SEQUENCES);
    }
    return norms;
  }

  /** In proportion to what reaches the last step's input. */
  GradientLags relative() {
    return scaled(1 / norms[0]);
  }

  /** As after clipping the weights' gradient to a norm, which scales all that flows to them. */
  GradientLags clipped(double limit) {
    return scaled(Math.min(1, limit / weightNorm));
  }

  private GradientLags scaled(double factor) {
    return new GradientLags(
        name, Arrays.stream(norms).map(norm -> norm * factor).toArray(), weightNorm * factor);
  }

  GradientLags named(String other) {
    return new GradientLags(other, norms, weightNorm);
  }

  /** What reaches the input so many steps before, or the first input if there are fewer. */
  double after(int lag) {
    return norms[Math.min(lag, norms.length - 1)];
  }
}
