package dev.recurve.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.spi.Bias;
import dev.recurve.spi.DType;
import dev.recurve.spi.Direction;
import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnMask;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must make no difference to a recurrent plan: padding, more of it, and other threads. */
abstract class RecurrentSamenessConformance extends PlanConformance {

  @ParameterizedTest
  @MethodSource("cellsAndDirections")
  void whatStandsInPaddingMakesNoDifference(RnnCell cell, Direction direction) {
    onPaddedProblems(
        cell,
        direction,
        (m, plan, p) -> assertSameBits(train(plan, p, m, Double.NaN), train(plan, p, m, 12.5)));
  }

  @ParameterizedTest
  @MethodSource("cellsAndDirections")
  void morePaddingMakesNoDifference(RnnCell cell, Direction direction) {
    onPaddedProblems(
        cell,
        direction,
        (m, plan, p) -> {
          var longer = p.withMoreSteps(3);
          m.begin(longer.toString());
          var actual = RnnRun.train(plan, longer, m);
          assertPaddingIsZero(longer, actual, m.name());

          var expected = RnnOracle.solve(p);
          actual.replaceAll((name, values) -> Arrays.copyOf(values, expected.get(name).length));
          compare(m, p, actual, expected);
        });
  }

  private interface PlanCheck {
    void accept(Matrices m, RnnPlan plan, RnnProblem problem);
  }

  /** With no mask and with all, since a backend may decline the latter. */
  private void onPaddedProblems(RnnCell cell, Direction direction, PlanCheck check) {
    for (Set<RnnMask> masks : List.of(Set.<RnnMask>of(), EnumSet.allOf(RnnMask.class))) {
      var spec = new RnnSpec(cell, 5, 7, direction, Bias.BOTH, masks);
      ifAccepted(
          spec,
          plan ->
              onEachFloatType(
                  m -> {
                    var lengths = List.of(2, 6, 0, 5);
                    check.accept(m, plan, RnnProblem.full(spec, 6, lengths, m));
                  }));
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void theSameRunGivesTheSameBitsFromAnyThread(RnnCell cell) {
    var spec = spec(cell, 17, 33, Direction.BOTH);
    ifAccepted(
        spec,
        plan -> {
          for (DType type : floatTypes()) {
            Map<String, double[]> once = seeded(plan, type);
            Concurrently.call(5, _ -> seeded(plan, type))
                .forEach(again -> assertSameBits(again, once));
          }
        });
  }

  private static void assertSameBits(Map<String, double[]> actual, Map<String, double[]> expected) {
    assertThat(actual.keySet()).isNotEmpty().isEqualTo(expected.keySet());
    actual.forEach(
        (name, values) -> assertThat(values).as(name).containsExactly(expected.get(name)));
  }

  private Map<String, double[]> seeded(RnnPlan plan, DType type) {
    try (var m = new Matrices(on, type, 77)) {
      var p = RnnProblem.full(plan.spec(), 9, List.of(9, 4, 0, 7, 7), m);
      return RnnRun.train(plan, p, m);
    }
  }

  private static Map<String, double[]> train(
      RnnPlan plan, RnnProblem p, Matrices m, double padding) {
    try (var own = new Matrices(m.on(), m.type(), 5)) {
      return RnnRun.train(plan, p, own, padding);
    }
  }
}
