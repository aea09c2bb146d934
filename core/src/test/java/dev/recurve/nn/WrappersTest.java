package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Parameter;
import dev.recurve.RecurveException;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Streamable;
import dev.recurve.autodiff.GradCheck;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tensors;
import dev.recurve.conformance.Tolerance;
import dev.recurve.params.ParamStore;
import dev.recurve.params.ParameterBlock;
import dev.recurve.runtime.Device;
import dev.recurve.spi.Bias;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is put around recurrent layers and cells. */
class WrappersTest {
  private static final Device DEVICE = Devices.F64;
  private static final int INPUTS = 3;
  private static final int UNITS = 4;
  private static final Lengths LENGTHS = Lengths.of(3, 5, 0, 2);

  private static Sequence input(int features) {
    return Sequence.of(Weighed.tensor(DEVICE, Shape.of(5, 4, features)), LENGTHS);
  }

  private static double[] values(Sequence sequence) {
    return sequence.data().toDoubles();
  }

  // ------------------------------------------------------------- both ways

  @ParameterizedTest
  @EnumSource
  void directionsAreMerged(Merge merge) {
    double[] both =
        values(
            Gru.sized(INPUTS, UNITS)
                .bidirectional()
                .with(ParamStore.fresh(3, DEVICE))
                .apply(input(INPUTS)));
    double[] expected = merge == Merge.CONCAT ? both : new double[both.length / 2];
    for (int i = 0; merge != Merge.CONCAT && i < expected.length; i++) {
      int at = i / UNITS * 2 * UNITS + i % UNITS;
      double forward = both[at];
      double reverse = both[at + UNITS];
      expected[i] =
          switch (merge) {
            case SUM -> forward + reverse;
            case MEAN -> (forward + reverse) / 2;
            case PRODUCT, CONCAT -> forward * reverse;
          };
    }
    var layer = Gru.sized(INPUTS, UNITS).bidirectional(merge).with(ParamStore.fresh(3, DEVICE));
    int size = merge == Merge.CONCAT ? 2 * UNITS : UNITS;
    assertThat(layer.outputSize()).isEqualTo(size);
    assertThat(layer.apply(input(INPUTS)).size()).isEqualTo(size);
    Tolerance.F64.assertClose("whole", values(layer.apply(input(INPUTS))), expected);
    Tolerance.F64.assertClose(
        "stepwise", values(layer.stepByStep().apply(input(INPUTS))), expected);
    assertThat(layer.describe())
        .contains("bidirectional")
        .contains(merge == Merge.CONCAT ? "" : " by " + merge.name().toLowerCase());
  }

  @ParameterizedTest
  @EnumSource
  void mergesAndLearnedStartsHaveGradients(Merge merge) {
    for (boolean whole : new boolean[] {true, false}) {
      var params = ParamStore.fresh(5, DEVICE);
      var built = Lstm.sized(2, 2).layers(2).bidirectional(merge).learnedStart().with(params);
      var layer = whole ? built : built.stepByStep();
      var blocks = params.seal();
      assertThat(params.parameters())
          .extracting(Parameter::name)
          .contains("start_l0.0", "start_l0.1", "start_l0_reverse.0", "start_l1_reverse.1");
      GradCheck.on(DEVICE)
          .input("x", Shape.of(3, 3, 2))
          .parameters(params.parameters(), () -> blocks.forEach(ParameterBlock::changed))
          .check(
              in -> {
                var run = layer.run(Sequence.of(in.getFirst(), Lengths.of(1, 3, 0)));
                var parts = new ArrayList<>(List.of(run.output().data()));
                parts.addAll(Weighed.tensors(run.last()));
                return Weighed.flat(parts);
              })
          .requireAgreement();
    }
  }

  // ----------------------------------------------------------------- start

  @Test
  void aLearnedStartIsTheInitialStateUnlessOneIsGiven() {
    var fresh = ParamStore.fresh(3, DEVICE);
    var zero = Lstm.sized(INPUTS, UNITS).learnedStart().with(fresh);
    var plain = Lstm.sized(INPUTS, UNITS).with(ParamStore.fresh(3, DEVICE));
    assertThat(values(zero.apply(input(INPUTS)))).isEqualTo(values(plain.apply(input(INPUTS))));

    var params = Weighed.started(fresh, DEVICE);
    var layer = Lstm.sized(INPUTS, UNITS).learnedStart().with(params);
    assertThat(layer.explain()).contains("whole, by");
    var start = params.parameters();
    double[] h = start.get(start.size() - 2).value().toDoubles();
    double[] c = start.getLast().value().toDoubles();
    assertThat(h).doesNotContain(0.0);
    var zeros = Tensors.zeros(DEVICE, Shape.of(4, UNITS));
    var state =
        new HiddenCell(
            zeros.add(Tensors.of(DEVICE, Shape.of(UNITS), h)),
            zeros.add(Tensors.of(DEVICE, Shape.of(UNITS), c)));
    assertThat(values(layer.apply(input(INPUTS))))
        .isEqualTo(values(plain.run(input(INPUTS), state).output()));
    var zeroState = new HiddenCell(zeros, zeros);
    assertThat(values(layer.run(input(INPUTS), zeroState).output()))
        .isEqualTo(values(plain.apply(input(INPUTS))));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sessionsBeginWithALearnedStart(boolean whole) {
    var fresh = ParamStore.fresh(3, Devices.F32);
    Gru.sized(INPUTS, UNITS).layers(2).learnedStart().with(fresh);
    var params = Weighed.started(fresh, Devices.F32);
    Gru.sized(INPUTS, UNITS).layers(2).learnedStart().with(params);
    params.seal();
    var built = Gru.sized(INPUTS, UNITS).layers(2).learnedStart().with(params.snapshot());
    var layer = whole ? built : built.stepByStep();
    var x = Weighed.tensor(Devices.F32, Shape.of(3, 2, INPUTS));
    double[] expected = values(layer.apply(Sequence.full(x)));
    try (var session = Streamable.of(layer).open(2)) {
      for (int round = 0; round < 2; round++) {
        for (int t = 0; t < 3; t++) {
          double[] step = session.step(x.at(t)).toDoubles();
          double[] wanted = Arrays.copyOfRange(expected, t * 8, t * 8 + 8);
          Tolerance.F32.assertClose("step " + t, step, wanted);
        }
        session.reset();
      }
    }
  }

  // -------------------------------------------------------------- residual

  @Test
  void aResidualAddsItsInput() {
    var gru = Gru.sized(INPUTS, INPUTS).with(ParamStore.fresh(3, DEVICE));
    var residual = Residual.of(gru);
    double[] expected = values(gru.apply(input(INPUTS)));
    double[] x = values(input(INPUTS));
    for (int i = 0; i < expected.length; i++) {
      expected[i] += x[i];
    }
    assertThat(values(residual.apply(input(INPUTS)))).isEqualTo(expected);
    assertThat(residual.describe()).isEqualTo("Residual(Gru(3 → 3))");
    assertThat(residual.children()).extracting(Layer.Child::name).containsExactly("layer");
    assertThat(residual.explain()).contains("whole, by");
  }

  @Test
  void aResidualRefusesAnotherShapeAndAReversedLayer() {
    var wide = Residual.of(Gru.sized(INPUTS, UNITS).with(ParamStore.fresh(3, DEVICE)));
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> wide.apply(input(INPUTS)))
        .withMessageContaining("Residual(Gru(3 → 4))")
        .withMessageContaining("features [3]")
        .withMessageContaining("features [4]");
    var params = ParamStore.fresh(3, DEVICE);
    Gru.sized(INPUTS, UNITS).with(params);
    params.seal();
    var served = Residual.of(Gru.sized(INPUTS, UNITS).with(params.snapshot()));
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> served.open(1))
        .withMessageContaining("expects 4 features");
    var reverse =
        Residual.of(Gru.sized(INPUTS, INPUTS).reverse().with(ParamStore.fresh(3, DEVICE)));
    assertThatExceptionOfType(RecurveException.class)
        .isThrownBy(() -> reverse.open(1))
        .withMessageContaining("reverse");
  }

  // -------------------------------------------------------- cells on cells

  @Test
  void stackedCellsAreOneAfterTheOther() {
    var params = ParamStore.fresh(3, DEVICE);
    var lower = new LstmCell(INPUTS, UNITS, Bias.BOTH, params.child("lower"), "");
    var upper = new GruCell(UNITS, 2, true, Bias.BOTH, params.child("upper"), "");
    var run = Recurrent.over(StackedCells.of(lower, upper)).run(input(INPUTS));
    var below = Recurrent.over(lower).run(input(INPUTS));
    var above = Recurrent.over(upper).run(below.output());
    Tolerance.F64.assertClose("output", values(run.output()), values(above.output()));
    var last = run.lastState();
    Tolerance.F64.assertClose("c", last.lower().c().toDoubles(), below.lastState().c().toDoubles());
    Tolerance.F64.assertClose("h", last.upper().h().toDoubles(), above.lastState().h().toDoubles());
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> StackedCells.of(upper, lower))
        .withMessageContaining("gives 2 features")
        .withMessageContaining("expects 3");
  }

  // ------------------------------------------------------ batch after batch

  @Test
  void runsGoOnWhereTheLastOneEnded() {
    var params = ParamStore.fresh(3, DEVICE);
    var layer = Lstm.sized(INPUTS, UNITS).layers(2).with(params);
    params.seal();
    var x = Weighed.tensor(DEVICE, Shape.of(6, 2, INPUTS));
    double[] whole = values(layer.apply(Sequence.full(x)));
    var through = Continued.over(layer);
    double[] parts = new double[whole.length];
    try (var steps = new Steps(DEVICE)) {
      for (int from = 0; from < 6; from += 2) {
        int first = from;
        double[] part =
            steps.train(
                5,
                tape -> {
                  var run = through.run(Sequence.full(x.slice(0, first, first + 2)));
                  // Were the batch before still on the tape, this would refuse.
                  tape.backward(run.output().data().sum());
                  return values(run.output());
                });
        System.arraycopy(part, 0, parts, from * 2 * UNITS, part.length);
      }
    }
    Tolerance.F64.assertClose("three windows", parts, whole);
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> through.run(input(INPUTS)))
        .withMessageContaining("goes on with 2 sequences, received a batch of 4; reset()");
    var states = through.states().orElseThrow();
    through.reset();
    assertThat(through.states()).isEmpty();
    assertThat(values(through.run(input(INPUTS)).output()))
        .isEqualTo(values(layer.apply(input(INPUTS))));
    through.restore(states);
    assertThat(values(through.run(Sequence.full(x)).output()))
        .isEqualTo(values(layer.runFrom(Sequence.full(x), states).output()));
  }
}
