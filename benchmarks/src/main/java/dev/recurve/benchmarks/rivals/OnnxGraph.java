package dev.recurve.benchmarks.rivals;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.benchmarks.problem.Mode;
import dev.recurve.benchmarks.problem.RnnData;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A recurrent network as an ONNX model: one LSTM, GRU or RNN operator a layer. The input is {@code
 * x} {@code [T, B, I]}. Over a sequence, the output is {@code y}, {@code [T, 1, B, H]} or {@code
 * [T, B, 2·H]}. Stepping, each layer has its state as inputs {@code h0_l} and {@code c0_l} and as
 * outputs {@code h_l} and {@code c_l}, {@code [1, B, H]}.
 */
final class OnnxGraph {
  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 17;

  /** The name of an output that is not computed, or an input that is not there. */
  private static final String NOT_WANTED = "";

  private final RnnProblem problem;
  private final RnnData data;
  private final OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder().setName("rnn");

  private OnnxGraph(RnnProblem problem) {
    this.problem = problem;
    this.data = new RnnData(problem);
  }

  /** The model as a file would hold it. */
  static byte[] model(RnnProblem problem) {
    return new OnnxGraph(problem).build().toByteArray();
  }

  /** What the cells carry from step to step. */
  static List<String> states(RnnProblem problem) {
    return problem.cell() == CellKind.LSTM ? List.of("h", "c") : List.of("h");
  }

  private OnnxMl.ModelProto build() {
    graph.addInput(value("x", problem.steps(), problem.batch(), problem.input()));
    if (problem.uniform()) {
      graph.addInitializer(integers32("lengths", problem.lengths()));
    }
    String nameOfLast = problem.mode() == Mode.STEP ? NOT_WANTED : "y";
    String input = "x";
    for (int layer = 0; layer < problem.layers(); layer++) {
      boolean last = layer == problem.layers() - 1;
      String output = last ? nameOfLast : "y" + layer;
      addLayer(layer, input, output);
      input = output;
    }
    if (!nameOfLast.equals(NOT_WANTED)) {
      graph.addOutput(value(nameOfLast));
    }
    return OnnxMl.ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
        .setGraph(graph)
        .build();
  }

  private void addLayer(int layer, String input, String output) {
    int directions = problem.directions();
    int units = problem.hidden();
    int rows = problem.cell().gates() * units;
    var cells = data.cells().subList(layer * directions, (layer + 1) * directions);
    var weightIh = new Floats();
    var weightHh = new Floats();
    var biases = new Floats();
    for (var cell : cells) {
      weightIh.add(reordered(cell.weightIh()));
      weightHh.add(reordered(cell.weightHh()));
      biases.add(reordered(cell.biasIh()));
      biases.add(reordered(cell.biasHh()));
    }
    graph.addInitializer(floats("w" + layer, weightIh, directions, rows, problem.inputOf(layer)));
    graph.addInitializer(floats("r" + layer, weightHh, directions, rows, units));
    graph.addInitializer(floats("b" + layer, biases, directions, 2 * rows));

    var inputs =
        new ArrayList<>(
            List.of(
                input,
                "w" + layer,
                "r" + layer,
                "b" + layer,
                problem.uniform() ? "lengths" : NOT_WANTED));
    boolean last = layer == problem.layers() - 1;
    boolean asIs = last && directions == 1;
    String raw = asIs ? output : "raw" + layer;
    var outputs = new ArrayList<>(List.of(raw));
    if (problem.mode() == Mode.STEP) {
      states(problem).forEach(kind -> addState(kind, layer, inputs, outputs));
    }
    graph.addNode(
        node(problem.cell().name(), inputs, outputs)
            .addAttribute(integer("hidden_size", units))
            .addAttribute(text("direction", directions == 2 ? "bidirectional" : "forward"))
            .addAllAttribute(
                problem.cell() == CellKind.GRU
                    ? List.of(integer("linear_before_reset", 1))
                    : List.of()));
    if (!asIs) {
      addSideBySide(layer, raw, output);
    }
  }

  private void addState(String kind, int layer, List<String> inputs, List<String> outputs) {
    graph.addInput(value(kind + "0_" + layer, 1, problem.batch(), problem.hidden()));
    inputs.add(kind + "0_" + layer);
    graph.addOutput(value(kind + "_" + layer));
    outputs.add(kind + "_" + layer);
  }

  /** From {@code [T, D, B, H]} to {@code [T, B, D·H]}. */
  private void addSideBySide(int layer, String raw, String output) {
    String permuted = problem.bidirectional() ? "permuted" + layer : raw;
    if (problem.bidirectional()) {
      graph.addNode(
          node("Transpose", List.of(raw), List.of(permuted))
              .addAttribute(
                  OnnxMl.AttributeProto.newBuilder()
                      .setName("perm")
                      .setType(OnnxMl.AttributeProto.AttributeType.INTS)
                      .addAllInts(List.of(0L, 2L, 1L, 3L))));
    }
    graph.addInitializer(
        OnnxMl.TensorProto.newBuilder()
            .setName("shape" + layer)
            .setDataType(OnnxMl.TensorProto.DataType.INT64_VALUE)
            .addDims(3)
            .addAllInt64Data(
                LongStream.of(problem.steps(), problem.batch(), problem.outputSize())
                    .boxed()
                    .toList()));
    graph.addNode(node("Reshape", List.of(permuted, "shape" + layer), List.of(output)));
  }

  /** Blocks of H rows in ONNX's order: i, o, f, c for an LSTM and z, r, h for a GRU. */
  private float[] reordered(float[] values) {
    int[] order =
        switch (problem.cell()) {
          case LSTM -> new int[] {0, 3, 1, 2};
          case GRU -> new int[] {1, 0, 2};
          case RNN -> new int[] {0};
        };
    int block = values.length / order.length;
    float[] result = new float[values.length];
    for (int i = 0; i < order.length; i++) {
      System.arraycopy(values, order[i] * block, result, i * block, block);
    }
    return result;
  }

  /** Arrays end to end, as bytes. */
  private static final class Floats {
    private ByteString bytes = ByteString.EMPTY;

    void add(float[] values) {
      var buffer = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      buffer.asFloatBuffer().put(values);
      bytes = bytes.concat(ByteString.copyFrom(buffer));
    }
  }

  private static OnnxMl.TensorProto floats(String name, Floats values, long... dims) {
    return OnnxMl.TensorProto.newBuilder()
        .setName(name)
        .setDataType(OnnxMl.TensorProto.DataType.FLOAT_VALUE)
        .addAllDims(LongStream.of(dims).boxed().toList())
        .setRawData(values.bytes)
        .build();
  }

  private static OnnxMl.TensorProto integers32(String name, int[] values) {
    return OnnxMl.TensorProto.newBuilder()
        .setName(name)
        .setDataType(OnnxMl.TensorProto.DataType.INT32_VALUE)
        .addDims(values.length)
        .addAllInt32Data(Arrays.stream(values).boxed().toList())
        .build();
  }

  private static OnnxMl.NodeProto.Builder node(
      String operator, List<String> inputs, List<String> outputs) {
    return OnnxMl.NodeProto.newBuilder()
        .setOpType(operator)
        .addAllInput(inputs)
        .addAllOutput(outputs);
  }

  private static OnnxMl.AttributeProto integer(String name, long value) {
    return OnnxMl.AttributeProto.newBuilder()
        .setName(name)
        .setType(OnnxMl.AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static OnnxMl.AttributeProto text(String name, String value) {
    return OnnxMl.AttributeProto.newBuilder()
        .setName(name)
        .setType(OnnxMl.AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  /** A float input or output; without sizes, the runtime finds them out. */
  private static OnnxMl.ValueInfoProto value(String name, int... dims) {
    var type =
        OnnxMl.TypeProto.Tensor.newBuilder().setElemType(OnnxMl.TensorProto.DataType.FLOAT_VALUE);
    if (dims.length > 0) {
      var shape = OnnxMl.TensorShapeProto.newBuilder();
      for (int dim : dims) {
        shape.addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
      }
      type.setShape(shape);
    }
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(OnnxMl.TypeProto.newBuilder().setTensorType(type))
        .build();
  }
}
