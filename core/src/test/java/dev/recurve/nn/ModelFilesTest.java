package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Layer;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.State;
import dev.recurve.Tensor;
import dev.recurve.golden.Golden;
import dev.recurve.io.Safetensors;
import dev.recurve.nn.LayerKind.Form;
import dev.recurve.nn.LayerKind.Path;
import dev.recurve.params.ParamStore;
import dev.recurve.spi.Bias;
import dev.recurve.spi.Direction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that PyTorch saved compute here what they computed there, in float32. */
class ModelFilesTest {
  private static final double TOLERANCE = 1e-5;

  private static final Map<String, LayerKind> KINDS =
      Map.of(
          "rnn", LayerKind.SIMPLE_TANH,
          "rnn_relu", LayerKind.SIMPLE_RELU,
          "lstm", LayerKind.LSTM,
          "gru", LayerKind.GRU_RESET_AFTER);

  static Stream<String> layers() {
    return KINDS.keySet().stream()
        .sorted()
        .flatMap(kind -> Stream.of("_l1", "_l1_bi", "_l2", "_l2_bi").map(kind::concat));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void recurrentLayers(String name) throws IOException {
    var kind = KINDS.get(name.substring(0, name.indexOf("_l")));
    int layers = name.contains("_l2") ? 2 : 1;
    var direction = name.endsWith("_bi") ? Direction.BOTH : Direction.FORWARD;
    for (var path : Path.values()) {
      var params = weights("raw_" + name);
      var form = new Form(layers, direction, Bias.BOTH, path);
      var layer = kind.build(3, 4, form, params.child("rnn"));
      params.requireAllUsed();
      check(Golden.read("models/raw_" + name + ".io.json"), layer);
    }
  }

  private static <S extends State<S>> void check(Golden golden, Recurrent<S> layer) {
    var inputs = golden.at("inputs");
    var input = Sequence.full(inputs.at("x").on(Devices.F32));
    var like = layer.run(input).last();
    var initial = new ArrayList<Tensor>();
    for (int k = 0; k < like.size(); k++) {
      for (String name : List.of("h0", "c0")) {
        if (inputs.has(name)) {
          initial.add(inputs.at(name).on(Devices.F32).at(k));
        }
      }
    }
    var run = layer.runFrom(input, Weighed.states(like, initial));
    var outputs = golden.at("outputs");
    outputs.at("y").assertAgrees(run.output().data(), TOLERANCE);
    int index = 0;
    for (String name : List.of("hn", "cn")) {
      if (outputs.has(name)) {
        int which = index++;
        var last = run.last().stream().map(state -> state.tensors().get(which)).toList();
        outputs.at(name).assertAgrees(Weighed.flat(last).toDoubles(), TOLERANCE);
      }
    }
    assertThat(index).isEqualTo(like.getFirst().tensors().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rnn", "lstm", "gru"})
  void forecasters(String name) throws IOException {
    var golden = Golden.read("models/forecaster_" + name + ".io.json");
    var params = weights("forecaster_" + name);
    var form = Form.of(Direction.FORWARD, Path.WHOLE);
    Layer<Sequence, Tensor> net =
        KINDS
            .get(name)
            .build(3, 8, form, params.child("rnn"))
            .then(Pool.lastStep())
            .then(Linear.sized(8, 2).with(params.child("fc")));
    params.requireAllUsed();
    Tensor batchFirst = golden.at("inputs").at("x").on(Devices.F32);
    assertThat(batchFirst.shape()).isEqualTo(Shape.of(2, 9, 3));
    var y = net.apply(Sequence.full(batchFirst.transpose(1, 0, 2)));
    golden.at("outputs").at("y").assertAgrees(y, TOLERANCE);
  }

  private static ParamStore weights(String model) throws IOException {
    String file = "models/" + model + ".safetensors";
    try (var in = Golden.class.getResourceAsStream(file)) {
      assertThat(in).as(file).isNotNull();
      return ParamStore.from(Safetensors.decode(in.readAllBytes(), file).arrays(), Devices.F32);
    }
  }
}
