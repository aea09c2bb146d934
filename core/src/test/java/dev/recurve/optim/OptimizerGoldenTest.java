package dev.recurve.optim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Optimizer;
import dev.recurve.golden.Golden;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten steps of each optimiser, and clipping, are PyTorch's. */
class OptimizerGoldenTest {
  private static Map<String, Optimizer> optimizers() {
    var optimizers = new LinkedHashMap<String, Optimizer>();
    optimizers.put("sgd", Sgd.withRate(0.1));
    optimizers.put("sgd_wd", Sgd.withRate(0.1).weightDecay(0.01));
    optimizers.put("sgd_mom", Sgd.withRate(0.1).momentum(0.9));
    optimizers.put("sgd_mom_damp", Sgd.withRate(0.1).momentum(0.9).dampening(0.1));
    optimizers.put("sgd_nesterov", Sgd.withRate(0.1).momentum(0.9).nesterov());
    optimizers.put("adam", Adam.withRate(0.01));
    optimizers.put("adam_wd", Adam.withRate(0.01).weightDecay(0.01));
    optimizers.put("amsgrad", Adam.withRate(0.01).amsgrad());
    optimizers.put("adamw", AdamW.withRate(0.01).weightDecay(0.01));
    optimizers.put("rmsprop", RmsProp.withRate(0.01));
    optimizers.put("rmsprop_mom", RmsProp.withRate(0.01).momentum(0.9));
    optimizers.put("rmsprop_centered", RmsProp.withRate(0.01).centered());
    optimizers.put("adagrad", AdaGrad.withRate(0.1));
    optimizers.put("adadelta", AdaDelta.withRate(1));
    optimizers.put("adamax", Adamax.withRate(0.01));
    // PyTorch 1.13 made these values; later versions repaired a mistake in NAdam.
    optimizers.put("nadam", NAdam.withRate(0.01).likePyTorch1());
    optimizers.put("radam", RAdam.withRate(0.01));
    optimizers.put("asgd", Asgd.withRate(0.01));
    optimizers.put("rprop", Rprop.withRate(0.01));
    return optimizers;
  }

  static Stream<Arguments> cases() {
    return optimizers().entrySet().stream()
        .flatMap(
            named ->
                Stream.of(DType.F64, DType.F32)
                    .map(type -> Arguments.of(named.getKey(), type, named.getValue())));
  }

  @Test
  void everyCaseIsTested() {
    assertThat(Golden.read("optimizers_f64.json").at("traj").fields())
        .containsOnlyKeys(optimizers().keySet());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tenSteps(String name, DType type, Optimizer optimizer) {
    var golden = Golden.read("optimizers_f64.json");
    var device = Device.standard().withType(type);
    var gradients = golden.at("grads").list();
    var trajectory = golden.at("traj").at(name).list();
    assertThat(trajectory).hasSize(10).hasSameSizeAs(gradients);
    try (var training =
        new Training(device, optimizer, Clipping.none(), golden.at("w0").values())) {
      for (int i = 0; i < trajectory.size(); i++) {
        training.step(gradients.get(i).values());
        trajectory.get(i).assertAgrees(training.values(0), Golden.tolerance(device));
      }
      assertThat(training.state.step()).isEqualTo(10);
      assertThat(training.update.sawNonFinite()).isFalse();
    }
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
