package dev.recurve.nn;

import dev.recurve.Streamable;
import dev.recurve.Streaming;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Scope;
import java.util.List;

/**
 * Drops values at random in training and scales the others up, so that sums keep their expectation
 * (Srivastava et al. 2014). Does nothing outside training.
 */
public final class Dropout implements Streamable<Tensor, Tensor> {
  private final double probability;

  private Dropout(double probability) {
    this.probability = probability;
  }

  /**
   * Dropout with a probability.
   *
   * @throws IllegalArgumentException if not at least 0 and less than 1
   */
  public static Dropout of(double probability) {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "A dropout probability is at least 0 and less than 1, received " + probability);
    }
    return new Dropout(probability);
  }

  @Override
  public Tensor apply(Tensor x) {
    if (probability == 0 || !Scope.isTraining()) {
      return x;
    }
    var device = DeviceTensor.of(x).device();
    var mask = DeviceTensor.empty(device, x.shape());
    device.backend().randomMask(Scope.nextRandomKey(), 0, 1 - probability, mask.mat());
    return x.mul(mask);
  }

  /** Nothing to do: sessions do not train. */
  @Override
  public Streaming streaming() {
    return new LayerSteps(List.of());
  }

  @Override
  public String describe() {
    return "Dropout(%s)".formatted(probability);
  }
}
