package dev.recurve.optim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.conformance.OptimizerTrajectories;
import dev.recurve.golden.Golden;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten steps of each optimiser, and clipping, are PyTorch's. */
class OptimizerGoldenTest {
  static Set<String> trajectories() {
    return OptimizerTrajectories.optimizers().keySet();
  }

  @Test
  void everyTrajectoryIsTested() {
    assertThat(OptimizerTrajectories.names())
        .hasSize(19)
        .containsExactlyInAnyOrderElementsOf(trajectories());
  }

  @ParameterizedTest
  @MethodSource("trajectories")
  void tenStepsInDoublePrecision(String name) {
    OptimizerTrajectories.assertTenSteps(Device.standard().withType(DType.F64), name);
  }

  @ParameterizedTest
  @MethodSource("trajectories")
  void tenStepsInSinglePrecision(String name) {
    OptimizerTrajectories.assertTenSteps(Device.standard(), name);
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F64", "F32"})
  void clippingByGlobalNorm(DType type) {
    var golden = Golden.read("misc_f64.json").at("clip_grad_norm_1.0");
    var device = Device.standard().withType(type);
    var gradients = golden.at("before").list().stream().map(Golden::values).toList();
    // With weights 0 and a rate of 1, plain descent shows the negative of what it was given.
    try (var training =
        new Training(
            device, Sgd.withRate(1), Clipping.byGlobalNorm(1), new double[3], new double[3])) {
      training.step(gradients.get(0), gradients.get(1));
      golden.at("norm").assertAgrees(training.update.norm(), Golden.tolerance(device));
      for (int i : List.of(0, 1)) {
        double[] used = Arrays.stream(training.values(i)).map(w -> -w).toArray();
        golden.at("after").list().get(i).assertAgrees(used, Golden.tolerance(device));
      }
    }
  }
}
