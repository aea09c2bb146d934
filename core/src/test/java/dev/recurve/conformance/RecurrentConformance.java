package dev.recurve.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.runtime.ReferenceProvider;
import dev.recurve.spi.BackendConfig;
import dev.recurve.spi.Bias;
import dev.recurve.spi.DType;
import dev.recurve.spi.Direction;
import dev.recurve.spi.Offer;
import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnMask;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.Workers;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recurrent plans: outputs, final states and every gradient against {@link RnnOracle}, for each
 * specification that the backend accepts.
 */
abstract class RecurrentConformance extends PlanConformance {

  @ParameterizedTest
  @MethodSource("cellsAndDirections")
  void everySpecification(RnnCell cell, Direction direction) {
    onEachFloatType(
        m -> {
          for (Bias bias : Bias.values()) {
            for (Set<RnnMask> masks : maskSets()) {
              for (int i = 0; i < 2; i++) {
                int inputs = 1 + m.random().nextInt(5);
                int units = 4 + m.random().nextInt(5);
                int steps = 1 + m.random().nextInt(6);
                int batch = 1 + m.random().nextInt(5);
                var spec = new RnnSpec(cell, inputs, units, direction, bias, masks);
                var lengths = RnnProblem.anyLengths(steps, batch, m);
                check(m, RnnProblem.varied(spec, steps, lengths, m));
              }
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("cellsAndDirections")
  void oddSizes(RnnCell cell, Direction direction) {
    int[][] sizes = { // inputs, units, steps, batch
      {1, 1, 1, 1}, {1, 2, 3, 2}, {3, 1, 4, 7}, {7, 15, 6, 5}, {16, 16, 4, 8}, {17, 31, 3, 7},
      {33, 32, 4, 3}, {5, 63, 2, 6}, {64, 64, 2, 3}, {65, 66, 2, 2}, {1, 5, 40, 2}, {3, 3, 2, 66}
    };
    onEachFloatType(
        m -> {
          for (int[] s : sizes) {
            if (s[1] >= 3
                || !(cell instanceof RnnCell.Lstm(_, int projection))
                || projection == 0) {
              for (Set<RnnMask> masks : noneAndAll()) {
                var spec = spec(cell, s[0], s[1], direction, masks);
                var lengths = new ArrayList<>(RnnProblem.anyLengths(s[2], s[3], m));
                lengths.set(s[3] / 2, s[2]);
                check(m, RnnProblem.full(spec, s[2], lengths, m));
              }
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("cellsAndDirections")
  void edges(RnnCell cell, Direction direction) {
    var spec = spec(cell, 3, 5, direction);
    onEachFloatType(
        m -> {
          check(m, RnnProblem.full(spec, 4, List.of(), m));
          check(m, RnnProblem.full(spec, 1, List.of(1), m));
          check(m, RnnProblem.full(spec, 1, List.of(0), m));
          check(m, RnnProblem.full(spec, 3, List.of(0, 0, 0), m));
          check(m, RnnProblem.full(spec, 3, full(3, 17), m));
          check(m, RnnProblem.full(spec, 5, List.of(0, 4, 0, 1, 3, 4, 0), m));
          check(m, RnnProblem.full(spec, 4, List.of(4, 3, 2, 1, 0), m));
          check(m, RnnProblem.full(spec, 4, List.of(0, 1, 2, 3, 4), m));
          check(m, RnnProblem.full(spec, 9, List.of(2), m));
        });
  }

  @ParameterizedTest
  @MethodSource("cells")
  void whatMayBeAbsentMayBeAbsent(RnnCell cell) {
    var spec = spec(cell, 2, 4, Direction.BOTH);
    onEachFloatType(
        m -> {
          var full = RnnProblem.full(spec, 3, List.of(3, 0, 2), m);
          for (boolean trainable : new boolean[] {false, true}) {
            for (var absent :
                subsets(EnumSet.of(RnnPart.H0, RnnPart.DY, RnnPart.DHN, RnnPart.DCN))) {
              check(m, full.without(absent).wanting(full.wanted(), trainable));
            }
            for (var wanted : subsets(full.wanted())) {
              check(m, full.wanting(wanted, trainable));
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("cellsAndDirections")
  void inferenceAgreesWithTraining(RnnCell cell, Direction direction) {
    for (Set<RnnMask> masks : noneAndAll()) {
      var spec = spec(cell, 6, 9, direction, masks);
      ifAccepted(
          spec,
          plan ->
              onEachFloatType(
                  m -> {
                    for (var lengths : List.of(List.of(5), List.of(3, 5, 0), full(5, 20))) {
                      var p = RnnProblem.full(spec, 5, lengths, m);
                      m.begin("inference, " + p);
                      compare(m, p, RnnRun.infer(plan, p, m), RnnOracle.solve(p));
                    }
                  }));
    }
  }

  /** Sizes beyond a few vectors, of the LSTM's variants, in enough steps for several threads. */
  @ParameterizedTest
  @CsvSource({"false, 1", "false, 33", "true, 65", "true, 0"})
  void largeVariants(boolean peepholes, int projection) {
    var cell = new RnnCell.Lstm(peepholes, projection);
    onEachFloatType(
        m -> {
          for (Set<RnnMask> masks : noneAndAll()) {
            var spec = spec(cell, 20, 70, Direction.FORWARD, masks);
            check(m, RnnProblem.full(spec, 6, List.of(6, 2, 6, 5, 0, 6, 3, 6, 6, 6), m));
          }
        });
  }

  private static List<Set<RnnMask>> noneAndAll() {
    return List.of(Set.of(), EnumSet.allOf(RnnMask.class));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void largeRunsAgreeWithTheReference(RnnCell cell) {
    var spec = spec(cell, 40, 96, Direction.BOTH);
    var reference = new ReferenceProvider().open(new BackendConfig(new Workers(1)));
    if (!(reference.planRnn(spec) instanceof Offer.Accepted<RnnPlan>(RnnPlan slow))) {
      return;
    }
    ifAccepted(
        spec,
        plan ->
            onEachFloatType(
                m -> {
                  var p = RnnProblem.full(spec, 12, RnnProblem.anyLengths(12, 9, m), m);
                  m.begin("large, " + p);
                  var actual = RnnRun.train(plan, p, m);
                  try (var exact = new Matrices(reference, DType.F64, 1)) {
                    compare(m, p, actual, RnnRun.train(slow, p, exact));
                  }
                }));
  }

  @Test
  void plansSayWhatTheyAre() {
    for (RnnCell cell : cells().toList()) {
      for (Direction direction : Direction.values()) {
        var spec = spec(cell, 3, 4, direction);
        ifAccepted(
            spec,
            plan -> {
              assertThat(plan.spec()).isEqualTo(spec);
              assertThat(plan.describe()).isNotBlank();
              assertThat(plan.reserveSize(7, 5)).isNotNegative();
              assertThat(plan.workspaceSize(7, 5, true)).isNotNegative();
              assertThat(plan.workspaceSize(7, 5, false)).isNotNegative();
            });
      }
    }
  }

  private static List<Set<RnnMask>> maskSets() {
    return subsets(EnumSet.allOf(RnnMask.class));
  }

  private static <E extends Enum<E>> List<Set<E>> subsets(Set<E> all) {
    List<E> elements = List.copyOf(all);
    var subsets = new ArrayList<Set<E>>();
    for (int bits = 0; bits < 1 << elements.size(); bits++) {
      int chosen = bits;
      subsets.add(
          elements.stream()
              .filter(e -> (chosen >> elements.indexOf(e) & 1) == 1)
              .collect(Collectors.toSet()));
    }
    return subsets;
  }
}
