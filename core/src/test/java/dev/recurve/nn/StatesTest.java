package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.State;
import dev.recurve.Tensor;
import dev.recurve.nn.LayerKind.Form;
import dev.recurve.nn.LayerKind.Path;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import dev.recurve.spi.Bias;
import dev.recurve.spi.Direction;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** States go in and come out. */
class StatesTest {
  private static final int STEPS = 5;
  private static final int INPUTS = 2;

  @Provide
  Arbitrary<List<Integer>> lengths() {
    return Arbitraries.integers().between(0, STEPS).list().ofMinSize(1).ofMaxSize(4);
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void aSequenceMayBeCutAnywhere(
      @ForAll LayerKind kind,
      @ForAll Path path,
      @ForAll @IntRange(min = 1, max = 3) int layers,
      @ForAll @IntRange(max = STEPS) int cut,
      @ForAll("lengths") List<Integer> lengths) {
    for (var device : Devices.both()) {
      var form = new Form(layers, Direction.FORWARD, Bias.BOTH, path);
      var layer = kind.build(INPUTS, 3, form, ParamStore.fresh(2, device));
      assertCutAgrees(device, layer, cut, lengths, false);
    }
  }

  @Property(tries = 75, edgeCases = EdgeCasesMode.NONE)
  void inReverseTheLaterPartRunsFirst(
      @ForAll LayerKind kind,
      @ForAll Path path,
      @ForAll @IntRange(max = STEPS) int cut,
      @ForAll("lengths") List<Integer> lengths) {
    for (var device : Devices.both()) {
      var form = new Form(1, Direction.REVERSE, Bias.BOTH, path);
      var layer = kind.build(INPUTS, 3, form, ParamStore.fresh(2, device));
      assertCutAgrees(device, layer, cut, lengths, true);
    }
  }

  private static <S extends State<S>> void assertCutAgrees(
      Device device, Recurrent<S> layer, int cut, List<Integer> lengths, boolean reverse) {
    var x = Weighed.tensor(device, Shape.of(STEPS, lengths.size(), INPUTS));
    var head = Sequence.of(x.slice(0, 0, cut), lengths(lengths, 0, cut));
    var tail = Sequence.of(x.slice(0, cut, STEPS), lengths(lengths, cut, STEPS));

    var all = layer.run(Sequence.of(x, lengths(lengths, 0, STEPS)));
    var first = layer.run(reverse ? tail : head);
    var second = layer.runFrom(reverse ? head : tail, first.last());

    var early = (reverse ? second : first).output().data();
    var late = (reverse ? first : second).output().data();
    assertThat(early.concat(0, List.of(late)).toDoubles())
        .isEqualTo(all.output().data().toDoubles());
    assertThat(Weighed.flat(Weighed.tensors(second.last())).toDoubles())
        .isEqualTo(Weighed.flat(Weighed.tensors(all.last())).toDoubles());
  }

  /** How many steps of each sequence lie between two. */
  private static Lengths lengths(List<Integer> all, int from, int to) {
    return Lengths.of(
        all.stream().mapToInt(length -> Math.clamp(length - from, 0, to - from)).toArray());
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void theLastStateIsTheOutputAtTheLastStep(
      @ForAll LayerKind kind, @ForAll Path path, @ForAll("lengths") List<Integer> lengths) {
    var form = new Form(2, Direction.BOTH, Bias.BOTH, path);
    var layer = kind.build(INPUTS, 3, form, ParamStore.fresh(2, Devices.F32));
    var x = Weighed.tensor(Devices.F32, Shape.of(STEPS, lengths.size(), INPUTS));
    var run = layer.run(Sequence.of(x, lengths(lengths, 0, STEPS)));
    int width = kind.outputs(3);

    assertThat(run.last()).hasSize(4);
    assertThat(run.lastState()).isEqualTo(run.last().get(3));
    for (int b = 0; b < lengths.size(); b++) {
      int length = lengths.get(b);
      if (length > 0) {
        var output = run.output().data().slice(1, b, b + 1);
        assertThat(row(run.last().get(2).output(), b))
            .isEqualTo(output.at(length - 1).slice(-1, 0, width).toDoubles());
        assertThat(row(run.last().get(3).output(), b))
            .isEqualTo(output.at(0).slice(-1, width, 2 * width).toDoubles());
      }
    }
  }

  private static double[] row(Tensor tensor, int index) {
    return tensor.slice(0, index, index + 1).toDoubles();
  }

  @Test
  void anEmptySequenceHandsItsStateOn() {
    for (var kind : LayerKind.values()) {
      for (var path : Path.values()) {
        for (var direction : Direction.values()) {
          var layer =
              kind.build(INPUTS, 3, Form.of(direction, path), ParamStore.fresh(2, Devices.F32));
          assertHandedOn(layer, Lengths.of(0, 2, 0), List.of(0, 2));
          assertHandedOn(layer, Lengths.of(0, 0, 0), List.of(0, 1, 2));
        }
      }
    }
  }

  private static <S extends State<S>> void assertHandedOn(
      Recurrent<S> layer, Lengths lengths, List<Integer> empty) {
    var x = Weighed.tensor(Devices.F32, Shape.of(2, 3, INPUTS));
    var like = layer.run(Sequence.full(x)).last();
    var initial = like.stream().map(s -> s.map(t -> Weighed.tensor(Devices.F32, t.shape())));
    var states = initial.toList();
    var last = layer.runFrom(Sequence.of(x, lengths), states).last();
    for (int b : empty) {
      var before = Weighed.tensors(states).stream().map(t -> row(t, b)).toList();
      var after = Weighed.tensors(last).stream().map(t -> row(t, b)).toList();
      assertThat(after).containsExactlyElementsOf(before);
    }
  }
}
