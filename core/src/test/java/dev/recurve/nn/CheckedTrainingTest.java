package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.TrainingException;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tape;
import dev.recurve.autodiff.Tensors;
import dev.recurve.nn.LayerKind.Form;
import dev.recurve.nn.LayerKind.Path;
import dev.recurve.params.HostArray;
import dev.recurve.params.HostArrays;
import dev.recurve.params.ParamStore;
import dev.recurve.params.ParameterBlock;
import dev.recurve.runtime.Device;
import dev.recurve.spi.Direction;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A step whose results are all looked at computes the same, and says where a bad number arose. */
class CheckedTrainingTest {
  private static final long KEY = 3;

  private final Device device = Devices.F32;
  private final ParamStore params = ParamStore.fresh(1, device);

  static Stream<Arguments> layers() {
    return Stream.of(LayerKind.values())
        .flatMap(kind -> Stream.of(Path.values()).map(path -> Arguments.of(kind, path)));
  }

  private Layer<Tokens, Tensor> model(LayerKind kind, Path path) {
    var form = Form.of(Direction.BOTH, path).withLayers(2);
    return Embedding.sized(5, 3)
        .with(params.child("embed"))
        .then(PerStep.of(Dropout.of(0.2)))
        .then(kind.build(3, 4, form, params.child("rnn")))
        .then(Pool.bothEnds())
        .then(Linear.sized(2 * kind.outputs(4), 2).with(params.child("head")));
  }

  private Tensor loss(Layer<Tokens, Tensor> model) {
    int[] ids = {4, 0, 3, 1, 2, 1, 3, 0, 1, 2, -1, 4};
    var tokens = new Tokens(Tensors.ofInts(device, Shape.of(4, 3), ids), Lengths.of(2, 3, 4));
    return model.apply(tokens).square().sum();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void computesTheSame(LayerKind kind, Path path) {
    var model = model(kind, path);
    params.seal();
    try (var steps = new Steps(device)) {
      var plain = step(steps, model, false);
      assertThat(step(steps, model, true)).isEqualTo(plain);
    }
  }

  private Map<String, String> step(Steps steps, Layer<Tokens, Tensor> model, boolean checked) {
    params.seal().forEach(ParameterBlock::clearGradient);
    double loss =
        checked
            ? steps.trainChecked(KEY, tape -> backward(tape, model))
            : steps.train(KEY, tape -> backward(tape, model));
    return Map.of("loss", "" + loss, "gradients", texts(Weighed.gradients(params)));
  }

  private static String texts(Map<String, double[]> gradients) {
    var text = new StringBuilder();
    gradients.forEach((name, values) -> text.append(name).append(Arrays.toString(values)));
    return text.toString();
  }

  private double backward(Tape tape, Layer<Tokens, Tensor> model) {
    var loss = loss(model);
    tape.backward(loss);
    return loss.item();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void namesTheParameterWhereItArose(LayerKind kind, Path path) {
    var model = model(kind, path);
    var blocks = params.seal();
    for (var parameter : params.parameters()) {
      var value = DeviceTensor.of(parameter.value());
      var good = HostArrays.download(value);
      double[] bad = good.toDoubles();
      bad[parameter.name().equals("embed.weight") ? 4 : 0] = Double.NaN;
      HostArrays.upload(new HostArray.F64(parameter.shape(), bad), value);
      blocks.forEach(ParameterBlock::changed);
      try (var steps = new Steps(device)) {
        assertThatExceptionOfType(TrainingException.class)
            .as(parameter.name())
            .isThrownBy(() -> steps.trainChecked(KEY, _ -> loss(model).item()))
            .withMessageContaining("at " + layerOf(parameter.name()));
      }
      HostArrays.upload(good, value);
      blocks.forEach(ParameterBlock::changed);
    }
  }

  /** The first segment of a path. */
  private static String layerOf(String name) {
    return name.substring(0, name.indexOf('.'));
  }
}
