package dev.recurve.spi;

import java.util.Optional;

/** A linear map as a product and a sum, on the weights where they lie. */
record ComposedLinear(Backend on, Mat weight, Optional<Mat> bias) implements LinearPlan {
  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public LinearStepper stepper(int batch) {
    return (x, y) -> {
      on.gemm(false, true, 1, x, weight, 0, y);
      if (bias.isPresent()) {
        on.binary(BinaryOp.ADD, y, bias.get(), Write.SET, y);
      }
    };
  }
}
