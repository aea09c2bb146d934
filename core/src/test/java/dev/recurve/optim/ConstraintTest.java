package dev.recurve.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.Shape;
import dev.recurve.optim.Training.Extras;
import dev.recurve.optim.Training.Weights;
import dev.recurve.params.Constraint;
import dev.recurve.params.ParamGroup;
import dev.recurve.runtime.Device;
import dev.recurve.spi.CounterRandom;
import dev.recurve.spi.DType;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Weights after a step lie where their group's constraint wants them. */
class ConstraintTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-14);

  private static Device device() {
    return Device.standard().withType(DType.F64);
  }

  private static double[] of(double... values) {
    return values;
  }

  /** After one step of descent with the rate 1. */
  private static double[] step(
      Constraint constraint, Shape shape, double[] values, double[] gradient) {
    var group = ParamGroup.named("held").constraint(constraint);
    try (var training =
        new Training(device(), Sgd.withRate(1), Extras.none(), new Weights(group, shape, values))) {
      training.step(gradient);
      return training.values(0);
    }
  }

  @Test
  void longRowsAreShortenedAndShortOnesLeftAlone() {
    var result =
        step(
            Constraint.maxNorm(5),
            Shape.of(3, 2),
            of(1, 1, 1, 1, 0.1, 0.2),
            of(-5, -7, -2, -3, 0, 0));
    // 6, 8 has norm 10; 3, 4 has norm 5.
    assertThat(result).containsExactly(of(3, 4, 3, 4, 0.1, 0.2), CLOSE);
    assertThat(Arrays.copyOfRange(result, 2, 6)).containsExactly(3, 4, 0.1, 0.2);
  }

  @Test
  void rowsAreScaledToNormOneAndZerosStay() {
    assertThat(step(Constraint.unitNorm(), Shape.of(3, 2), of(3, 4, 0, 0, -0.5, 0), new double[6]))
        .containsExactly(of(0.6, 0.8, 0, 0, -1, 0), CLOSE);
  }

  @Test
  void aVectorHasOneNormAndABlockOfRowsOneEach() {
    assertThat(step(Constraint.unitNorm(), Shape.of(2), of(3, 4), new double[2]))
        .containsExactly(of(0.6, 0.8), CLOSE);
    assertThat(step(Constraint.unitNorm(), Shape.of(1, 2, 2), of(1, 1, 1, 1), new double[4]))
        .containsExactly(of(0.5, 0.5, 0.5, 0.5), CLOSE);
    assertThat(step(Constraint.unitNorm(), Shape.scalar(), of(-7), new double[1]))
        .containsExactly(of(-1), CLOSE);
  }

  @Test
  void negativeWeightsBecomeZero() {
    assertThat(step(Constraint.nonNegative(), Shape.of(4), of(1, 2, -3, 0), of(2, 1, -4, 0)))
        .containsExactly(0, 1, 1, 0);
  }

  @Property(tries = 60)
  void normsAreWithinTheLimitWhateverTheSizes(
      @ForAll @IntRange(min = 1, max = 7) int units,
      @ForAll @IntRange(min = 1, max = 9) int inputs,
      @ForAll long seed) {
    var shape = Shape.of(units, inputs);
    double[] values = new double[units * inputs];
    double[] gradient = new double[units * inputs];
    Arrays.setAll(values, i -> CounterRandom.normal(seed, i));
    Arrays.setAll(gradient, i -> CounterRandom.normal(~seed, i));
    double[] held = step(Constraint.maxNorm(1.5), shape, values, gradient);
    double[] unit = step(Constraint.unitNorm(), shape, values, gradient);
    for (int r = 0; r < units; r++) {
      double free = 0;
      double norm = 0;
      double ofUnit = 0;
      for (int i = r * inputs; i < (r + 1) * inputs; i++) {
        free += Math.pow(values[i] - gradient[i], 2);
        norm += held[i] * held[i];
        ofUnit += unit[i] * unit[i];
        // The direction stays.
        assertThat(held[i] * Math.sqrt(Math.max(free, 1)) * (values[i] - gradient[i]))
            .isGreaterThanOrEqualTo(0);
      }
      assertThat(Math.sqrt(norm)).isCloseTo(Math.min(Math.sqrt(free), 1.5), CLOSE);
      assertThat(Math.sqrt(ofUnit)).isCloseTo(1, CLOSE);
    }
  }

  @Test
  void aStepThatIsSkippedDoesNotMoveWeightsOntoTheConstraint() {
    for (var constraint :
        List.of(Constraint.maxNorm(1), Constraint.unitNorm(), Constraint.nonNegative())) {
      double[] values = {-3, 4};
      assertThat(step(constraint, Shape.of(2), values, of(Double.NaN, 0))).containsExactly(values);
    }
  }

  @Test
  void onlyTheGroupIsHeld() {
    try (var training =
        new Training(
            device(),
            Adam.withRate(0.1),
            Extras.none(),
            Weights.of(ParamGroup.named("held").constraint(Constraint.unitNorm()), 3, 4),
            Weights.of(ParamGroup.named("free"), 3, 4))) {
      training.step(of(0, 0), of(0, 0));
      assertThat(training.values(0)).containsExactly(of(0.6, 0.8), CLOSE);
      assertThat(training.values(1)).containsExactly(3, 4);
    }
  }

  @Test
  void limitsAreChecked() {
    for (double limit : of(0, -1, Double.NaN, Double.POSITIVE_INFINITY)) {
      assertThatThrownBy(() -> Constraint.maxNorm(limit))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("greater than 0, received " + limit);
    }
  }
}
