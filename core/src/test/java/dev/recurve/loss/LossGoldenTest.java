package dev.recurve.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Tensor;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tensors;
import dev.recurve.golden.Golden;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values and gradients are PyTorch's. */
class LossGoldenTest {
  private static final List<DType> TYPES = List.of(DType.F64, DType.F32);

  private static final Map<String, CrossEntropy> CROSS_ENTROPY =
      Map.of(
          "ce", Losses.crossEntropy().ignoring(-100),
          "ce_ignore", Losses.crossEntropy().ignoring(-100),
          "ce_smooth0.1", Losses.crossEntropy().ignoring(-100).labelSmoothing(0.1),
          "ce_weight", Losses.crossEntropy().ignoring(-100),
          "ce_weight_smooth0.2", Losses.crossEntropy().ignoring(-100).labelSmoothing(0.2));

  private static final Map<String, ElementLoss> ELEMENTS =
      Map.of(
          "mse", Losses.mse(),
          "l1", Losses.mae(),
          "huber1", Losses.huber(1),
          "smooth_l1_beta0.5", Losses.smoothL1(0.5),
          "bce_logits", Losses.binaryCrossEntropy(),
          "poisson_nll_log", Losses.poisson());

  private static final List<String> OTHERS = List.of("ce_sum", "gaussian_nll", "kl_batchmean");

  private static Golden find(String name) {
    return Golden.read("losses_f64.json").list().stream()
        .filter(golden -> golden.at("name").text().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no golden case " + name));
  }

  private static Stream<Arguments> inEachType(Map<String, ?> losses) {
    return losses.keySet().stream()
        .sorted()
        .flatMap(name -> TYPES.stream().map(type -> Arguments.of(name, type)));
  }

  static Stream<Arguments> crossEntropies() {
    return inEachType(CROSS_ENTROPY);
  }

  static Stream<Arguments> elements() {
    return inEachType(ELEMENTS);
  }

  @ParameterizedTest
  @MethodSource("crossEntropies")
  void crossEntropy(String name, DType type) {
    var golden = find(name);
    var loss =
        golden.has("weight")
            ? CROSS_ENTROPY.get(name).classWeights(golden.at("weight").values())
            : CROSS_ENTROPY.get(name);
    var device = Device.standard().withType(type);
    compare(
        loss, golden, device, golden.at("logits").on(device), golden.at("target").intsOn(device));
  }

  /** PyTorch's sum is the mean times what counts. */
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F64", "F32"})
  void meanTimesWeightIsTheSum(DType type) {
    var golden = find("ce_sum");
    var device = Device.standard().withType(type);
    var loss = Losses.crossEntropy().ignoring(-100);
    var logits = golden.at("logits").on(device);
    var targets = golden.at("target").intsOn(device);
    double weight = loss.weight(logits, targets);
    assertThat(weight).isEqualTo(5);
    golden
        .at("value")
        .assertAgrees(
            new double[] {loss.mean(logits, targets).item() * weight}, Golden.tolerance(device));
    compare(loss.reduced(Reduction.SUM), golden, device, logits, targets);
  }

  @ParameterizedTest
  @MethodSource("elements")
  void elementByElement(String name, DType type) {
    var golden = find(name);
    var device = Device.standard().withType(type);
    Tensor target = golden.at("target").on(device);
    if (name.equals("bce_logits")) {
      target = target.greater(target.zeros(target.shape()));
    }
    if (name.equals("poisson_nll_log")) {
      target = target.abs();
    }
    compare(ELEMENTS.get(name), golden, device, golden.at("pred").on(device), target);
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F64", "F32"})
  void klDivergence(DType type) {
    var golden = find("kl_batchmean");
    var device = Device.standard().withType(type);
    var target = golden.at("target").on(device).softmax();
    compare(Losses.klDivergence(), golden, device, golden.at("pred").on(device), target);
  }

  /** PyTorch leaves out ½·ln 2π, and is told the variance, 0.7. */
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F64", "F32"})
  void gaussian(DType type) {
    var golden = find("gaussian_nll");
    var device = Device.standard().withType(type);
    Loss<Tensor, Tensor> loss =
        ElementLoss.of(
            "gaussian with known variance",
            (p, y) ->
                Likelihood.gaussian()
                    .negativeLog(List.of(p, Tensors.filled(device, y.shape(), Math.sqrt(0.7))), y)
                    .add(-0.5 * Math.log(2 * Math.PI)));
    compare(loss, golden, device, golden.at("pred").on(device), golden.at("target").on(device));
  }

  @Test
  void everyGoldenCaseIsUsed() {
    var names =
        Golden.read("losses_f64.json").list().stream().map(g -> g.at("name").text()).toList();
    var used = new ArrayList<>(OTHERS);
    used.addAll(CROSS_ENTROPY.keySet());
    used.addAll(ELEMENTS.keySet());
    assertThat(names).hasSize(14).containsExactlyInAnyOrderElementsOf(used);
  }

  private static void compare(
      Loss<Tensor, Tensor> loss, Golden golden, Device device, Tensor prediction, Tensor target) {
    double tolerance = Golden.tolerance(device);
    try (var steps = new Steps(device)) {
      steps.record(
          tape -> {
            var watched = tape.watch(prediction);
            var value = loss.mean(watched, target);
            golden.at("value").assertAgrees(value, tolerance);
            tape.backward(value.mul(3));
            golden.at("grad").assertAgrees(tape.gradient(watched).mul(1.0 / 3), tolerance);
            return 0;
          });
    }
  }
}
