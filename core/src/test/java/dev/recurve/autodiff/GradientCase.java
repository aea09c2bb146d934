package dev.recurve.autodiff;

import dev.recurve.Tensor;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A function whose gradients are to be checked.
 *
 * @param name shown by the test
 * @param inputs adds the inputs to a check
 * @param function of the inputs in order
 */
record GradientCase(
    String name, UnaryOperator<GradCheck> inputs, Function<List<Tensor>, Tensor> function) {

  /** The tests' device in double precision. */
  static Device device() {
    return Device.standard().withType(DType.F64);
  }

  void check() {
    inputs.apply(GradCheck.on(device())).check(function).requireAgreement();
  }

  @Override
  public String toString() {
    return name;
  }
}
