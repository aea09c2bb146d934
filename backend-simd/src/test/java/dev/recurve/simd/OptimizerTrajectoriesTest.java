package dev.recurve.simd;

import dev.recurve.conformance.OptimizerTrajectories;
import dev.recurve.runtime.Device;
import dev.recurve.spi.Backend;
import dev.recurve.spi.DType;
import dev.recurve.spi.Workers;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten steps of each optimiser lead where PyTorch's do. */
class OptimizerTrajectoriesTest {
  private static final Backend BACKEND = SimdBackend.warm(new Workers(1));

  static Set<String> trajectories() {
    return OptimizerTrajectories.optimizers().keySet();
  }

  @ParameterizedTest
  @MethodSource("trajectories")
  void tenSteps(String name) {
    OptimizerTrajectories.assertTenSteps(Device.of(BACKEND, DType.F32), name);
  }
}
