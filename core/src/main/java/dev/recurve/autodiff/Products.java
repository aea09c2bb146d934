package dev.recurve.autodiff;

import dev.recurve.ShapeException;
import java.util.List;

/** Matrix products, forward beside backward. */
final class Products {
  private Products() {}

  /**
   * {@code y = x·w} or {@code y = x·wᵀ}; {@code dx = dy·wᵀ} or {@code dy·w}; {@code dw = xᵀ·dy} or
   * {@code dyᵀ·x}. The gradient of a parameter, or of a slice of one, is set aside, see {@link
   * WeightGradients}.
   */
  static DeviceTensor matmul(DeviceTensor x, DeviceTensor w, boolean transposed) {
    String name = transposed ? "matmulTransposed" : "matmul";
    x.requireFloat(name);
    if (x.shape().rank() == 0 || w.shape().rank() != 2) {
      throw new ShapeException(
          "%s multiplies [..., K] with a matrix, received %s and %s"
              .formatted(name, x.shape(), w.shape()));
    }
    int inner = w.shape().dim(transposed ? 1 : 0);
    int outer = w.shape().dim(transposed ? 0 : 1);
    if (x.shape().cols() != inner) {
      throw new ShapeException(
          "%s expects %d features on the last axis for a matrix %s, received %s"
              .formatted(name, inner, w.shape(), x.shape()));
    }
    var y = DeviceTensor.empty(x.device(), x.shape().with(-1, outer));
    x.backend().gemm(false, transposed, 1, x.mat(), w.mat(), 0, y.mat());
    return Record.result(
        name,
        y,
        List.of(x, w),
        dy -> {
          var tape = Record.tape().orElseThrow();
          x.slotOn(tape)
              .ifPresent(
                  slot -> {
                    var target = slot.whole();
                    x.backend()
                        .gemm(false, !transposed, 1, dy, w.mat(), target.beta(), target.mat());
                  });
          w.slotOn(tape)
              .ifPresent(
                  slot -> {
                    var parameter = slot.ofParameter();
                    if (parameter.isPresent()) {
                      tape.weightGradients().add(parameter.get(), transposed, x.mat(), dy);
                      return;
                    }
                    var left = transposed ? dy : x.mat();
                    var right = transposed ? x.mat() : dy;
                    var target = slot.whole();
                    x.backend().gemm(true, false, 1, left, right, target.beta(), target.mat());
                  });
        });
  }
}
