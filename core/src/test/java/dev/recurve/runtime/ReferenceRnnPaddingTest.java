package dev.recurve.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.spi.Bias;
import dev.recurve.spi.DType;
import dev.recurve.spi.Direction;
import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnMask;
import dev.recurve.spi.RnnSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Padding cannot be seen, and a sequence may be cut anywhere: the bits are the same. */
class ReferenceRnnPaddingTest {
  private static final int[] LENGTHS = {2, 0, 4, 3};

  private final ReferenceBackend backend = new ReferenceBackend();

  static Stream<Arguments> layers() {
    return ReferenceRnnGradientTest.CELLS.stream()
        .flatMap(
            cell ->
                Stream.of(DType.F32, DType.F64)
                    .map(
                        type ->
                            Arguments.of(
                                new RnnSpec(
                                    cell,
                                    3,
                                    5,
                                    Direction.BOTH,
                                    Bias.BOTH,
                                    Set.of(RnnMask.values())),
                                type)));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void morePaddingChangesNoBit(RnnSpec spec, DType type) {
    var problem = RnnProblem.random(spec, 4, LENGTHS, 1);
    var longer = problem.padded(3);
    var shortRun = RnnRun.forwardBackward(backend, type, problem);
    var longRun = RnnRun.forwardBackward(backend, type, longer);

    assertThat(longRun.keySet()).isEqualTo(shortRun.keySet());
    assertThat(shortRun).containsKeys("y", "hN", "dx", "dh0", "dweightIh0", "dbiasHh1");
    shortRun.forEach(
        (name, values) -> {
          double[] same = Arrays.copyOf(longRun.get(name), values.length);
          assertThat(same).as(name).isEqualTo(values).doesNotContain(Double.NaN);
        });
  }

  @ParameterizedTest
  @MethodSource("layers")
  void paddedRowsAreZeroAndTheirGradientsUntouched(RnnSpec spec, DType type) {
    var problem = RnnProblem.random(spec, 4, LENGTHS, 2).padded(2);
    var run = RnnRun.forwardBackward(backend, type, problem);
    for (int r = 0; r < problem.rows("y"); r++) {
      double[] y = row(run.get("y"), r, problem.cols("y"));
      double[] dx = row(run.get("dx"), r, problem.cols("x"));
      if (problem.isActive(r)) {
        assertThat(dx).as("gradient of input row %d", r).isNotEqualTo(new double[dx.length]);
      } else {
        // Compared as bits, so that -0 is not taken for 0.
        assertThat(y).as("output row %d", r).isEqualTo(new double[y.length]);
        assertThat(dx).as("gradient of input row %d", r).isEqualTo(new double[dx.length]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void anEmptySequenceHandsItsStateOn(RnnSpec spec, DType type) {
    var problem = RnnProblem.random(spec, 3, new int[] {0, 0}, 3);
    var run = RnnRun.forwardBackward(backend, type, problem);
    double[] h0 = problem.tensors().get("h0");
    double[] dhN = problem.tensors().get("dhN");
    Agreement.assertAgrees("hN", run.get("hN"), h0, 1e-7);
    Agreement.assertAgrees("dh0", run.get("dh0"), dhN, 1e-6);
    assertThat(RnnRun.forward(backend, type, problem.without("h0", "c0")).get("hN"))
        .isEqualTo(new double[h0.length]);
    assertThat(run.get("dweightHh0")).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void thereMayBeNoSequenceOrNoStep(RnnSpec spec, DType type) {
    var noSequence =
        RnnRun.forwardBackward(backend, type, RnnProblem.random(spec, 3, new int[0], 4));
    assertThat(noSequence.get("y")).isEmpty();
    assertThat(noSequence.get("dweightIh0")).containsOnly(0);
    var noStep = RnnRun.forwardBackward(backend, type, RnnProblem.random(spec, 0, new int[2], 5));
    assertThat(noStep.get("y")).isEmpty();
    assertThat(noStep.get("hN")).doesNotContain(Double.NaN);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void trainingChangesNoOutput(RnnSpec spec, DType type) {
    var problem = RnnProblem.random(spec, 4, LENGTHS, 6);
    var training = RnnRun.forwardBackward(backend, type, problem);
    RnnRun.forward(backend, type, problem)
        .forEach((name, values) -> assertThat(training.get(name)).as(name).isEqualTo(values));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aSequenceMayBeCutAndCarriedOn(RnnSpec both, DType type) {
    var spec =
        new RnnSpec(
            both.cell(),
            both.inputSize(),
            both.hiddenSize(),
            Direction.FORWARD,
            both.bias(),
            Set.of(RnnMask.HIDDEN, RnnMask.ZONEOUT));
    int[] full = {6, 6};
    var whole = RnnProblem.random(spec, 6, full, 7).with("zoneoutH", 0.25);
    whole = isLstm(spec) ? whole.with("zoneoutC", 0.5) : whole;
    var atOnce = RnnRun.forward(backend, type, whole);

    var first = RnnRun.forward(backend, type, steps(whole, 0, 2));
    var rest = steps(whole, 2, 6).with("h0", first.get("hN"));
    rest = isLstm(spec) ? rest.with("c0", first.get("cN")) : rest;
    var second = RnnRun.forward(backend, type, rest);

    assertThat(second.get("hN")).isEqualTo(atOnce.get("hN"));
    assertThat(Stream.of(first, second).flatMapToDouble(run -> Arrays.stream(run.get("y"))))
        .containsExactly(Arrays.stream(atOnce.get("y")).boxed().toArray(Double[]::new));
  }

  private static boolean isLstm(RnnSpec spec) {
    return spec.cell() instanceof RnnCell.Lstm;
  }

  /** Some steps of a problem whose sequences are all of full length. */
  private static RnnProblem steps(RnnProblem whole, int from, int to) {
    var tensors = new LinkedHashMap<>(whole.tensors());
    for (var name : List.of("x", "dy")) {
      int step = whole.batch() * whole.cols(name);
      tensors.put(name, Arrays.copyOfRange(tensors.get(name), from * step, to * step));
    }
    int[] lengths = new int[whole.batch()];
    Arrays.fill(lengths, to - from);
    return new RnnProblem(whole.spec(), to - from, whole.batch(), lengths, tensors);
  }

  private static double[] row(double[] values, int row, int cols) {
    return Arrays.copyOfRange(values, row * cols, (row + 1) * cols);
  }
}
