package dev.recurve.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.host.RnnPacked;
import dev.recurve.spi.Bias;
import dev.recurve.spi.DType;
import dev.recurve.spi.Direction;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Offer;
import dev.recurve.spi.Packed;
import dev.recurve.spi.RnnCall;
import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.RnnWeights;
import dev.recurve.spi.Workers;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights packed in the place of older ones. */
class RepackTest {
  private static final int STEPS = 3;
  private static final int BATCH = 2;
  private static final int INPUTS = 5;
  private static final int UNITS = 21;

  private final SimdBackend on = SimdBackend.warm(new Workers(1));
  private final Random random = new Random(3);

  static List<RnnCell> cells() {
    return List.of(
        new RnnCell.Lstm(),
        new RnnCell.Lstm(true, 0),
        new RnnCell.Lstm(false, 9),
        new RnnCell.Gru(true),
        new RnnCell.Gru(false));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void giveTheSameResultsAsPackedAnew(RnnCell cell) {
    var plan = plan(cell);
    var first = weights(plan.spec());
    var second = weights(plan.spec());
    var expected = outputs(plan, plan.pack(second));

    var old = plan.pack(first);
    outputs(plan, old);
    var fresh = plan.repack(second, old);

    assertThat(outputs(plan, fresh)).isEqualTo(expected);
    assertThatThrownBy(() -> outputs(plan, old))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("changed while it was computing");
  }

  @ParameterizedTest
  @MethodSource("cells")
  void takeOtherMemoryWhileTheOldOnesAreInUse(RnnCell cell) {
    var plan = plan(cell);
    var first = weights(plan.spec());
    var second = weights(plan.spec());
    var expected = outputs(plan, plan.pack(first));

    var old = plan.pack(first);
    ((RnnPacked) old)
        .with(
            _ -> {
              var fresh = plan.repack(second, old);
              assertThat(outputs(plan, fresh)).isNotEqualTo(expected);
              assertThat(outputs(plan, old)).isEqualTo(expected);
            });
  }

  private RnnPlan plan(RnnCell cell) {
    var spec = new RnnSpec(cell, INPUTS, UNITS, Direction.FORWARD, Bias.BOTH, Set.of());
    return switch (on.planRnn(spec)) {
      case Offer.Accepted<RnnPlan>(var plan) -> plan;
      case Offer.Declined<RnnPlan>(var reason) -> throw new AssertionError(reason);
    };
  }

  private List<RnnWeights> weights(RnnSpec spec) {
    int rows = spec.gateRows();
    var lstm = spec.cell() instanceof RnnCell.Lstm known ? known : new RnnCell.Lstm();
    return List.of(
        new RnnWeights(
            mat(rows, INPUTS),
            mat(rows, spec.outputSize()),
            Optional.of(mat(1, rows)),
            Optional.of(mat(1, rows)),
            lstm.peepholes() ? Optional.of(mat(1, 3 * UNITS)) : Optional.empty(),
            lstm.projection() > 0 ? Optional.of(mat(lstm.projection(), UNITS)) : Optional.empty()));
  }

  private float[] outputs(RnnPlan plan, Packed packed) {
    var spec = plan.spec();
    var y = mat(STEPS * BATCH, spec.outputSize());
    var x = mat(STEPS * BATCH, INPUTS);
    on.fill(x, 0.3);
    plan.forward(
        packed,
        new RnnCall(
            STEPS,
            BATCH,
            new int[] {STEPS, 2},
            x,
            y,
            Optional.empty(),
            Optional.empty(),
            mat(BATCH, spec.outputSize()),
            spec.cell().states() == 2 ? Optional.of(mat(BATCH, UNITS)) : Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            mat(1, 0),
            mat(1, (int) plan.workspaceSize(STEPS, BATCH, false)),
            false));
    float[] values = new float[(int) y.size()];
    on.download(y, values, 0);
    return values;
  }

  private Mat mat(int rows, int cols) {
    var mat = Mat.of(on.allocate(DType.F32, (long) rows * cols), 0, rows, cols);
    float[] values = new float[rows * cols];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() / 4;
    }
    on.upload(values, 0, mat);
    return mat;
  }
}
