package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.recurve.BundleException;
import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.RecurveException;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tensors;
import dev.recurve.conformance.Tolerance;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamGroup;
import dev.recurve.params.ParamStore;
import dev.recurve.params.ParameterBlock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parameters of whole models: their names, ties, groups and files. */
class ModelParametersTest {
  private static final Lengths RAGGED = Lengths.of(2, 4, 1);

  private static Layer<Tokens, Tensor> model(Params params) {
    return Embedding.sized(5, 3)
        .with(params.child("embed"))
        .then(Lstm.sized(3, 4).layers(2).bidirectional().with(params.child("lstm")))
        .then(Pool.bothEnds())
        .then(Linear.sized(8, 2).with(params.child("head")));
  }

  private static Tensor predicted(Layer<Tokens, Tensor> model) {
    int[] ids = {4, 0, 3, 1, 2, 1, 3, 0, 1, 2, 2, 4};
    return model.apply(new Tokens(Tensors.ofInts(Devices.F32, Shape.of(4, 3), ids), RAGGED));
  }

  /** The gradients of a model over a store that was prepared. */
  private static Map<String, double[]> gradients(Consumer<ParamStore> prepare) {
    var params = ParamStore.fresh(1);
    var model = model(params);
    prepare.accept(params);
    params.seal();
    try (var steps = new Steps(params.device())) {
      steps.record(
          tape -> {
            tape.backward(Weighed.loss(List.of(predicted(model))));
            return tape.size();
          });
    }
    return Weighed.gradients(params);
  }

  // ----------------------------------------------------------------- names

  @Test
  void namesArePyTorchs() {
    var params = ParamStore.fresh(1);
    Lstm.sized(3, 4).layers(2).bidirectional().with(params);
    assertThat(params.parameters().stream().map(Parameter::name))
        .containsExactly(
            "weight_ih_l0",
            "weight_hh_l0",
            "bias_ih_l0",
            "bias_hh_l0",
            "weight_ih_l0_reverse",
            "weight_hh_l0_reverse",
            "bias_ih_l0_reverse",
            "bias_hh_l0_reverse",
            "weight_ih_l1",
            "weight_hh_l1",
            "bias_ih_l1",
            "bias_hh_l1",
            "weight_ih_l1_reverse",
            "weight_hh_l1_reverse",
            "bias_ih_l1_reverse",
            "bias_hh_l1_reverse");
    assertThat(params.parameters().get(8).shape()).isEqualTo(Shape.of(16, 8));
  }

  @Test
  void cellsOfTheUsersOwnAreChildren() {
    var params = ParamStore.fresh(1);
    Recurrent.sized(3, 4, MinimalGatedUnit::create)
        .layers(2)
        .bidirectional()
        .with(params.child("rnn"));
    assertThat(params.parameters().stream().map(Parameter::name))
        .startsWith("rnn.l0.w", "rnn.l0.u", "rnn.l0.b", "rnn.l0_reverse.w")
        .endsWith("rnn.l1_reverse.b")
        .hasSize(12);
  }

  @Test
  void askingTwiceIsAnError() {
    var params = ParamStore.fresh(1);
    Linear.sized(2, 2).with(params.child("head"));
    assertThatExceptionOfType(RecurveException.class)
        .isThrownBy(() -> Linear.sized(2, 2).with(params.child("head")))
        .withMessageContainingAll("head.weight was asked for twice", "to tie them");
  }

  @Test
  void tyingPassesTheParameter() {
    var params = ParamStore.fresh(1);
    var embedding = Embedding.sized(5, 3).with(params.child("embed"));
    var output = Linear.over(embedding.weight());
    assertThat(params.parameters()).hasSize(1);
    var x = Tensors.of(Devices.F32, Shape.of(1, 3), 1, 0, 0);
    double[] table = params.parameters().getFirst().value().toDoubles();
    assertThat(output.apply(x).toDoubles())
        .containsExactly(table[0], table[3], table[6], table[9], table[12]);
  }

  @Test
  void nothingIsAddedOnceTrainingHasBegun() {
    var params = ParamStore.fresh(1);
    model(params);
    params.seal();
    assertThatExceptionOfType(RecurveException.class)
        .isThrownBy(() -> Linear.sized(2, 2).with(params.child("late")))
        .withMessageContainingAll("late.weight", "after training had begun");
    assertThatExceptionOfType(RecurveException.class)
        .isThrownBy(() -> params.freeze("lstm.*"))
        .withMessageContainingAll("lstm.*", "before training begins");
  }

  // ------------------------------------------------------ freezing, groups

  @ParameterizedTest
  @ValueSource(strings = {"embed.*", "lstm.*", "lstm.bias*", "lstm.*_l1*", "*weight*", "head.bias"})
  void frozenParametersGetNoGradientAndTheOthersKeepTheirs(String glob) {
    var all = gradients(_ -> {});
    var some = gradients(params -> params.freeze(glob));
    String frozen = glob.replace(".", "\\.").replace("*", ".*");
    assertThat(some.keySet())
        .isNotEmpty()
        .noneMatch(name -> name.matches(frozen))
        .hasSizeLessThan(all.size());
    assertThat(all.keySet())
        .filteredOn(name -> !name.matches(frozen))
        .containsExactlyInAnyOrderElementsOf(some.keySet());
    some.forEach((name, gradient) -> Tolerance.F32.assertClose(name, gradient, all.get(name)));
  }

  @Test
  void globsTakeDotsLiterally() {
    var params = ParamStore.fresh(1);
    Linear.sized(2, 2).with(params.child("embedded"));
    assertThatExceptionOfType(RecurveException.class)
        .isThrownBy(() -> params.freeze("embed.*"))
        .withMessageContainingAll("No parameter matches embed.*", "embedded.weight");
  }

  @Test
  void groupsAreBlocksOfTheirOwnAndTheLastRuleCounts() {
    var params = ParamStore.fresh(1);
    model(params);
    var slow = new ParamGroup("slow", 0.1);
    var fast = new ParamGroup("fast", 2);
    params.group("lstm.*", slow).group("*bias*", fast).freeze("embed.*");
    var blocks = params.seal();
    assertThat(blocks)
        .extracting(block -> block.group().name(), ParameterBlock::isTrainable)
        .containsExactlyInAnyOrder(
            tuple("default", false),
            tuple("default", true),
            tuple("slow", true),
            tuple("fast", true));
    for (var block : blocks) {
      assertThat(block.layout().keySet())
          .isNotEmpty()
          .allMatch(
              name ->
                  switch (block.group().name()) {
                    case "fast" -> name.contains("bias");
                    case "slow" -> name.startsWith("lstm.weight");
                    default -> name.equals("embed.weight") || name.equals("head.weight");
                  });
    }
    assertThatExceptionOfType(RecurveException.class)
        .isThrownBy(() -> ParamStore.fresh(1).group("x*", slow))
        .withMessageContaining("No parameter matches x*");
  }

  @Test
  void sealingKeepsTheValues() {
    var params = ParamStore.fresh(1);
    var model = model(params);
    params.freeze("head.*");
    double[] before = predicted(model).toDoubles();
    params.seal();
    assertThat(predicted(model).toDoubles()).isEqualTo(before);
  }

  // ----------------------------------------------------------------- files

  @Test
  void aModelFromAFileIsTheSameModel() {
    var params = ParamStore.fresh(7);
    double[] expected = predicted(model(params)).toDoubles();
    var again = ParamStore.from(params.values());
    var model = model(again);
    again.requireAllUsed();
    assertThat(predicted(model).toDoubles()).isEqualTo(expected);
    assertThat(predicted(model(ParamStore.fresh(8))).toDoubles()).isNotEqualTo(expected);
  }

  @Test
  void theFileHasWhatTheModelAsksForAndNothingElse() {
    var params = ParamStore.fresh(7);
    model(params);
    var arrays = new HashMap<>(params.values());
    var stranger = new HostArray.F32(Shape.of(1), new float[1]);
    var weight = arrays.get("lstm.weight_hh_l1");

    arrays.put("decoder.weight", stranger);
    var more = ParamStore.from(arrays);
    model(more);
    assertThatExceptionOfType(BundleException.class)
        .isThrownBy(more::seal)
        .withMessageContainingAll("does not ask for", "decoder.weight");
    arrays.remove("decoder.weight");

    arrays.put("lstm.weight_hh_l1", stranger);
    assertThatExceptionOfType(BundleException.class)
        .isThrownBy(() -> model(ParamStore.from(arrays)))
        .withMessageContainingAll("lstm.weight_hh_l1", "[16, 4]", "[1]");
    arrays.remove("lstm.weight_hh_l1");
    assertThatExceptionOfType(BundleException.class)
        .isThrownBy(() -> model(ParamStore.from(arrays)))
        .withMessageContainingAll("lstm.weight_hh_l1 [16, 4]", "does not have");
    arrays.put("lstm.weight_hh_l1", weight);
    model(ParamStore.from(arrays)).describe();
  }

  @Test
  void restoredWeightsReachTheFusedKernels() {
    var params = ParamStore.fresh(7);
    var other = ParamStore.fresh(8);
    var layer = Lstm.sized(3, 4).with(params);
    var expected = Lstm.sized(3, 4).with(other);
    params.seal();
    var x = Sequence.full(Weighed.tensor(Devices.F32, Shape.of(4, 2, 3)));
    double[] before = layer.apply(x).data().toDoubles();
    params.restore(other.values());
    assertThat(layer.apply(x).data().toDoubles())
        .isNotEqualTo(before)
        .isEqualTo(expected.apply(x).data().toDoubles());
  }
}
