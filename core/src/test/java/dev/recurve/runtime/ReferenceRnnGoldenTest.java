package dev.recurve.runtime;

import static dev.recurve.runtime.Agreement.assertAgrees;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurve.spi.Activation;
import dev.recurve.spi.Bias;
import dev.recurve.spi.DType;
import dev.recurve.spi.Direction;
import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Outputs, final states and every gradient are those of PyTorch. */
class ReferenceRnnGoldenTest {
  private static final Map<String, RnnCell> CELLS =
      Map.of(
          "rnn_tanh", new RnnCell.Simple(Activation.TANH),
          "rnn_relu", new RnnCell.Simple(Activation.RELU),
          "lstm", new RnnCell.Lstm(),
          "gru", new RnnCell.Gru(true));

  static List<Named<JsonNode>> cases() throws IOException {
    try (var in =
        ReferenceRnnGoldenTest.class.getResourceAsStream(
            "/dev/recurve/golden/recurrent_layers_f64.json")) {
      var cases = new ArrayList<Named<JsonNode>>();
      for (var golden : new ObjectMapper().readTree(in).get("cases")) {
        if (golden.get("layers").asInt() == 1 && CELLS.containsKey(golden.get("kind").asText())) {
          cases.add(
              Named.of(
                  "%s, bidirectional %s, bias %s, lengths %s"
                      .formatted(
                          golden.get("kind").asText(),
                          golden.get("bidirectional"),
                          golden.get("bias"),
                          golden.get("lengths")),
                  golden));
        }
      }
      return cases;
    }
  }

  @Test
  void allCellsAreThere() throws IOException {
    // Four cells: one way, without bias, packed, both ways, both ways packed.
    assertThat(cases()).hasSize(20);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesInDouble(JsonNode golden) {
    check(golden, DType.F64, 1e-9);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesInFloat(JsonNode golden) {
    check(golden, DType.F32, 1e-5);
  }

  private static void check(JsonNode golden, DType type, double tolerance) {
    var results = RnnRun.forwardBackward(new ReferenceBackend(), type, problem(golden));
    var expected = expected(golden);
    assertThat(results.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    expected.forEach((name, values) -> assertAgrees(name, results.get(name), values, tolerance));
  }

  private static RnnProblem problem(JsonNode golden) {
    boolean both = golden.get("bidirectional").asBoolean();
    var shape = golden.get("x").get("shape");
    int steps = shape.get(0).asInt();
    int batch = shape.get(1).asInt();
    var spec =
        new RnnSpec(
            CELLS.get(golden.get("kind").asText()),
            shape.get(2).asInt(),
            golden.get("h0").get("shape").get(2).asInt(),
            both ? Direction.BOTH : Direction.FORWARD,
            golden.get("bias").asBoolean() ? Bias.BOTH : Bias.NONE,
            Set.of());
    int[] lengths = new int[batch];
    for (int b = 0; b < batch; b++) {
      lengths[b] = golden.get("lengths").isNull() ? steps : golden.get("lengths").get(b).asInt();
    }
    var tensors = new LinkedHashMap<String, double[]>();
    golden
        .get("params")
        .properties()
        .forEach(entry -> tensors.put(name(entry.getKey()), values(entry.getValue())));
    Map.of("x", "x", "h0", "h0", "c0", "c0", "dy", "gy", "dhN", "gh", "dcN", "gc")
        .forEach(
            (ours, theirs) -> {
              if (golden.has(theirs)) {
                tensors.put(ours, values(golden.get(theirs)));
              }
            });
    return new RnnProblem(spec, steps, batch, lengths, tensors);
  }

  private static Map<String, double[]> expected(JsonNode golden) {
    var expected = new LinkedHashMap<String, double[]>();
    Map.of("y", "y", "hN", "hn", "cN", "cn", "dx", "grad_x", "dh0", "grad_h0", "dc0", "grad_c0")
        .forEach(
            (ours, theirs) -> {
              if (golden.has(theirs)) {
                expected.put(ours, values(golden.get(theirs)));
              }
            });
    golden
        .get("grad_params")
        .properties()
        .forEach(entry -> expected.put("d" + name(entry.getKey()), values(entry.getValue())));
    return expected;
  }

  /** {@code weight_ih_l0_reverse} is {@code weightIh1}. */
  private static String name(String theirs) {
    return theirs
        .replace("_l0_reverse", "1")
        .replace("_l0", "0")
        .replace("_ih", "Ih")
        .replace("_hh", "Hh");
  }

  private static double[] values(JsonNode tensor) {
    var data = tensor.get("data");
    double[] values = new double[data.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.get(i).asDouble();
    }
    return values;
  }
}
