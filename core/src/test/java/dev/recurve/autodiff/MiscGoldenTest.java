package dev.recurve.autodiff;

import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.golden.Golden;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tensor operations put together to embeddings, layer norm and attention give PyTorch's numbers.
 */
class MiscGoldenTest {

  /**
   * Checks results and gradients.
   *
   * @param inputs names of the inputs, and of their gradients
   * @param function of the inputs by name; gives results by name
   * @param result the result that gradients flow back from, and the name of its gradient
   */
  private static void check(
      Golden golden,
      DType type,
      Map<String, String> inputs,
      Function<Map<String, Tensor>, Map<String, Tensor>> function,
      Map.Entry<String, String> result) {
    var device = Device.standard().withType(type);
    double tolerance = Golden.tolerance(device);
    try (var steps = new Steps(device)) {
      steps.record(
          tape -> {
            var in = new LinkedHashMap<String, Tensor>();
            inputs.keySet().forEach(name -> in.put(name, tape.watch(golden.at(name).on(device))));
            var out = function.apply(in);
            out.forEach((name, tensor) -> golden.at(name).assertAgrees(tensor, tolerance));
            var weights = golden.at(result.getValue()).on(device);
            tape.backward(out.get(result.getKey()).mul(weights).sum());
            inputs.forEach(
                (name, gradient) ->
                    golden.at(gradient).assertAgrees(tape.gradient(in.get(name)), tolerance));
            return 0;
          });
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F64", "F32"})
  void embeddingWithAPaddingId(DType type) {
    var golden = Golden.read("misc_f64.json").at("embedding_pad0");
    int[] ids = golden.at("ids").ints();
    for (int i = 0; i < ids.length; i++) {
      // The padding id's row is 0 and learns nothing: what a negative id means.
      ids[i] = ids[i] == 0 ? -1 : ids[i];
    }
    check(
        golden,
        type,
        Map.of("weight", "gweight"),
        in -> Map.of("out", in.get("weight").gather(Tensors.ofInts(golden.at("ids").shape(), ids))),
        Map.entry("out", "gout"));
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F64", "F32"})
  void layerNorm(DType type) {
    check(
        Golden.read("misc_f64.json").at("layernorm_eps1e-5"),
        type,
        Map.of("x", "gx", "w", "gw", "b", "gb"),
        in -> {
          var x = in.get("x");
          var column = Shape.of(3, 1);
          var centred = x.sub(x.sum(-1).mul(0.2).reshape(column));
          var variance = centred.square().sum(-1).mul(0.2).reshape(column);
          var normal = centred.div(variance.add(1e-5).sqrt());
          return Map.of("y", normal.mul(in.get("w")).add(in.get("b")));
        },
        Map.entry("y", "gy"));
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F64", "F32"})
  void additiveAttention(DType type) {
    var golden = Golden.read("misc_f64.json").at("additive_attention_masked");
    check(
        golden,
        type,
        Map.of("q", "gq", "k", "gk", "Wq", "gWq", "Wk", "gWk", "v", "gv"),
        in -> {
          var k = in.get("k").transpose(1, 0, 2);
          var projected = k.matmulTransposed(in.get("Wk"));
          var hidden = projected.add(in.get("q").matmulTransposed(in.get("Wq"))).tanh();
          var scores = hidden.matmul(in.get("v").reshape(Shape.of(6, 1)));
          return attend(golden, scores.reshape(Shape.of(5, 2)).transpose(1, 0), k);
        },
        Map.entry("context", "gcontext"));
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F64", "F32"})
  void multiplicativeAttention(DType type) {
    var golden = Golden.read("misc_f64.json").at("luong_general_attention_masked");
    check(
        golden,
        type,
        Map.of("q", "gq", "k", "gk", "W", "gW"),
        in -> {
          var k = in.get("k").transpose(1, 0, 2);
          var scores = k.mul(in.get("q").matmul(in.get("W"))).sum(-1);
          return attend(golden, scores.transpose(1, 0), k);
        },
        Map.entry("context", "gcontext"));
  }

  /** Softmax of scores {@code [B, T]} where the mask is 1, and the mean of k {@code [T, B, C]}. */
  private static Map<String, Tensor> attend(Golden golden, Tensor scores, Tensor k) {
    var mask = golden.at("mask").on(Scope.device());
    var least = scores.zeros(scores.shape()).add(Float.NEGATIVE_INFINITY);
    var weights = scores.where(mask, least).softmax();
    var parts = new ArrayList<Tensor>();
    for (int t = 0; t < k.shape().dim(0); t++) {
      parts.add(k.at(t).mul(weights.slice(1, t, t + 1)));
    }
    var context = parts.stream().reduce(Tensor::add).orElseThrow();
    return Map.of("weights", weights, "context", context);
  }
}
