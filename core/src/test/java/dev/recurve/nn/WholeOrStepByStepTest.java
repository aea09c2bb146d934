package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.State;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tape;
import dev.recurve.conformance.Tolerance;
import dev.recurve.nn.LayerKind.Form;
import dev.recurve.nn.LayerKind.Path;
import dev.recurve.params.ParamStore;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A layer with a whole form computes the same whole and step by step, forward and back, with the
 * same masks.
 */
class WholeOrStepByStepTest {
  private static final long KEY = 31;

  /**
   * A layer and its input.
   *
   * @param lengths of at most {@code steps}
   */
  record Problem(
      LayerKind kind, Form form, int inputs, int units, int steps, List<Integer> lengths) {}

  @Provide
  Arbitrary<Problem> problems() {
    var form =
        Combinators.combine(
                Arbitraries.integers().between(1, 3),
                Arbitraries.of(Direction.class),
                Arbitraries.of(Bias.class),
                noises(),
                Arbitraries.of(Merge.class),
                Arbitraries.of(true, false))
            .as(
                (layers, way, bias, noise, merge, learns) ->
                    new Form(layers, way, bias, Path.WHOLE, noise, merge, learns));
    var sizes = Arbitraries.integers().between(1, 9);
    return Arbitraries.integers()
        .between(0, 6)
        .flatMap(
            steps ->
                Combinators.combine(
                        Arbitraries.of(LayerKind.class).filter(LayerKind::runsWhole),
                        form,
                        sizes,
                        sizes,
                        Arbitraries.integers().between(0, steps).list().ofMaxSize(5))
                    .as((kind, f, in, units, l) -> new Problem(kind, f, in, units, steps, l)));
  }

  private static Arbitrary<Noise> noises() {
    var shares = Arbitraries.of(0.0, 0.0, 0.3, 0.6);
    return Combinators.combine(shares, shares, shares, shares).as(Noise::new);
  }

  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void agree(
      @ForAll("problems") Problem problem, @ForAll boolean givenStates, @ForAll boolean training) {
    for (var type : List.of(DType.F64, DType.F32)) {
      var whole = run(problem, Path.WHOLE, type, givenStates, training);
      var stepwise = run(problem, Path.STEP_BY_STEP, type, givenStates, training);
      assertThat(stepwise.keySet()).isEqualTo(whole.keySet());
      var tolerance = Tolerance.of(type);
      whole.forEach(
          (name, values) -> {
            if (type == DType.F64 || !isGradient(name)) {
              tolerance.assertClose(name, stepwise.get(name), values);
            }
          });
      tolerance.assertClose("gradients", gradients(stepwise), gradients(whole));
    }
  }

  private static boolean isGradient(String name) {
    return name.startsWith("d");
  }

  /**
   * All gradients in a row. In single precision one that is small because large terms cancel is
   * only as exact as those terms, which are about as large as the largest gradients; in double
   * precision each is held to its own size.
   */
  private static double[] gradients(Map<String, double[]> results) {
    return results.entrySet().stream()
        .filter(e -> isGradient(e.getKey()))
        .flatMapToDouble(e -> Arrays.stream(e.getValue()))
        .toArray();
  }

  private static Map<String, double[]> run(
      Problem problem, Path path, DType type, boolean givenStates, boolean training) {
    var device = Devices.of(type);
    var params = ParamStore.fresh(8, device);
    var form = problem.form.withPath(path);
    var layer = problem.kind.build(problem.inputs, problem.units, form, params);
    return run(problem, device, params, layer, givenStates, training);
  }

  private static <S extends State<S>> Map<String, double[]> run(
      Problem problem,
      Device device,
      ParamStore params,
      Recurrent<S> layer,
      boolean givenStates,
      boolean training) {
    var lengths = Lengths.of(problem.lengths.stream().mapToInt(Integer::intValue).toArray());
    var results = new LinkedHashMap<String, double[]>();
    params.seal();
    try (var steps = new Steps(device)) {
      Function<Tape, Map<String, double[]>> work =
          tape -> {
            var shape = Shape.of(problem.steps, lengths.batch(), problem.inputs);
            var x = tape.watch(Weighed.tensor(device, shape));
            var input = Sequence.of(x, lengths);
            var like = layer.run(input).last();
            var initial = new ArrayList<Tensor>();
            for (var tensor : Weighed.tensors(like)) {
              initial.add(tape.watch(Weighed.tensor(device, tensor.shape())));
            }
            var run =
                givenStates
                    ? layer.runFrom(input, Weighed.states(like, initial))
                    : layer.run(input);
            var outputs = new LinkedHashMap<String, Tensor>();
            outputs.put("y", run.output().data());
            for (var tensor : Weighed.tensors(run.last())) {
              outputs.put("last " + outputs.size(), tensor);
            }
            tape.backward(Weighed.loss(List.copyOf(outputs.values())));
            outputs.put("dx", tape.gradient(x));
            for (var tensor : initial) {
              outputs.put("dInitial " + outputs.size(), tape.gradient(tensor));
            }
            outputs.forEach((name, tensor) -> results.put(name, tensor.toDoubles()));
            return results;
          };
      if (training) {
        steps.train(KEY, work);
      } else {
        steps.record(work);
      }
    }
    Weighed.gradients(params).forEach((name, gradient) -> results.put("d " + name, gradient));
    return results;
  }

  @ParameterizedTest
  @EnumSource
  void explainsWhichWay(LayerKind kind) {
    var params = ParamStore.fresh(1, Devices.F32);
    var form = new Form(2, Direction.BOTH, Bias.BOTH, Path.WHOLE);
    var layer = kind.build(3, 4, form, params);
    if (kind.runsWhole()) {
      assertThat(layer.explain()).contains("whole, by").doesNotContain("step by step");
    } else {
      assertThat(layer.explain()).contains("step by step").doesNotContain("whole, by");
    }
    assertThat(layer.stepByStep().explain()).contains("step by step").doesNotContain("whole, by");
  }
}
