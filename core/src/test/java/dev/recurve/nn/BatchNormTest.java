package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.Init;
import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.RecurveException;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Streamable;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Scope;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tensors;
import dev.recurve.check.LayerGradCheck;
import dev.recurve.check.PaddingCheck;
import dev.recurve.check.TrialInput;
import dev.recurve.params.ParamStore;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Batch normalisation, worked by hand, and the buffers that it keeps. */
class BatchNormTest {
  private static final double EPSILON = 1e-5;

  private static double[] trained(ParamStore params, Supplier<Tensor> work) {
    try (var steps = new Steps(params.device())) {
      return steps.train(1, _ -> work.get().toDoubles());
    }
  }

  private static double[] buffer(ParamStore params, int index) {
    return params.buffers().get(index).value().toDoubles();
  }

  /** Two features over three rows: means 2 and 20, variances 2/3 and 200/3. */
  @Test
  void byHand() {
    var params = ParamStore.fresh(1, Devices.F64);
    var layer = BatchNorm.sized(2).momentum(0.25).with(params);
    var x = Tensors.of(Devices.F64, Shape.of(3, 2), new double[] {1, 10, 2, 20, 3, 30});
    double one = 1 / Math.sqrt(2 / 3.0 + EPSILON);
    double ten = 10 / Math.sqrt(200 / 3.0 + EPSILON);
    assertThat(trained(params, () -> layer.apply(x)))
        .containsExactly(new double[] {-one, -ten, 0, 0, one, ten}, within(1e-12));
    assertThat(buffer(params, 0)).containsExactly(new double[] {0.5, 5}, within(1e-12));
    // unbiased: 1 and 100
    assertThat(buffer(params, 1)).containsExactly(new double[] {1, 25.75}, within(1e-12));
    var y = layer.apply(Tensors.of(Devices.F64, Shape.of(1, 2), new double[] {1.5, 5}));
    assertThat(y.toDoubles())
        .containsExactly(new double[] {1 / Math.sqrt(1 + EPSILON), 0}, within(1e-12));
  }

  /** The statistics are those of the real steps: of 1, 2 and 3, whatever else stands there. */
  @Test
  void overTimeOnlyRealStepsCount() {
    var params = ParamStore.fresh(1, Devices.F32);
    var layer = PerStep.of(BatchNorm.sized(1).momentum(1).with(params));
    double[] x = {1, 9, 2, Double.NaN, 3, 1e30, 7, 7};
    var data = Tensors.of(Devices.F32, Shape.of(4, 2, 1), x);
    double one = 1 / Math.sqrt(2 / 3.0 + EPSILON);
    assertThat(trained(params, () -> layer.apply(Sequence.of(data, Lengths.of(3, 0))).data()))
        .containsExactly(new double[] {-one, 0, 0, 0, one, 0, 0, 0}, within(1e-6));
    assertThat(buffer(params, 0)).containsExactly(new double[] {2}, within(1e-6));
    assertThat(buffer(params, 1)).containsExactly(new double[] {1}, within(1e-6));
  }

  @Test
  void gradientsAndPadding() {
    for (int features = 1; features <= 3; features++) {
      int count = features;
      var input = TrialInput.sequences(features);
      var check =
          LayerGradCheck.of(
              input, params -> PerStep.of(BatchNorm.sized(count).epsilon(0.1).with(params)));
      check.check().requireAgreement();
      check.training().check().requireAgreement();
      check.training().lengths(3, 0, 5).check().requireAgreement();
      PaddingCheck.of(input, params -> PerStep.of(BatchNorm.sized(count).with(params)))
          .check()
          .requireAgreement();
    }
    LayerGradCheck.of(
            TrialInput.sequences(2, 3),
            params -> PerStep.of(BatchNorm.sized(3).epsilon(0.1).with(params)))
        .training()
        .check()
        .requireAgreement();
  }

  @Test
  void aSingleRowOrNoneLeavesTheStatisticsAlone() {
    for (int rows = 0; rows < 2; rows++) {
      var params = ParamStore.fresh(1, Devices.F32);
      var layer = BatchNorm.sized(2).with(params);
      var x = Weighed.tensor(Devices.F32, Shape.of(rows, 2));
      assertThat(trained(params, () -> layer.apply(x))).containsOnly(new double[rows * 2]);
      assertThat(buffer(params, 0)).containsExactly(0, 0);
      assertThat(buffer(params, 1)).containsExactly(1, 1);
    }
  }

  // --------------------------------------------------------------- buffers

  /** A layer used twice follows both batches, in order. */
  @Test
  void sharedLayersFollowEveryBatch() {
    var params = ParamStore.fresh(1, Devices.F64);
    var layer = BatchNorm.sized(1).momentum(0.5).with(params);
    params.seal();
    var fours = Tensors.of(Devices.F64, Shape.of(2, 1), new double[] {3, 5});
    trained(params, () -> layer.apply(fours).add(layer.apply(fours.add(4))));
    assertThat(buffer(params, 0)).containsExactly(new double[] {0.5 * 2 + 0.5 * 8}, within(1e-12));
  }

  @Test
  void statisticsMoveAtTheStepsEndOnly() {
    var params = ParamStore.fresh(1, Devices.F64);
    var layer = BatchNorm.sized(1).with(params);
    var x = Tensors.of(Devices.F64, Shape.of(2, 1), new double[] {3, 5});
    double[] within =
        trained(params, () -> layer.apply(x).mul(0).sum().add(params.buffers().getFirst().value()));
    assertThat(within).containsOnly(0);
    assertThat(buffer(params, 0)[0]).isNotZero();
    double[] before = buffer(params, 0);
    try (var steps = new Steps(Devices.F64)) {
      steps.infer(() -> layer.apply(x).toDoubles());
    }
    assertThat(buffer(params, 0)).containsExactly(before);
  }

  @Test
  void numbersThatAreNotFiniteStayOut() {
    var params = ParamStore.fresh(1, Devices.F32);
    var layer = BatchNorm.sized(2).with(params);
    var x = Tensors.of(Devices.F32, Shape.of(2, 2), new double[] {Double.NaN, 1, 1, 3});
    trained(params, () -> layer.apply(x));
    assertThat(buffer(params, 0)).containsExactly(new double[] {0, 0.2}, within(1e-6));
    assertThat(buffer(params, 1)).containsExactly(new double[] {1, 1.1}, within(1e-6));
  }

  @Test
  void aStepThatIsOnlyLookedAtAgainMovesNothing() {
    var params = ParamStore.fresh(1, Devices.F32);
    var layer = BatchNorm.sized(2).with(params);
    try (var steps = new Steps(Devices.F32)) {
      steps.trainChecked(
          1, _ -> layer.apply(Weighed.tensor(Devices.F32, Shape.of(5, 2))).toDoubles());
    }
    assertThat(buffer(params, 0)).containsExactly(0, 0);
  }

  @Test
  void frozenStatisticsStay() {
    var params = ParamStore.fresh(1, Devices.F32);
    Layer<Tensor, Tensor> layer = BatchNorm.sized(2).with(params.child("norm"));
    params.freeze("norm.running*").seal();
    trained(params, () -> layer.apply(Weighed.tensor(Devices.F32, Shape.of(5, 2))));
    assertThat(buffer(params, 0)).containsExactly(0, 0);
  }

  @Test
  void buffersAreNoWeightsButSavedWithThem() {
    var params = ParamStore.fresh(1, Devices.F32);
    var layer = BatchNorm.sized(2).with(params.child("norm"));
    assertThat(params.count()).isEqualTo(4);
    assertThat(params.parameters())
        .extracting(Object::toString)
        .containsExactly("norm.weight [2]", "norm.bias [2]");
    var blocks = params.seal();
    assertThat(blocks).filteredOn(block -> block.isTrainable()).hasSize(1);
    var x = Weighed.tensor(Devices.F32, Shape.of(5, 2));
    trained(params, () -> layer.apply(x));
    assertThat(params.values().keySet())
        .containsExactlyInAnyOrder(
            "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var");
    double[] expected = layer.apply(x).toDoubles();
    var again = ParamStore.from(params.values(), Devices.F32);
    assertThat(BatchNorm.sized(2).with(again.child("norm")).apply(x).toDoubles())
        .isEqualTo(expected);
    var snapshot = params.snapshot();
    var fixed = BatchNorm.sized(2).with(snapshot.child("norm"));
    assertThat(fixed.apply(x).toDoubles()).isEqualTo(expected);
    assertThatExceptionOfType(RecurveException.class)
        .isThrownBy(() -> trained(params, () -> fixed.apply(x)))
        .withMessageContaining("norm.running_mean belongs to a snapshot");
  }

  @Test
  void streams() {
    var params = ParamStore.fresh(1, Devices.F32);
    Linear.sized(2, 3).with(params.child("linear"));
    var norm = BatchNorm.sized(3).with(params.child("norm"));
    trained(params, () -> norm.apply(Weighed.tensor(Devices.F32, Shape.of(6, 3))));
    var fixed = params.snapshot();
    var net =
        Streamable.of(
            PerStep.of(
                Linear.sized(2, 3)
                    .with(fixed.child("linear"))
                    .then(BatchNorm.sized(3).with(fixed.child("norm")))));
    var x = Weighed.tensor(Devices.F32, Shape.of(2, 1, 2));
    float[] whole = net.apply(Sequence.full(x)).data().toArray();
    float[] step = new float[3];
    try (var session = net.open(1)) {
      for (int t = 0; t < 2; t++) {
        session.step(x.at(t).toArray(), step);
        for (int i = 0; i < 3; i++) {
          assertThat(step[i]).isCloseTo(whole[3 * t + i], within(1e-5f));
        }
      }
    }
  }

  @Test
  void errorsSayWhatIsExpected() {
    var layer = BatchNorm.sized(3).with(ParamStore.fresh(1, Devices.F32));
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> layer.apply(Weighed.tensor(Devices.F32, Shape.of(5, 2))))
        .withMessage(
            "BatchNorm expects 3 features on the last axis, received [5, 2] (batch 5, features 2)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchNorm.sized(0))
        .withMessageContaining("received 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchNorm.sized(1).epsilon(0))
        .withMessageContaining("received 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchNorm.sized(1).momentum(1.5))
        .withMessageContaining("at most 1, received 1.5");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(
            () ->
                ParamStore.fresh(1, Devices.F32)
                    .buffer("b", Shape.of(2), Init.zeros())
                    .set(Weighed.tensor(Devices.F32, Shape.of(3))))
        .withMessage("The buffer b has shape [2], received a value [3]");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Scope.atStepsEnd(Weighed.tensor(Devices.F32, Shape.of(1)), _ -> {}));
  }
}
