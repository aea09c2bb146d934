package dev.recurve.nn;

import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.GradCheck;
import dev.recurve.autodiff.Tensors;
import dev.recurve.params.ParamStore;
import dev.recurve.params.ParameterBlock;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients of the layers around recurrent ones are central differences. */
class LayerGradientTest {
  private static final Lengths RAGGED = Lengths.of(2, 4, 1);

  private final ParamStore params = ParamStore.fresh(11, Devices.F64);

  private GradCheck check() {
    var blocks = params.seal();
    return GradCheck.on(Devices.F64)
        .parameters(params.parameters(), () -> blocks.forEach(ParameterBlock::changed));
  }

  private static void agrees(GradCheck check, Function<List<Tensor>, Tensor> function) {
    check.check(function).requireAgreement();
  }

  static Stream<Shape> linearInputs() {
    return Stream.of(Shape.of(3), Shape.of(2, 3), Shape.of(4, 2, 3), Shape.of(0, 3));
  }

  @ParameterizedTest
  @MethodSource("linearInputs")
  void linear(Shape shape) {
    var layer = Linear.sized(3, 2).with(params);
    agrees(check().input("x", shape), in -> layer.apply(in.getFirst()));
  }

  @Test
  void linearWithoutBias() {
    var layer = Linear.sized(3, 2).withoutBias().with(params);
    agrees(check().input("x", Shape.of(2, 3)), in -> layer.apply(in.getFirst()));
  }

  @Test
  void embedding() {
    var layer = Embedding.sized(5, 2).with(params);
    int[] ids = {4, 0, 4, 1, 1, 1};
    agrees(check(), _ -> layer.apply(tokens(ids, Lengths.of(3, 3))).data());
  }

  @Test
  void embeddingNeverLooksAtPadding() {
    var layer = Embedding.sized(5, 2).with(params);
    int[] ids = {4, 0, 3, 1, -7, 1, 99, 2, 1, 5};
    agrees(check(), _ -> layer.apply(tokens(ids, Lengths.of(2, 4))).data());
  }

  private static Tokens tokens(int[] ids, Lengths lengths) {
    var shape = Shape.of(ids.length / lengths.batch(), lengths.batch());
    return new Tokens(Tensors.ofInts(Devices.F64, shape, ids), lengths);
  }

  @Test
  void weightsTiedBetweenEmbeddingAndOutput() {
    var embedding = Embedding.sized(5, 2).with(params);
    var output = PerStep.of(Linear.over(embedding.weight()));
    int[] ids = {4, 0, 3, 1, 2, 1};
    agrees(check(), _ -> embedding.then(output).apply(tokens(ids, Lengths.of(3, 2))).data());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 0.9})
  void dropout(double probability) {
    var layer = Dropout.of(probability);
    agrees(check().input("x", Shape.of(4, 3, 2)).training(), in -> layer.apply(in.getFirst()));
  }

  @Test
  void dropoutBetweenLayers() {
    var layer = Lstm.sized(2, 2).layers(3).bidirectional().dropout(0.4).with(params);
    agrees(
        check().input("x", Shape.of(4, 3, 2)).training(),
        in -> layer.apply(Sequence.of(in.getFirst(), RAGGED)).data());
  }

  @Test
  void perStep() {
    Layer<Tensor, Tensor> linear = Linear.sized(2, 3).with(params);
    var layer = PerStep.of(linear.then(Tensor::tanh));
    agrees(
        check().input("x", Shape.of(4, 3, 2)),
        in -> layer.apply(Sequence.of(in.getFirst(), RAGGED)).data());
  }

  static Stream<Pool> pools() {
    return Stream.of(Pool.lastStep(), Pool.bothEnds(), Pool.mean());
  }

  @ParameterizedTest
  @MethodSource("pools")
  void pooling(Pool pool) {
    agrees(
        check().input("x", Shape.of(4, 3, 2)),
        in -> pool.apply(Sequence.of(in.getFirst(), RAGGED)));
    agrees(check().input("x", Shape.of(4, 3, 2)), in -> pool.apply(Sequence.full(in.getFirst())));
  }

  @Test
  void wholeNetwork() {
    var net =
        Embedding.sized(6, 3)
            .with(params.child("embed"))
            .then(Gru.sized(3, 2).layers(2).bidirectional().with(params.child("gru")))
            .then(Pool.bothEnds())
            .then(Linear.sized(4, 2).with(params.child("head")));
    int[] ids = {4, 0, 3, 1, 2, 1, 5, 5, 5, 0, 1, 2};
    agrees(check(), _ -> net.apply(tokens(ids, RAGGED)));
  }
}
