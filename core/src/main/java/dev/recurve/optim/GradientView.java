package dev.recurve.optim;

import dev.recurve.autodiff.DeviceTensor;
import java.util.Optional;

/**
 * What an optimiser is shown of a block's gradient: a tensor and a factor on it.
 *
 * @param values {@code [n]}
 * @param scale a scalar on the device; empty for 1
 */
record GradientView(DeviceTensor values, Optional<DeviceTensor> scale) {
  static GradientView unscaled(DeviceTensor values) {
    return new GradientView(values, Optional.empty());
  }
}
