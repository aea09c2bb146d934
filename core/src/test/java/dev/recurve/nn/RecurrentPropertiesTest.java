package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Lengths;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.State;
import dev.recurve.Tensor;
import dev.recurve.autodiff.GradCheck;
import dev.recurve.autodiff.Tensors;
import dev.recurve.conformance.Tolerance;
import dev.recurve.io.Safetensors;
import dev.recurve.nn.LayerKind.Form;
import dev.recurve.nn.LayerKind.Path;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamStore;
import dev.recurve.params.ParameterBlock;
import dev.recurve.runtime.Device;
import dev.recurve.spi.Bias;
import dev.recurve.spi.DType;
import dev.recurve.spi.Direction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What holds for every recurrent layer, whatever its cell, its form, its sizes and the lengths of
 * its sequences, in any order and 0 among them.
 */
class RecurrentPropertiesTest {

  /**
   * A layer and its input.
   *
   * @param lengths of at most {@code steps}
   */
  record Problem(
      LayerKind kind, Form form, int inputs, int units, int steps, List<Integer> lengthList) {
    Lengths lengths() {
      return Lengths.of(lengthList.stream().mapToInt(Integer::intValue).toArray());
    }

    Sequence input(Device device) {
      var shape = Shape.of(steps, lengthList.size(), inputs);
      return Sequence.of(Weighed.tensor(device, shape), lengths());
    }

    Recurrent<?> layer(Params params) {
      return kind.build(inputs, units, form, params);
    }

    Problem with(Form other) {
      return new Problem(kind, other, inputs, units, steps, lengthList);
    }
  }

  @Provide
  Arbitrary<Problem> problems() {
    return problems(Arbitraries.of(Direction.class), 5, 0);
  }

  @Provide
  Arbitrary<Problem> forward() {
    return problems(Arbitraries.of(Direction.FORWARD), 5, 0);
  }

  /** Small, for each number is moved twice; units that a normalisation can tell apart. */
  @Provide
  Arbitrary<Problem> small() {
    return problems(Arbitraries.of(Direction.class), 3, 3);
  }

  private static Arbitrary<Problem> problems(
      Arbitrary<Direction> directions, int largest, int fewestUnits) {
    var form =
        Combinators.combine(
                Arbitraries.integers().between(1, 2),
                directions,
                Arbitraries.of(Bias.class),
                Arbitraries.of(Path.class),
                Arbitraries.of(Noise.NONE, new Noise(0.3, 0.2, 0, 0), new Noise(0, 0, 0.3, 0.2)),
                Arbitraries.of(Merge.class),
                Arbitraries.of(true, false))
            .as(Form::new);
    var inputs = Arbitraries.integers().between(1, largest);
    var units = Arbitraries.integers().between(Math.max(1, fewestUnits), Math.max(3, largest));
    return Arbitraries.integers()
        .between(0, largest)
        .flatMap(
            steps ->
                Combinators.combine(
                        Arbitraries.of(LayerKind.class),
                        form,
                        inputs,
                        units,
                        Arbitraries.integers().between(0, steps).list().ofMaxSize(4))
                    .as((kind, f, in, u, l) -> new Problem(kind, f, in, u, steps, l)));
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void gradientsAreDifferences(@ForAll("small") Problem problem, @ForAll boolean training) {
    var fresh = ParamStore.fresh(6, Devices.F64);
    problem.layer(fresh);
    // Around a start of exactly 0 a normalised row turns too sharply for differences.
    var params = Weighed.started(fresh, Devices.F64);
    var layer = problem.layer(params);
    var blocks = params.seal();
    var lengths = problem.lengths();
    var check =
        GradCheck.on(Devices.F64)
            .input("x", Shape.of(problem.steps, lengths.batch(), problem.inputs))
            .parameters(params.parameters(), () -> blocks.forEach(ParameterBlock::changed));
    if (training) {
      check.training();
    }
    // Squashed, for a logarithm in a state may lie so far from 0 that differences drown in it.
    check
        .check(in -> everything(layer, Sequence.of(in.getFirst(), lengths)).tanh())
        .requireAgreement();
  }

  private static <S extends State<S>> Tensor everything(Recurrent<S> layer, Sequence input) {
    var run = layer.run(input);
    var parts = new ArrayList<Tensor>(List.of(run.output().data()));
    parts.addAll(Weighed.tensors(run.last()));
    return Weighed.flat(parts);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void savedWeightsGiveTheSameBits(@ForAll("problems") Problem problem, @ForAll boolean exact) {
    var device = Devices.of(exact ? DType.F64 : DType.F32);
    var params = ParamStore.fresh(7, device);
    var layer = problem.layer(params);
    byte[] file = Safetensors.encode(params.values(), Map.of());
    var read = ParamStore.from(Safetensors.decode(file, "memory").arrays(), device);
    var again = problem.layer(read);
    read.requireAllUsed();
    var input = problem.input(device);
    assertThat(everything(again, input).toDoubles())
        .isEqualTo(everything(layer, input).toDoubles());
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void stepsOfASessionAreThoseOfARun(@ForAll("forward") Problem problem) {
    var params = ParamStore.fresh(7, Devices.F32);
    problem.layer(params);
    params.seal();
    var layer = problem.layer(params.snapshot());
    int batch = 2;
    int width = layer.outputSize();
    var x = Weighed.tensor(Devices.F32, Shape.of(problem.steps, batch, problem.inputs));
    double[] expected = layer.apply(Sequence.full(x)).data().toDoubles();
    double[] actual = new double[expected.length];
    try (var session = layer.open(batch)) {
      for (int t = 0; t < problem.steps; t++) {
        double[] y = session.step(x.at(t)).toDoubles();
        System.arraycopy(y, 0, actual, t * batch * width, y.length);
      }
    }
    Tolerance.F32.assertClose(problem.toString(), actual, expected);
  }

  /** Two layers are one that reads what another gives. */
  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void layersStandOnEachOther(@ForAll("problems") Problem problem) {
    var deep = problem.with(problem.form.withLayers(2));
    var params = ParamStore.fresh(7, Devices.F64);
    var both = deep.layer(params);
    var input = problem.input(Devices.F64);
    var single = problem.form.withLayers(1);
    var lowerParams = ParamStore.from(withSegment(params.values(), "l0", "l0"), Devices.F64);
    var lower = problem.with(single).layer(lowerParams);
    lowerParams.requireAllUsed();
    var upperParams = ParamStore.from(withSegment(params.values(), "l1", "l0"), Devices.F64);
    var upper = problem.kind.build(lower.outputSize(), problem.units, single, upperParams);
    upperParams.requireAllUsed();
    Tolerance.F64.assertClose(
        problem.toString(),
        upper.apply(lower.apply(input)).data().toDoubles(),
        both.apply(input).data().toDoubles());
  }

  /** The weights of one layer, under the name of another. */
  private static Map<String, HostArray> withSegment(
      Map<String, HostArray> values, String layer, String renamed) {
    var some = new LinkedHashMap<String, HostArray>();
    values.forEach(
        (name, array) -> {
          if (name.matches("(.*_)?" + layer + "([_.].*)?")) {
            some.put(name.replaceFirst("(^|_)" + layer + "(?=$|[_.])", "$1" + renamed), array);
          }
        });
    return some;
  }

  /** A reversed layer reads each sequence from its own last step. */
  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void reverseIsForwardOnTurnedSequences(@ForAll("forward") Problem problem) {
    var single = problem.form.withLayers(1);
    var params = ParamStore.fresh(7, Devices.F64);
    var forward = problem.with(single).layer(params);
    var reversedNames = new LinkedHashMap<String, HostArray>();
    params
        .values()
        .forEach((name, a) -> reversedNames.put(name.replaceFirst("(^|_)l0", "$1l0_reverse"), a));
    var reverseParams = ParamStore.from(reversedNames, Devices.F64);
    var reverse = problem.with(single.withDirection(Direction.REVERSE)).layer(reverseParams);
    reverseParams.requireAllUsed();
    var input = problem.input(Devices.F64);
    double[] turned = turned(input.data().toDoubles(), problem);
    var turnedInput =
        Sequence.of(Tensors.of(Devices.F64, input.data().shape(), turned), problem.lengths());
    Tolerance.F64.assertClose(
        problem.toString(),
        reverse.apply(input).data().toDoubles(),
        turned(forward.apply(turnedInput).data().toDoubles(), problem));
  }

  /** Each sequence's steps in the opposite order, padding left alone. */
  private static double[] turned(double[] data, Problem problem) {
    var lengths = problem.lengths();
    int batch = lengths.batch();
    double[] turned = data.clone();
    int rows = problem.steps * batch;
    int size = rows == 0 ? 0 : data.length / rows;
    for (int b = 0; b < batch; b++) {
      for (int t = 0; t < lengths.at(b); t++) {
        int from = ((lengths.at(b) - 1 - t) * batch + b) * size;
        System.arraycopy(data, from, turned, (t * batch + b) * size, size);
      }
    }
    return turned;
  }

  /** What a sequence gives does not depend on its place in the batch, nor on the others. */
  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void sequencesKnowNothingOfEachOther(@ForAll("problems") Problem problem) {
    var layer = problem.layer(ParamStore.fresh(7, Devices.F64));
    var input = problem.input(Devices.F64);
    double[] all = layer.apply(input).data().toDoubles();
    int batch = input.batch();
    int width = layer.outputSize();
    for (int b = 0; b < batch; b++) {
      var alone = Sequence.of(input.data().slice(1, b, b + 1), Lengths.of(problem.lengths().at(b)));
      double[] expected = layer.apply(alone).data().toDoubles();
      double[] actual = new double[expected.length];
      for (int t = 0; t < problem.steps; t++) {
        System.arraycopy(all, (t * batch + b) * width, actual, t * width, width);
      }
      Tolerance.F64.assertClose(problem + ", sequence " + b, actual, expected);
    }
  }
}
