package dev.recurve.nn;

import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.Tensor;

/**
 * Layer normalisation within a cell (Ba, Kiros and Hinton 2016): each row is shifted to mean 0,
 * scaled to variance 1 and multiplied by a learned gain. A shift is left to the caller, who has
 * biases anyway.
 *
 * @param gain {@code [features]}, 1 at first
 */
record Normalized(Parameter gain) {
  /** Added to the variance, so that a row of equal numbers has a quotient. */
  static final double EPSILON = 1e-5;

  static Normalized sized(int features, Params params, String name) {
    return new Normalized(params.get(name, Shape.of(features), new Init.Constant(1)));
  }

  /** Of rows {@code [N, features]}. */
  Tensor of(Tensor x) {
    var centred = x.sub(mean(x));
    var deviation = mean(centred.square()).add(EPSILON).sqrt();
    return centred.div(deviation).mul(gain.value());
  }

  private static Tensor mean(Tensor x) {
    return x.sum(-1).reshape(x.shape().with(-1, 1)).mul(1.0 / x.shape().cols());
  }
}
