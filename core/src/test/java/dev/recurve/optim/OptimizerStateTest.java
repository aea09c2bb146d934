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
    for (var optimizer : Optimizers.all()) {
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
          assertThat(rest.values(0)).as("%s", optimizer).containsExactly(whole.values(0));
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
            Map.entry("weight_decay", 0.0));
    assertThat(AdamW.withRate(0.1).settings()).containsEntry("weight_decay", 0.01);
    assertThat(List.of(Sgd.withRate(1).name(), Adam.withRate(1).name(), AdamW.withRate(1).name()))
        .containsExactly("sgd", "adam", "adamw");
  }

  @Test
  void everySlotIsNamed() {
    assertThat(Optimizers.all())
        .extracting(optimizer -> optimizer.name() + " " + optimizer.slots())
        .containsExactly(
            "sgd []",
            "sgd [momentum_buffer]",
            "sgd [momentum_buffer]",
            "adagrad [sum]",
            "adadelta [square_avg, acc_delta]",
            "rmsprop [square_avg]",
            "rmsprop [square_avg, grad_avg]",
            "rmsprop [square_avg, momentum_buffer]",
            "rmsprop [square_avg, grad_avg, momentum_buffer]",
            "adam [exp_avg, exp_avg_sq]",
            "amsgrad [exp_avg, exp_avg_sq, max_exp_avg_sq]",
            "adamw [exp_avg, exp_avg_sq]",
            "adamax [exp_avg, exp_inf]",
            "nadam [exp_avg, exp_avg_sq]",
            "nadam [exp_avg, exp_avg_sq]",
            "radam [exp_avg, exp_avg_sq]",
            "lion [exp_avg]",
            "asgd []",
            "rprop [prev, step_size]");
  }

  /** Whatever changes a step is among the settings, and so in a checkpoint's identity. */
  @Test
  void noTwoOptimizersHaveTheSameNameAndSettings() {
    assertThat(Optimizers.all())
        .extracting(optimizer -> optimizer.name() + optimizer.settings())
        .doesNotHaveDuplicates();
    for (var optimizer : Optimizers.all()) {
      assertThat(optimizer.settings()).containsEntry("learning_rate", optimizer.learningRate());
    }
  }

  /** One optimiser's state does not fit another's slots; the first difference is named. */
  @Test
  void anotherOptimizersStateIsRefused() {
    var lion = state(Lion.withRate(0.1));
    assertThatThrownBy(() -> state(Adam.withRate(0.1)).restore(1, lion.values()))
        .isInstanceOf(BundleException.class)
        .hasMessage(
            "The optimiser's state is of another model or optimiser: the first difference is"
                + " exp_avg_sq/a, here [2, 3], there missing");
    var adamax = state(Adamax.withRate(0.1));
    assertThatThrownBy(() -> lion.restore(1, adamax.values()))
        .isInstanceOf(BundleException.class)
        .hasMessage(
            "The optimiser's state is of another model or optimiser: it has exp_inf/a, which this"
                + " one does not have");
  }

  @Test
  void settingsAreChecked() {
    for (Runnable wrong :
        List.<Runnable>of(
            () -> Sgd.withRate(-1),
            () -> Sgd.withRate(0.1).momentum(1),
            () -> Sgd.withRate(0.1).dampening(-0.1),
            () -> Sgd.withRate(0.1).nesterov(),
            () -> Sgd.withRate(0.1).momentum(0.9).dampening(0.1).nesterov(),
            () -> Sgd.withRate(0.1).weightDecay(Double.NaN),
            () -> AdaGrad.withRate(Double.NaN),
            () -> AdaGrad.withRate(0.1).rateDecay(-1),
            () -> AdaGrad.withRate(0.1).initial(-1),
            () -> AdaGrad.withRate(0.1).epsilon(-1),
            () -> AdaGrad.withRate(0.1).weightDecay(-1),
            () -> AdaDelta.withRate(-1),
            () -> AdaDelta.withRate(1).rho(1),
            () -> AdaDelta.withRate(1).epsilon(-1),
            () -> AdaDelta.withRate(1).weightDecay(-1),
            () -> RmsProp.withRate(-1),
            () -> RmsProp.withRate(0.1).alpha(1.1),
            () -> RmsProp.withRate(0.1).epsilon(-1),
            () -> RmsProp.withRate(0.1).momentum(-0.1),
            () -> RmsProp.withRate(0.1).weightDecay(-1),
            () -> Adam.withRate(Double.POSITIVE_INFINITY),
            () -> Adam.withRate(0.1).betas(0.9, 1),
            () -> Adam.withRate(0.1).betas(-0.1, 0.9),
            () -> Adam.withRate(0.1).epsilon(-1e-8),
            () -> AdamW.withRate(-1),
            () -> AdamW.withRate(0.1).weightDecay(-0.1),
            () -> Adamax.withRate(-1),
            () -> Adamax.withRate(0.1).betas(1, 0.9),
            () -> Adamax.withRate(0.1).epsilon(Double.NaN),
            () -> Adamax.withRate(0.1).weightDecay(-1),
            () -> NAdam.withRate(-1),
            () -> NAdam.withRate(0.1).betas(0.9, 2),
            () -> NAdam.withRate(0.1).epsilon(-1),
            () -> NAdam.withRate(0.1, -0.1),
            () -> NAdam.withRate(0.1).weightDecay(-1),
            () -> RAdam.withRate(-1),
            () -> RAdam.withRate(0.1).betas(0.9, 1),
            () -> RAdam.withRate(0.1).epsilon(-1),
            () -> RAdam.withRate(0.1).weightDecay(-1),
            () -> Lion.withRate(-1),
            () -> Lion.withRate(0.1).betas(0.9, 1),
            () -> Lion.withRate(0.1).weightDecay(-1),
            () -> Asgd.withRate(-1),
            () -> Asgd.withRate(0.1).lambda(-1),
            () -> Asgd.withRate(0.1).alpha(-1),
            () -> Asgd.withRate(0.1).weightDecay(-1),
            () -> Rprop.withRate(0),
            () -> Rprop.withRate(0.1).factors(1, 1.2),
            () -> Rprop.withRate(0.1).factors(0.5, 1),
            () -> Rprop.withRate(0.1).between(0, 1),
            () -> Rprop.withRate(0.1).between(1, 0.5))) {
      assertThatThrownBy(wrong::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("received");
    }
  }
}
