package dev.recurve.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.spi.Activation;
import dev.recurve.spi.Bias;
import dev.recurve.spi.DType;
import dev.recurve.spi.Direction;
import dev.recurve.spi.Offer;
import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnMask;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What the tests of recurrent plans have in common. */
abstract class PlanConformance extends Conformance {

  /** The specifications that must be accepted. */
  abstract Predicate<RnnSpec> requiredPlans();

  static Stream<RnnCell> cells() {
    return Stream.of(
        new RnnCell.Simple(Activation.TANH),
        new RnnCell.Simple(Activation.RELU),
        new RnnCell.Lstm(),
        new RnnCell.Lstm(true, 0),
        new RnnCell.Lstm(false, 2),
        new RnnCell.Lstm(true, 3),
        new RnnCell.Gru(true),
        new RnnCell.Gru(false));
  }

  static Stream<Arguments> cellsAndDirections() {
    return cells().flatMap(cell -> Stream.of(Direction.values()).map(d -> Arguments.of(cell, d)));
  }

  void check(Matrices m, RnnProblem p) {
    ifAccepted(
        p.spec(),
        plan -> {
          m.begin(p.toString());
          compare(m, p, RnnRun.train(plan, p, m), RnnOracle.solve(p));
        });
  }

  /** A declined plan must not be a promised one, and must come with a reason. */
  void ifAccepted(RnnSpec spec, Consumer<RnnPlan> then) {
    switch (on.planRnn(spec)) {
      case Offer.Accepted<RnnPlan>(RnnPlan plan) -> then.accept(plan);
      case Offer.Declined<RnnPlan>(String reason) -> {
        assertThat(reason).as("why %s is declined", spec).isNotBlank();
        assertThat(requiredPlans()).as("declined because \"%s\"", reason).rejects(spec);
      }
    }
  }

  static void compare(
      Matrices m, RnnProblem p, Map<String, double[]> actual, Map<String, double[]> expected) {
    assertThat(actual).isNotEmpty();
    actual.forEach(
        (name, values) ->
            tolerance(m.type(), p, name)
                .assertClose(m.name() + ": " + name, values, expected.get(name)));
    assertPaddingIsZero(p, actual, m.name());
    assertEmptySequencesHandTheirStateOn(p, actual, m.name());
  }

  /** Weight gradients are sums over steps and sequences, everything else over features. */
  static Tolerance tolerance(DType type, RnnProblem p, String name) {
    int features = p.spec().inputSize() + p.spec().hiddenSize();
    return Tolerance.of(type).summing(RnnRun.isOfWeights(name) ? p.steps() * p.batch() : features);
  }

  /** Not about 0, but 0: in outputs, and in what was added to the input's gradient. */
  static void assertPaddingIsZero(RnnProblem p, Map<String, double[]> actual, String name) {
    for (var part : List.of(RnnRun.name(RnnPart.Y), RnnRun.gradientName(RnnPart.X))) {
      double[] values = actual.getOrDefault(part, new double[0]);
      int rows = p.steps() * p.batch();
      for (int i = 0; i < values.length; i++) {
        if (p.isPadding(i / (values.length / rows)) && values[i] != 0) {
          throw new AssertionError(
              "%s: %s, element %d is padding and must be 0, but is %s"
                  .formatted(name, part, i, values[i]));
        }
      }
    }
  }

  private static void assertEmptySequencesHandTheirStateOn(
      RnnProblem p, Map<String, double[]> actual, String name) {
    for (var part : List.of(RnnPart.HN, RnnPart.CN)) {
      double[] last = actual.getOrDefault(RnnRun.name(part), new double[0]);
      var initial = part == RnnPart.HN ? RnnPart.H0 : RnnPart.C0;
      double[] first = p.parts().getOrDefault(initial, new double[last.length]);
      int cols = p.size(part).cols();
      for (int i = 0; i < last.length; i++) {
        if (p.lengths().get(i / cols % p.batch()) == 0) {
          assertThat(last[i]).as("%s: %s of an empty sequence", name, part).isEqualTo(first[i]);
        }
      }
    }
  }

  static RnnSpec spec(RnnCell cell, int inputs, int units, Direction direction) {
    return spec(cell, inputs, units, direction, Set.of());
  }

  static RnnSpec spec(
      RnnCell cell, int inputs, int units, Direction direction, Set<RnnMask> masks) {
    return new RnnSpec(cell, inputs, units, direction, Bias.BOTH, masks);
  }

  static List<Integer> full(int steps, int batch) {
    return Collections.nCopies(batch, steps);
  }
}
