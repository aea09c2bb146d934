package dev.recurve.autodiff;

import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.spi.Scalar;
import java.util.List;
import java.util.Optional;

/**
 * An operation of the user's own, with a derivative of its own: one node on the tape, whatever
 * happens inside.
 */
public interface CustomOp {
  /** Its name in messages. */
  String name();

  /** Computes the result; the inputs come without history. */
  Tensor forward(List<Tensor> inputs);

  /**
   * Carries a gradient back.
   *
   * @param gradient of the result
   * @param inputs as in {@link #forward}
   * @param result what forward gave
   * @return one entry an input, of its shape; empty for an input that has no gradient
   */
  List<Optional<Tensor>> backward(Tensor gradient, List<Tensor> inputs, Tensor result);

  /** Runs an operation and records it. */
  static Tensor apply(CustomOp op, Tensor... inputs) {
    var operands = List.of(inputs).stream().map(DeviceTensor::of).toList();
    List<Tensor> plain = operands.stream().<Tensor>map(DeviceTensor::detach).toList();
    var y = DeviceTensor.of(op.forward(plain)).detach();
    return Record.result(
        op.name(),
        y,
        operands,
        dy -> {
          var gradient = DeviceTensor.empty(y.device(), y.shape());
          y.backend().copy(dy, gradient.mat());
          var gradients = op.backward(gradient, plain, y);
          for (int i = 0; i < operands.size(); i++) {
            var operand = operands.get(i);
            gradients.get(i).ifPresent(g -> contribute(op, operand, DeviceTensor.of(g)));
          }
        });
  }

  private static void contribute(CustomOp op, DeviceTensor operand, DeviceTensor gradient) {
    if (!gradient.shape().equals(operand.shape())) {
      throw new ShapeException(
          "%s gave a gradient %s for an input %s"
              .formatted(op.name(), gradient.shape(), operand.shape()));
    }
    Functions.send(
        operand,
        (target, beta) -> operand.backend().affine(Scalar.ONE, gradient.mat(), beta, target, 0));
  }
}
