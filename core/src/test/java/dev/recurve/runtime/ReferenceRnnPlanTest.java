package dev.recurve.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.spi.Activation;
import dev.recurve.spi.Bias;
import dev.recurve.spi.DType;
import dev.recurve.spi.Direction;
import dev.recurve.spi.HostMat;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Offer;
import dev.recurve.spi.Packed;
import dev.recurve.spi.RnnCall;
import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.RnnWeights;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is offered, what is declined, and where a call writes. */
class ReferenceRnnPlanTest {
  private final ReferenceBackend backend = new ReferenceBackend();

  @Test
  void refusesForeignWeights() {
    var plan = accepted(spec(new RnnCell.Gru(true), Direction.FORWARD));
    Packed foreign = () -> 0;
    assertThatThrownBy(() -> plan.forward(foreign, call(Direction.FORWARD, window(1, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("packed");
  }

  @Test
  void reserveGrowsWithStepsBatchAndDirections() {
    var one = accepted(spec(new RnnCell.Gru(true), Direction.FORWARD));
    var two = accepted(spec(new RnnCell.Gru(true), Direction.BOTH));
    assertThat(one.reserveSize(0, 7)).isZero();
    assertThat(one.reserveSize(10, 7)).isEqualTo(70 * one.reserveSize(1, 1)).isPositive();
    assertThat(two.reserveSize(10, 7)).isEqualTo(2 * one.reserveSize(10, 7));
  }

  /** One unit, weight and input 1, state 0: h' = relu(x + h), so that outputs count the steps. */
  @Test
  void directionsStandSideBySideInAWiderMatrix() {
    var plan = accepted(spec(new RnnCell.Simple(Activation.RELU), Direction.BOTH));
    var one = window(1, 1);
    backend.fill(one, 1);
    var weights = new RnnWeights(one, one, Optional.empty(), Optional.empty());
    var wide = window(3, 4);
    backend.fill(wide, 9);
    plan.forward(plan.pack(List.of(weights, weights)), call(Direction.BOTH, wide.cols(1, 2)));
    assertThat(HostMat.download(backend, wide))
        .containsExactly(9, 1, 3, 9, /* */ 9, 2, 2, 9, /* */ 9, 3, 1, 9);
  }

  private RnnCall call(Direction direction, Mat y) {
    var x = window(3, 1);
    backend.fill(x, 1);
    return new RnnCall(
        3,
        1,
        new int[] {3},
        x,
        y,
        Optional.empty(),
        Optional.empty(),
        window(direction.count(), 1),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        window(1, 0),
        window(1, 0),
        false);
  }

  private Mat window(int rows, int cols) {
    return Mat.of(backend.allocate(DType.F32, (long) rows * cols), 0, rows, cols);
  }

  private RnnPlan accepted(RnnSpec spec) {
    return switch (backend.planRnn(spec)) {
      case Offer.Accepted<RnnPlan>(RnnPlan plan) -> plan;
      case Offer.Declined<RnnPlan>(String reason) -> throw new AssertionError(reason);
    };
  }

  private static RnnSpec spec(RnnCell cell, Direction direction) {
    return new RnnSpec(cell, 1, 1, direction, Bias.NONE, Set.of());
  }
}
