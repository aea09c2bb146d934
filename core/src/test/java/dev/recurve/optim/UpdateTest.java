package dev.recurve.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.Gradients;
import dev.recurve.Init;
import dev.recurve.Optimizer;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.TrainingException;
import dev.recurve.params.ParamGroup;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import dev.recurve.spi.HostMat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Clipping, steps that are skipped, and optimisers of the user's own. */
class UpdateTest {
  private final Device device = Device.standard().withType(DType.F64);

  private static double[] of(double... values) {
    return values;
  }

  @Test
  void normsBelowTheLimitAreLeftAlone() {
    try (var training =
        new Training(device, Sgd.withRate(1), Clipping.byGlobalNorm(10), of(0, 0), of(0))) {
      training.step(of(2, 3), of(6));
      assertThat(training.update.norm().item()).isEqualTo(7);
      assertThat(training.values(0)).containsExactly(-2, -3);
      assertThat(training.values(1)).containsExactly(-6);
    }
  }

  @Test
  void theNormIsThatOfTheLastStepAndLasts() {
    try (var training = new Training(device, Sgd.withRate(1), Clipping.none(), of(0, 0))) {
      training.step(of(3, 4));
      var norm = training.update.norm();
      assertThat(norm.item()).isEqualTo(5);
      training.step(of(0, 0));
      assertThat(norm.item()).isEqualTo(0);
    }
  }

  @Test
  void clippingByValueMovesEachElement() {
    try (var training =
        new Training(device, Sgd.withRate(1), Clipping.byValue(0.5), of(0, 0, 0, 0))) {
      training.step(of(0.25, -0.25, 7, -1e100));
      assertThat(training.values(0)).containsExactly(-0.25, 0.25, -0.5, 0.5);
      assertThat(training.blocks.getFirst().gradient().toDoubles())
          .containsExactly(0.25, -0.25, 7, -1e100);
    }
  }

  @Test
  void clippingByNormShrinksEachParameterByItself() {
    try (var training =
        new Training(device, Sgd.withRate(1), Clipping.byNorm(2.5), of(0, 0), of(0), of(0, 0))) {
      training.step(of(3, 4), of(1), of(0, 0));
      double half = 2.5 / (5 + 1e-6);
      assertThat(training.values(0))
          .containsExactly(of(-3 * half, -4 * half), Offset.offset(1e-15));
      assertThat(training.values(1)).containsExactly(-1);
      assertThat(training.values(2)).containsExactly(0, 0);
      assertThat(training.blocks.getFirst().gradient().toDoubles()).containsExactly(3, 4);
    }
  }

  /** Parameters of one group lie end to end, and still have norms of their own. */
  @Test
  void clippingByNormTellsParametersOfAGroupApart() {
    var store = ParamStore.fresh(1, device);
    var one = store.get("one", Shape.of(2), Init.zeros());
    var two = store.get("two", Shape.of(3, 1), Init.zeros());
    var blocks = store.seal();
    assertThat(blocks).hasSize(1);
    var optimizer = Sgd.withRate(1);
    var state = OptimizerState.create(optimizer, blocks);
    var update = new Update(optimizer, state, blocks, Clipping.byNorm(1));
    HostMat.upload(device.backend(), of(30, 40, 0.1, 0.2, 0.2), blocks.getFirst().gradient().mat());
    update.apply(1);
    assertThat(one.value().toDoubles()).containsExactly(of(-0.6, -0.8), Offset.offset(1e-7));
    assertThat(two.value().toDoubles()).containsExactly(-0.1, -0.2, -0.2);
  }

  @Test
  void limitsAreChecked() {
    assertThatThrownBy(() -> Clipping.byValue(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Clipping.byNorm(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("greater than 0, received -1.0");
    assertThatThrownBy(() -> Clipping.byGlobalNorm(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aStepThatIsNotFiniteChangesNothingAndRaisesAFlag() {
    var all = new ArrayList<>(Optimizers.all());
    all.add(handMade());
    for (var optimizer : all) {
      for (var clipping :
          List.of(
              Clipping.none(), Clipping.byGlobalNorm(1), Clipping.byNorm(1), Clipping.byValue(1))) {
        for (double bad : of(Double.NaN, Double.POSITIVE_INFINITY)) {
          try (var training = new Training(device, optimizer, clipping, of(1, 2), of(3))) {
            training.step(of(1, 1), of(1));
            assertThat(training.update.sawNonFinite()).isFalse();
            double[] before = training.values(0);
            double[] other = training.values(1);
            var slots = flat(training);
            training.step(of(1, bad), of(1));
            assertThat(training.values(0)).as("%s", optimizer).containsExactly(before);
            assertThat(training.values(1)).containsExactly(other);
            assertThat(flat(training)).isEqualTo(slots);
            // The flag stays up over good steps until it is read.
            training.step(of(1, 1), of(1));
            assertThat(training.values(0)).doesNotContain(before);
            assertThat(training.update.sawNonFinite()).isTrue();
            assertThat(training.update.sawNonFinite()).isFalse();
          }
        }
      }
    }
  }

  private static List<Double> flat(Training training) {
    var all = new ArrayList<Double>();
    training.slots().values().forEach(a -> Arrays.stream(a.toDoubles()).forEach(all::add));
    return all;
  }

  @Test
  void ratesAreMultiplied() {
    var store = ParamStore.fresh(1, device);
    var slow = store.get("slow", Shape.of(1), Init.zeros());
    var still = store.get("still", Shape.of(1), Init.zeros());
    store.group("slow", new ParamGroup("slow", 0.5)).freeze("still");
    var blocks = store.seal();
    var optimizer = Sgd.withRate(0.1);
    var update =
        new Update(optimizer, OptimizerState.create(optimizer, blocks), blocks, Clipping.none());
    device.backend().fill(blocks.getFirst().gradient().mat(), 1);
    long version = slow.version();
    update.apply(0.25);
    assertThat(slow.value().item()).isEqualTo(-0.1 * 0.25 * 0.5);
    assertThat(still.value().item()).isEqualTo(0);
    assertThat(slow.version()).isGreaterThan(version);
    update.clear();
    assertThat(blocks.getFirst().gradient().toDoubles()).containsExactly(0);
  }

  @Test
  void nothingToTrainIsAnError() {
    var store = ParamStore.fresh(1, device);
    store.get("w", Shape.of(1), Init.zeros());
    store.freeze("w");
    var blocks = store.seal();
    var optimizer = Sgd.withRate(0.1);
    var state = OptimizerState.create(optimizer, blocks);
    assertThatThrownBy(() -> new Update(optimizer, state, blocks, Clipping.none()))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("frozen");
  }

  @Test
  void aStateOfOtherParametersIsRefused() {
    var optimizer = Adam.withRate(0.1);
    try (var one = new Training(device, optimizer, Clipping.none(), of(1));
        var other = new Training(device, optimizer, Clipping.none(), of(1))) {
      assertThatThrownBy(() -> new Update(optimizer, one.state, other.blocks, Clipping.none()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[w0]");
    }
  }

  // ------------------------------------------------------ the user's own

  /** An optimiser from a name, slots and a rule for one block. */
  private record Own(List<String> slots, Consumer<Gradients.Block> rule) implements Optimizer {
    @Override
    public String name() {
      return "own";
    }

    @Override
    public double learningRate() {
      return 0.1;
    }

    @Override
    public Map<String, Double> settings() {
      return Map.of("learning_rate", 0.1);
    }

    @Override
    public void step(Gradients gradients) {
      gradients.blocks().forEach(rule);
    }
  }

  /** Nesterov's momentum, in tensor operations. */
  private static Optimizer handMade() {
    return new Own(
        List.of("momentum_buffer"),
        block -> {
          var g = block.gradient();
          var v = block.slot("momentum_buffer").mul(0.9).add(g);
          var step = g.add(v.mul(0.9)).mul(block.learningRate());
          block.update(block.values().sub(step), Map.of("momentum_buffer", v));
        });
  }

  @Test
  void anOptimizerInTensorOperationsDoesTheSameAsTheBuiltIn() {
    var builtIn = Sgd.withRate(0.1).momentum(0.9).nesterov();
    for (var clipping : List.of(Clipping.none(), Clipping.byGlobalNorm(1), Clipping.byValue(0.5))) {
      try (var one = new Training(device, builtIn, clipping, of(1, 2), of(3));
          var two = new Training(device, handMade(), clipping, of(1, 2), of(3))) {
        for (int i = 0; i < 5; i++) {
          one.step(1.0 / (i + 1), of(i, -1), of(0.5));
          two.step(1.0 / (i + 1), of(i, -1), of(0.5));
        }
        assertThat(two.values(0)).containsExactly(one.values(0), Offset.offset(1e-12));
        assertThat(two.values(1)).containsExactly(one.values(1), Offset.offset(1e-12));
        assertThat(two.slots().keySet()).isEqualTo(one.slots().keySet());
      }
    }
  }

  @Test
  void itSeesGroupRateAndWeights() {
    var seen = new ArrayList<String>();
    var own =
        new Own(
            List.of(),
            block ->
                seen.add(
                    "%s %s %s"
                        .formatted(block.group(), block.learningRate(), block.values().shape())));
    try (var training = new Training(device, own, Clipping.none(), of(1, 2), of(3))) {
      training.step(0.5, of(0, 0), of(0));
    }
    assertThat(seen).containsExactly("group0 0.05 [2]", "group1 0.05 [1]");
  }

  @Test
  void valuesAndSlotsMayBeExchanged() {
    var swap =
        new Own(
            List.of("a", "b"),
            block ->
                block.update(
                    block.slot("a").add(block.gradient()),
                    Map.of("a", block.slot("b"), "b", block.values())));
    try (var training = new Training(device, swap, Clipping.none(), of(1))) {
      training.step(of(10));
      expect(training, 10, 0, 1);
      training.step(of(20));
      expect(training, 20, 1, 10);
      training.step(of(30));
      expect(training, 31, 10, 20);
    }
  }

  private static void expect(Training training, double value, double a, double b) {
    assertThat(training.values(0)).containsExactly(value);
    assertThat(training.slots().get("a/w0").toDoubles()).containsExactly(a);
    assertThat(training.slots().get("b/w0").toDoubles()).containsExactly(b);
  }

  @Test
  void mistakesAreNamed() {
    var unknown = new Own(List.of("a"), block -> block.slot("b"));
    try (var training = new Training(device, unknown, Clipping.none(), of(1))) {
      assertThatThrownBy(() -> training.step(of(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no slot b")
          .hasMessageContaining("[a]");
    }
    var wrong = new Own(List.of(), block -> block.update(block.values().sum(), Map.of()));
    try (var training = new Training(device, wrong, Clipping.none(), of(1, 2))) {
      assertThatThrownBy(() -> training.step(of(1, 2)))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("values of shape [2]");
    }
  }
}
