package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.State;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Steps;
import dev.recurve.golden.Golden;
import dev.recurve.nn.LayerKind.Form;
import dev.recurve.nn.LayerKind.Path;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import dev.recurve.spi.Bias;
import dev.recurve.spi.Direction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Layers agree with PyTorch's, in outputs, final states and all gradients, whole and step by step.
 */
class RecurrentGoldenTest {
  private static final Map<String, LayerKind> KINDS =
      Map.of(
          "rnn_tanh", LayerKind.SIMPLE_TANH,
          "rnn_relu", LayerKind.SIMPLE_RELU,
          "lstm", LayerKind.LSTM,
          "gru", LayerKind.GRU_RESET_AFTER);

  static List<Golden> cases() {
    return Golden.read("recurrent_layers_f64.json").at("cases").list().stream()
        .filter(golden -> KINDS.containsKey(golden.at("kind").text()))
        .toList();
  }

  static Stream<Arguments> runs() {
    return cases().stream()
        .flatMap(
            golden ->
                Stream.of(Path.values())
                    .flatMap(
                        path ->
                            Devices.both().stream()
                                .map(device -> Arguments.of(golden, path, device))));
  }

  @Test
  void noCaseIsMissing() {
    // Four cells: one and two layers, one and both ways, full and packed; and each without bias.
    assertThat(cases()).hasSize(4 * (2 * 2 * 2 + 1));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void agreesWithPyTorch(Golden golden, Path path, Device device) {
    var params = ParamStore.from(weights(golden), device);
    int units = golden.at("h0").shape().dim(2);
    var layer =
        KINDS
            .get(golden.at("kind").text())
            .build(golden.at("x").shape().dim(2), units, form(golden, path), params);
    check(golden, path, device, layer, params);
  }

  static Stream<Arguments> projectedRuns() {
    var projected =
        Golden.read("recurrent_layers_f64.json").at("cases").list().stream()
            .filter(golden -> golden.at("kind").text().equals("lstm_proj"))
            .toList();
    assertThat(projected).hasSize(1);
    return Stream.of(Path.values())
        .flatMap(
            path ->
                Devices.both().stream()
                    .map(device -> Arguments.of(projected.getFirst(), path, device)));
  }

  @ParameterizedTest
  @MethodSource("projectedRuns")
  void aProjectedOutputAgreesWithPyTorch(Golden golden, Path path, Device device) {
    var params = ParamStore.from(weights(golden), device);
    int units = golden.at("cn").shape().dim(2);
    var whole =
        Lstm.sized(golden.at("x").shape().dim(2), units)
            .projection((int) golden.at("proj_size").number())
            .with(params);
    check(golden, path, device, path == Path.WHOLE ? whole : whole.stepByStep(), params);
  }

  private static Form form(Golden golden, Path path) {
    var weights = golden.at("params");
    return new Form(
        (int) golden.at("layers").number(),
        weights.has("weight_ih_l0_reverse") ? Direction.BOTH : Direction.FORWARD,
        weights.has("bias_ih_l0") ? Bias.BOTH : Bias.NONE,
        path);
  }

  private static <S extends State<S>> void check(
      Golden golden, Path path, Device device, Recurrent<S> layer, ParamStore params) {
    double tolerance = Golden.tolerance(device);
    params.seal();
    try (var steps = new Steps(device)) {
      steps.record(
          tape -> {
            assertThat(layer.explain()).contains(path == Path.WHOLE ? "whole, by" : "step by step");
            var x = tape.watch(golden.at("x").on(device));
            var initial = new LinkedHashMap<String, Tensor>();
            for (String name : List.of("h0", "c0")) {
              if (golden.has(name)) {
                initial.put(name, tape.watch(golden.at(name).on(device)));
              }
            }
            var input = Sequence.of(x, lengths(golden));
            var run =
                initial.isEmpty()
                    ? layer.run(input)
                    : layer.runFrom(input, states(layer, input, List.copyOf(initial.values())));

            var results = new LinkedHashMap<String, Tensor>();
            results.put("y", run.output().data());
            results.put("hn", stacked(run.last(), 0));
            if (golden.has("cn")) {
              results.put("cn", stacked(run.last(), 1));
            }
            tape.backward(loss(golden, results, device));
            initial.forEach((name, t) -> results.put("grad_" + name, tape.gradient(t)));
            results.put("grad_x", tape.gradient(x));

            results.forEach((name, tensor) -> golden.at(name).assertAgrees(tensor, tolerance));
            return results;
          });
    }
    var gradients = Weighed.gradients(params);
    var expected = golden.at("grad_params").fields();
    assertThat(gradients.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, values) -> values.assertAgrees(gradients.get(name), tolerance));
  }

  /** {@code Σ y·gy + Σ hn·gh + Σ cn·gc}, or Σ y where the file says so. */
  private static Tensor loss(Golden golden, Map<String, Tensor> results, Device device) {
    if (golden.at("loss").text().equals("sum(y)")) {
      return results.get("y").sum();
    }
    var weights = Map.of("y", "gy", "hn", "gh", "cn", "gc");
    return results.entrySet().stream()
        .map(e -> e.getValue().mul(golden.at(weights.get(e.getKey())).on(device)).sum())
        .reduce(Tensor::add)
        .orElseThrow();
  }

  /** State k of {@code [L·D, B, H]} tensors is the state of cell k. */
  private static <S extends State<S>> List<S> states(
      Recurrent<S> layer, Sequence input, List<Tensor> stacked) {
    var like = layer.run(input).last();
    var tensors = new ArrayList<Tensor>();
    for (int k = 0; k < like.size(); k++) {
      for (var tensor : stacked) {
        tensors.add(tensor.at(k));
      }
    }
    return Weighed.states(like, tensors);
  }

  /** One tensor of every cell's state, {@code [L·D, B, H]}. */
  private static Tensor stacked(List<? extends State<?>> states, int index) {
    var tensors =
        states.stream()
            .map(state -> state.tensors().get(index))
            .map(t -> t.reshape(Shape.of(1).then(t.shape())))
            .toList();
    return tensors.getFirst().concat(0, List.copyOf(tensors.subList(1, tensors.size())));
  }

  private static Lengths lengths(Golden golden) {
    var x = golden.at("x").shape();
    return golden.has("lengths")
        ? Lengths.of(golden.at("lengths").ints())
        : Lengths.full(x.dim(1), x.dim(0));
  }

  private static Map<String, HostArray> weights(Golden golden) {
    var weights = new LinkedHashMap<String, HostArray>();
    golden
        .at("params")
        .fields()
        .forEach((name, w) -> weights.put(name, new HostArray.F64(w.shape(), w.values())));
    return weights;
  }
}
