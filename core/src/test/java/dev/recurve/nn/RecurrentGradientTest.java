package dev.recurve.nn;

import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.State;
import dev.recurve.Tensor;
import dev.recurve.autodiff.GradCheck;
import dev.recurve.nn.LayerKind.Form;
import dev.recurve.nn.LayerKind.Path;
import dev.recurve.params.ParamStore;
import dev.recurve.params.ParameterBlock;
import dev.recurve.spi.Bias;
import dev.recurve.spi.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients of recurrent layers to input, initial states and weights are central differences. */
class RecurrentGradientTest {
  private static final int STEPS = 3;
  private static final int INPUTS = 2;
  private static final int UNITS = 2;

  private static final List<Lengths> LENGTHS =
      List.of(Lengths.full(2, STEPS), Lengths.of(1, 3, 2), Lengths.of(2, 0, 3));

  static Stream<Arguments> directionsAndLengths() {
    var cases = new ArrayList<Arguments>();
    for (var kind : LayerKind.values()) {
      for (var path : paths(kind)) {
        for (var direction : Direction.values()) {
          for (var lengths : LENGTHS) {
            cases.add(Arguments.of(kind, Form.of(direction, path), lengths));
          }
        }
      }
    }
    return cases.stream();
  }

  static Stream<Arguments> biases() {
    var cases = new ArrayList<Arguments>();
    for (var kind : LayerKind.values()) {
      for (var path : paths(kind)) {
        for (var bias : List.of(Bias.NONE, Bias.INPUT)) {
          if (kind.isBuiltIn()) {
            var form = Form.of(Direction.BOTH, path).withBias(bias);
            cases.add(Arguments.of(kind, form, Lengths.of(1, 3, 2)));
          }
        }
      }
    }
    return cases.stream();
  }

  static Stream<Arguments> stacks() {
    var cases = new ArrayList<Arguments>();
    for (var kind : LayerKind.values()) {
      for (var path : paths(kind)) {
        var form = Form.of(Direction.BOTH, path).withLayers(2);
        cases.add(Arguments.of(kind, form, Lengths.of(2, 3)));
      }
    }
    return cases.stream();
  }

  static Stream<Arguments> noises() {
    var cases = new ArrayList<Arguments>();
    for (var kind : LayerKind.values()) {
      for (var path : paths(kind)) {
        var noise = new Noise(0.3, 0.4, 0.2, 0.3);
        var form = Form.of(Direction.BOTH, path).withLayers(2).withNoise(noise);
        cases.add(Arguments.of(kind, form, Lengths.of(2, 0, 3)));
      }
    }
    return cases.stream();
  }

  private static List<Path> paths(LayerKind kind) {
    return kind.runsWhole() ? List.of(Path.values()) : List.of(Path.STEP_BY_STEP);
  }

  @ParameterizedTest
  @MethodSource({"directionsAndLengths", "biases", "stacks", "noises"})
  void differences(LayerKind kind, Form form, Lengths lengths) {
    var params = ParamStore.fresh(3, Devices.F64);
    check(
        kind.build(INPUTS, units(kind), form, params), params, lengths, form.noise() != Noise.NONE);
  }

  /** Two normalised features are ±1, with a step between that differences cannot follow. */
  private static int units(LayerKind kind) {
    return kind == LayerKind.LAYER_NORM_GRU || kind == LayerKind.LAYER_NORM_LSTM ? 4 : UNITS;
  }

  private static <S extends State<S>> void check(
      Recurrent<S> layer, ParamStore params, Lengths lengths, boolean training) {
    var blocks = params.seal();
    var x = Shape.of(STEPS, lengths.batch(), INPUTS);
    var like = layer.run(Sequence.of(Weighed.tensor(Devices.F64, x), lengths)).last();
    var check =
        GradCheck.on(Devices.F64)
            .input("x", x)
            .parameters(params.parameters(), () -> blocks.forEach(ParameterBlock::changed));
    for (var tensor : Weighed.tensors(like)) {
      check.input("initial state", tensor.shape());
    }
    if (training) {
      check.training();
    }
    check.check(in -> everything(layer, lengths, like, in)).requireAgreement();
  }

  /** The output and all final states in a row. */
  private static <S extends State<S>> Tensor everything(
      Recurrent<S> layer, Lengths lengths, List<S> like, List<Tensor> in) {
    var initial = Weighed.states(like, in.subList(1, in.size()));
    var run = layer.runFrom(Sequence.of(in.getFirst(), lengths), initial);
    var parts = new ArrayList<Tensor>(List.of(run.output().data()));
    parts.addAll(Weighed.tensors(run.last()));
    return Weighed.flat(parts);
  }
}
