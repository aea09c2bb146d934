package dev.recurve.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.Gradients;
import dev.recurve.Optimizer;
import dev.recurve.optim.Training.Extras;
import dev.recurve.optim.Training.Weights;
import dev.recurve.params.Constraint;
import dev.recurve.params.ParamGroup;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** L1, L2 and decoupled decay of a group. */
class PenaltiesTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-14);

  private final Device device = Device.standard().withType(DType.F64);

  private static double[] of(double... values) {
    return values;
  }

  private double[] afterOneStep(Optimizer optimizer, Extras extras, ParamGroup group) {
    try (var training = new Training(device, optimizer, extras, Weights.of(group, 2, -4, 0))) {
      training.step(of(3, 0, 4));
      return training.values(0);
    }
  }

  @Test
  void eachDoesWhatItSays() {
    var plain = ParamGroup.named("a");
    var sgd = Sgd.withRate(0.5);
    assertThat(afterOneStep(sgd, Extras.none(), plain)).containsExactly(of(0.5, -4, -2), CLOSE);
    assertThat(afterOneStep(sgd, Extras.none(), plain.l1(0.1)))
        .containsExactly(of(0.45, -3.95, -2), CLOSE);
    assertThat(afterOneStep(sgd, Extras.none(), plain.l2(0.1)))
        .containsExactly(of(0.4, -3.8, -2), CLOSE);
    assertThat(afterOneStep(sgd, Extras.none(), plain.weightDecay(0.1)))
        .containsExactly(of(0.4, -3.8, -2), CLOSE);
    assertThat(afterOneStep(sgd, Extras.none(), plain.l1(0.1).l2(0.2).weightDecay(0.3)))
        .containsExactly(of(0.5 - 0.05 - 0.2 - 0.3, -4 + 0.05 + 0.4 + 0.6, -2), CLOSE);
    // The rate's factor holds for the decay as well.
    assertThat(afterOneStep(sgd, Extras.none(), plain.weightDecay(0.1).rateFactor(0.1)))
        .containsExactly(of(2 - 0.15 - 0.01, -4 + 0.02, -0.2), CLOSE);
  }

  @Test
  void decoupledDecayDoesNotReachTheMoments() {
    var decayed =
        afterOneStep(Adam.withRate(0.1), Extras.none(), ParamGroup.named("a").weightDecay(0.5));
    var adamW =
        afterOneStep(AdamW.withRate(0.1).weightDecay(0.5), Extras.none(), ParamGroup.named("a"));
    assertThat(decayed).containsExactly(adamW);
    assertThat(decayed[1]).isCloseTo(-4 + 0.1 * 0.5 * 4, CLOSE);
  }

  @Test
  void penaltiesComeOnTopOfTheOptimizersOwn() {
    var both =
        afterOneStep(
            Sgd.withRate(0.5).weightDecay(0.1), Extras.none(), ParamGroup.named("a").l2(0.2));
    var one = afterOneStep(Sgd.withRate(0.5), Extras.none(), ParamGroup.named("a").l2(0.3));
    assertThat(both).containsExactly(one, CLOSE);
  }

  /** The gradient has norm 5, and is shrunk to 1: the penalties are not. */
  @Test
  void penaltiesAreNotClipped() {
    double scale = 1 / (5 + 1e-6);
    for (var clipping : List.of(Clipping.byGlobalNorm(1), Clipping.byNorm(1))) {
      assertThat(
              afterOneStep(
                  Sgd.withRate(0.5), Extras.of(clipping), ParamGroup.named("a").l1(0.1).l2(0.2)))
          .containsExactly(
              of(2 - 0.5 * (3 * scale + 0.1 + 0.4), -4 + 0.5 * (0.1 + 0.8), -0.5 * 4 * scale),
              CLOSE);
    }
  }

  /** Each group has penalties of its own. */
  @Test
  void groupsDoNotShare() {
    try (var training =
        new Training(
            device,
            Sgd.withRate(0.5),
            Extras.none(),
            Weights.of(ParamGroup.named("a").l1(0.2), 2),
            Weights.of(ParamGroup.named("b").l2(0.2), 2),
            Weights.of(ParamGroup.named("c"), 2))) {
      training.step(of(0), of(0), of(0));
      assertThat(training.values(0)).containsExactly(of(1.9), CLOSE);
      assertThat(training.values(1)).containsExactly(of(1.8), CLOSE);
      assertThat(training.values(2)).containsExactly(2);
    }
  }

  /** Plain descent, in tensor operations. */
  private record Descent() implements Optimizer {
    @Override
    public String name() {
      return "descent";
    }

    @Override
    public double learningRate() {
      return 0.1;
    }

    @Override
    public Map<String, Double> settings() {
      return Map.of();
    }

    @Override
    public List<String> slots() {
      return List.of();
    }

    @Override
    public void step(Gradients gradients) {
      for (var block : gradients.blocks()) {
        block.update(block.values().sub(block.gradient().mul(block.learningRate())), Map.of());
      }
    }
  }

  @Test
  void anOptimizerOfTheUsersOwnHasThemToo() {
    var group =
        ParamGroup.named("a")
            .l1(0.1)
            .l2(0.2)
            .weightDecay(0.3)
            .rateFactor(2)
            .constraint(Constraint.maxNorm(4));
    for (var extras :
        List.of(
            Extras.none(),
            Extras.of(Clipping.byGlobalNorm(1)),
            Extras.of(Clipping.byNorm(1)),
            Extras.of(Clipping.byValue(1)),
            Extras.of(GradientNoise.withVariance(0.5)))) {
      assertThat(afterOneStep(new Descent(), extras, group))
          .containsExactly(afterOneStep(Sgd.withRate(0.1), extras, group), CLOSE);
    }
  }

  @Test
  void numbersAreChecked() {
    var group = ParamGroup.named("slow");
    for (Runnable wrong :
        List.<Runnable>of(
            () -> group.rateFactor(-1),
            () -> group.l1(-0.1),
            () -> group.l2(Double.NaN),
            () -> group.weightDecay(Double.POSITIVE_INFINITY))) {
      assertThatThrownBy(wrong::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Group slow")
          .hasMessageContaining("0 or more, received");
    }
  }
}
