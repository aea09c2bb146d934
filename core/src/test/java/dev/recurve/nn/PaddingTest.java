package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tape;
import dev.recurve.autodiff.Tensors;
import dev.recurve.nn.LayerKind.Form;
import dev.recurve.nn.LayerKind.Path;
import dev.recurve.params.ParamStore;
import dev.recurve.params.ParameterBlock;
import dev.recurve.runtime.Device;
import dev.recurve.spi.Bias;
import dev.recurve.spi.DType;
import dev.recurve.spi.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Padding is invisible: whatever stands there and however much there is, outputs, loss and all
 * gradients keep their bits; in the padding, outputs and gradients are exactly 0. Bits are promised
 * on backends whose products do not depend on the number of rows; both of core's are.
 */
class PaddingTest {
  private static final int INPUTS = 2;
  private static final int UNITS = 3;
  private static final long KEY = 12;

  /**
   * A batch, and how much longer it is made.
   *
   * @param steps of the first run, at least the longest length
   * @param more steps in the other runs
   */
  record Batch(int steps, List<Integer> lengthList, int more, DType type) {
    Lengths lengths() {
      return Lengths.of(lengthList.stream().mapToInt(Integer::intValue).toArray());
    }

    Device device() {
      return Devices.of(type);
    }
  }

  @Provide
  Arbitrary<Batch> batches() {
    return batches(0);
  }

  @Provide
  Arbitrary<Batch> batchesWithoutEmptySequences() {
    return batches(1);
  }

  private static Arbitrary<Batch> batches(int shortest) {
    return Arbitraries.integers()
        .between(1, 5)
        .flatMap(
            steps ->
                Combinators.combine(
                        Arbitraries.integers().between(shortest, steps).list().ofMaxSize(4),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(DType.F32, DType.F64))
                    .as((lengths, more, type) -> new Batch(steps, lengths, more, type)));
  }

  @Provide
  Arbitrary<Form> forms() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 2),
            Arbitraries.of(Direction.class),
            Arbitraries.of(Bias.class),
            Arbitraries.of(Path.class),
            Arbitraries.of(Noise.NONE, new Noise(0.3, 0.4, 0.2, 0.5), new Noise(0, 0, 0.3, 0)),
            Arbitraries.of(Merge.class),
            Arbitraries.of(true, false))
        .as(Form::new);
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void recurrentLayers(
      @ForAll LayerKind kind, @ForAll("forms") Form form, @ForAll("batches") Batch batch) {
    assertPaddingIsInvisible(batch, params -> recurrent(kind, form, params));
  }

  private static Function<Sequence, List<Tensor>> recurrent(
      LayerKind kind, Form form, Params params) {
    var layer = kind.build(INPUTS, UNITS, form, params);
    return input -> {
      var run = layer.run(input);
      var results = new ArrayList<Tensor>(List.of(run.output().data()));
      results.addAll(Weighed.tensors(run.last()));
      return results;
    };
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void chainsWithDropout(
      @ForAll LayerKind first,
      @ForAll LayerKind second,
      @ForAll("forms") Form form,
      @ForAll("batches") Batch batch) {
    assertPaddingIsInvisible(
        batch,
        params -> {
          var net = chain(first, second, form, params);
          return input -> List.of(net.apply(input).data());
        });
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void layersForSingleSteps(
      @ForAll LayerKind kind, @ForAll("forms") Form form, @ForAll("batches") Batch batch) {
    assertPaddingIsInvisible(
        batch,
        params -> {
          var first = Linear.sized(INPUTS, INPUTS).withoutBias().with(params.child("first"));
          var middle = kind.build(INPUTS, UNITS, form, params.child("rnn"));
          var last = Linear.sized(middle.outputSize(), 2).with(params.child("last"));
          var net = PerStep.of(first.then(PaddingTest::scaled)).then(middle).then(PerStep.of(last));
          return input -> List.of(net.apply(input).data(), PerStep.of(first).apply(input).data());
        });
  }

  /** Each row by the sum of its absolute values: not a number where a row is 0. */
  private static Tensor scaled(Tensor rows) {
    return rows.div(rows.abs().sum(-1).reshape(rows.shape().with(-1, 1)));
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void pools(
      @ForAll LayerKind first,
      @ForAll LayerKind second,
      @ForAll("forms") Form form,
      @ForAll("batchesWithoutEmptySequences") Batch batch) {
    assertPaddingIsInvisible(
        batch,
        params -> {
          var net = chain(first, second, form, params);
          var head = Linear.sized(2 * second.outputs(UNITS), 1).with(params.child("head"));
          return input -> {
            var output = net.apply(input);
            return List.of(
                head.apply(Pool.lastStep().apply(output)),
                head.apply(Pool.bothEnds().apply(output)),
                head.apply(Pool.mean().apply(output)),
                Pool.mean().apply(PerStep.of(head).apply(output)),
                Pool.mean().apply(input.map(Tensor::exp)));
          };
        });
  }

  /** Two recurrent layers with a linear one and dropout between them, the second one both ways. */
  private static Layer<Sequence, Sequence> chain(
      LayerKind first, LayerKind second, Form form, Params params) {
    var lower = first.build(INPUTS, UNITS, form, params.child("lower"));
    var linear = Linear.sized(lower.outputSize(), INPUTS).with(params.child("linear"));
    var both = new Form(1, Direction.BOTH, form.bias(), form.path(), form.noise());
    return lower
        .then(PerStep.of(linear))
        .then(PerStep.of(Dropout.of(0.3)))
        .then(second.build(INPUTS, UNITS, both, params.child("upper")));
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void embeddings(@ForAll("batches") Batch batch, @ForAll("forms") Form form) {
    var params = ParamStore.fresh(5, batch.device());
    var net =
        Embedding.sized(7, INPUTS)
            .with(params.child("embed"))
            .then(LayerKind.LSTM.build(INPUTS, UNITS, form, params.child("lstm")));
    params.seal();
    var plain = embedded(net, batch, batch.steps, 0, params);
    assertZeroInPadding(batch, plain);
    for (int garbage : new int[] {-1, 6, 1 << 30, Integer.MIN_VALUE}) {
      var padded = embedded(net, batch, batch.steps + batch.more, garbage, params);
      assertSame(plain, padded);
    }
  }

  private static Map<String, double[]> embedded(
      Layer<Tokens, Sequence> net, Batch batch, int steps, int garbage, ParamStore params) {
    var lengths = batch.lengths();
    int[] ids = new int[steps * lengths.batch()];
    for (int i = 0; i < ids.length; i++) {
      boolean real = i / lengths.batch() < lengths.at(i % lengths.batch());
      ids[i] = real ? (i * 5 + 3) % 7 : garbage;
    }
    var shape = Shape.of(steps, lengths.batch());
    return run(
        batch,
        params,
        tape -> {
          var tokens = new Tokens(Tensors.ofInts(batch.device(), shape, ids), lengths);
          return new Inside(List.of(net.apply(tokens).data()), List.of());
        });
  }

  private static void assertPaddingIsInvisible(
      Batch batch, Function<Params, Function<Sequence, List<Tensor>>> build) {
    var params = ParamStore.fresh(5, batch.device());
    var net = build.apply(params);
    params.seal();
    var plain = run(batch, params, net, batch.steps, 0);
    assertZeroInPadding(batch, plain);
    assertSame(plain, run(batch, params, net, batch.steps, Double.NaN));
    assertSame(plain, run(batch, params, net, batch.steps + batch.more, Double.NaN));
    assertSame(plain, run(batch, params, net, batch.steps + batch.more, 1e30));
  }

  private static Map<String, double[]> run(
      Batch batch,
      ParamStore params,
      Function<Sequence, List<Tensor>> net,
      int steps,
      double padding) {
    var lengths = batch.lengths();
    var shape = Shape.of(steps, lengths.batch(), INPUTS);
    double[] x = Weighed.numbers(3, shape.size());
    for (int i = 0; i < x.length; i++) {
      int row = i / INPUTS;
      if (row / lengths.batch() >= lengths.at(row % lengths.batch())) {
        x[i] = padding;
      }
    }
    return run(
        batch,
        params,
        tape -> {
          var input = tape.watch(Tensors.of(batch.device(), shape, x));
          return new Inside(net.apply(Sequence.of(input, lengths)), List.of(input));
        });
  }

  private record Inside(List<Tensor> results, List<Tensor> watched) {}

  /** Everything that comes out of a training step, by name; the sequences among it as they are. */
  private static Map<String, double[]> run(
      Batch batch, ParamStore params, Function<Tape, Inside> work) {
    var all = new LinkedHashMap<String, double[]>();
    params.seal().forEach(ParameterBlock::clearGradient);
    try (var steps = new Steps(batch.device())) {
      steps.train(
          KEY,
          tape -> {
            var inside = work.apply(tape);
            var loss = Weighed.loss(inside.results);
            tape.backward(loss);
            all.put("loss", loss.toDoubles());
            for (int i = 0; i < inside.results.size(); i++) {
              var result = inside.results.get(i);
              all.put(
                  result.shape().rank() == 3 ? "sequence " + i : "result " + i, result.toDoubles());
            }
            inside.watched.forEach(t -> all.put("sequence dx", tape.gradient(t).toDoubles()));
            return all;
          });
    }
    Weighed.gradients(params).forEach((name, gradient) -> all.put("d " + name, gradient));
    return all;
  }

  private static void assertZeroInPadding(Batch batch, Map<String, double[]> plain) {
    var lengths = batch.lengths();
    plain.forEach(
        (name, values) -> {
          int rows = batch.steps * lengths.batch();
          for (int i = 0; name.startsWith("sequence") && i < values.length; i++) {
            int row = i / (values.length / rows);
            if (row / lengths.batch() >= lengths.at(row % lengths.batch())) {
              assertThat(values[i]).as("%s, row %d", name, row).isEqualTo(0.0);
            }
          }
        });
  }

  /**
   * The same bits, but for the sign of 0, which goes when something is added to zeros; sequences
   * may be longer, with nothing but zeros there.
   */
  private static void assertSame(Map<String, double[]> plain, Map<String, double[]> padded) {
    assertThat(padded.keySet()).isEqualTo(plain.keySet());
    plain.forEach(
        (name, expected) -> {
          double[] actual = padded.get(name);
          int longer = name.startsWith("sequence") ? actual.length : expected.length;
          assertThat(unsigned(actual))
              .as(name)
              .containsExactly(unsigned(Arrays.copyOf(expected, longer)));
        });
  }

  private static double[] unsigned(double[] values) {
    return Arrays.stream(values).map(v -> v == 0 ? 0 : v).toArray();
  }
}
