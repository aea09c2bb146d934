package dev.recurve.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.BundleException;
import dev.recurve.Init;
import dev.recurve.Optimizer;
import dev.recurve.Shape;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What optimisers remember, and their settings. */
class OptimizerStateTest {

  private static OptimizerState state(Device device, Optimizer optimizer) {
    var store = ParamStore.fresh(3, device);
    store.get("a", Shape.of(2, 3), Init.zeros());
    store.get("frozen", Shape.of(4), Init.zeros());
    store.child("deep").get("b", Shape.of(2), Init.zeros());
    store.freeze("frozen");
    return OptimizerState.create(optimizer, store.seal());
  }

  private static OptimizerState state(Optimizer optimizer) {
    return state(Device.standard(), optimizer);
  }

  @Test
  void slotsAreNamedLikeParametersAndZeroAtFirst() {
    var values = state(Adam.withRate(0.1)).values();
    assertThat(values)
        .containsOnlyKeys("exp_avg/a", "exp_avg/deep.b", "exp_avg_sq/a", "exp_avg_sq/deep.b");
    assertThat(values.get("exp_avg/a").shape()).isEqualTo(Shape.of(2, 3));
    values.values().forEach(array -> assertThat(array.toDoubles()).containsOnly(0));
    assertThat(state(Sgd.withRate(0.1)).values()).isEmpty();
    assertThat(state(Sgd.withRate(0.1).momentum(0.5)).values())
        .containsOnlyKeys("momentum_buffer/a", "momentum_buffer/deep.b");
  }

  /** A run that is cut in two and restored goes on bit for bit. */
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F64", "F32"})
  void aRestoredRunGoesOnTheSame(DType type) {
    var device = Device.standard().withType(type);
    for (var optimizer :
        List.of(
            Adam.withRate(0.1),
            AdamW.withRate(0.1),
            Sgd.withRate(0.1).momentum(0.9).dampening(0.3))) {
      double[] first = {0.5, -1};
      try (var whole = new Training(device, optimizer, Clipping.none(), first);
          var half = new Training(device, optimizer, Clipping.none(), first)) {
        for (var training : List.of(whole, half)) {
          training.step(new double[] {0.1, 1.0 / 3});
          training.step(new double[] {0.3, -0.7});
        }
        try (var rest = new Training(device, optimizer, Clipping.none(), half.values(0))) {
          rest.state.restore(half.state.step(), half.state.values());
          for (var training : List.of(whole, rest)) {
            training.step(new double[] {-0.2, 0.9});
          }
          assertThat(rest.values(0)).containsExactly(whole.values(0));
          assertThat(rest.state.step()).isEqualTo(3);
        }
      }
    }
  }

  private static void refused(Consumer<Map<String, HostArray>> damage, String... parts) {
    var state = state(Adam.withRate(0.1));
    var values = new LinkedHashMap<>(state.values());
    values.replaceAll((name, array) -> new HostArray.F32(array.shape(), ones(array)));
    damage.accept(values);
    assertThatThrownBy(() -> state.restore(5, values))
        .isInstanceOf(BundleException.class)
        .message()
        .contains(parts);
    assertThat(state.step()).isZero();
    state.values().values().forEach(array -> assertThat(array.toDoubles()).containsOnly(0));
  }

  private static float[] ones(HostArray array) {
    float[] ones = new float[Math.toIntExact(array.shape().size())];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void aStateThatDoesNotFitIsRefusedWhole() {
    refused(values -> values.remove("exp_avg/deep.b"), "exp_avg/deep.b", "here [2], there missing");
    refused(
        values -> values.put("exp_avg_sq/a", new HostArray.F32(Shape.of(6), new float[6])),
        "exp_avg_sq/a",
        "here [2, 3], there [6]");
    refused(
        values -> values.put("exp_avg/c", new HostArray.F32(Shape.of(1), new float[1])),
        "it has exp_avg/c");
    assertThatThrownBy(() -> state(Sgd.withRate(1)).restore(-1, Map.of()))
        .isInstanceOf(BundleException.class);
  }

  @Test
  void settingsTellAllThatMatters() {
    assertThat(Sgd.withRate(0.1).momentum(0.9).nesterov().weightDecay(0.01).settings())
        .containsOnly(
            Map.entry("learning_rate", 0.1),
            Map.entry("momentum", 0.9),
            Map.entry("dampening", 0.0),
            Map.entry("nesterov", 1.0),
            Map.entry("weight_decay", 0.01));
    assertThat(Adam.withRate(0.1).betas(0.8, 0.9).epsilon(1e-6).settings())
        .containsOnly(
            Map.entry("learning_rate", 0.1),
            Map.entry("beta1", 0.8),
            Map.entry("beta2", 0.9),
            Map.entry("epsilon", 1e-6),
            Map.entry("weight_decay", 0.0),
            Map.entry("amsgrad", 0.0));
    assertThat(AdamW.withRate(0.1).settings()).containsEntry("weight_decay", 0.01);
    assertThat(List.of(Sgd.withRate(1).name(), Adam.withRate(1).name(), AdamW.withRate(1).name()))
        .containsExactly("sgd", "adam", "adamw");
  }

  @Test
  void settingsAreChecked() {
    for (Runnable wrong :
        List.<Runnable>of(
            () -> Sgd.withRate(-1),
            () -> Sgd.withRate(0.1).momentum(1),
            () -> Sgd.withRate(0.1).nesterov(),
            () -> Sgd.withRate(0.1).momentum(0.9).dampening(0.1).nesterov(),
            () -> Sgd.withRate(0.1).weightDecay(Double.NaN),
            () -> Adam.withRate(Double.POSITIVE_INFINITY),
            () -> Adam.withRate(0.1).betas(0.9, 1),
            () -> Adam.withRate(0.1).epsilon(-1e-8),
            () -> AdamW.withRate(0.1).weightDecay(-0.1))) {
      assertThatThrownBy(wrong::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("received");
    }
  }
}
