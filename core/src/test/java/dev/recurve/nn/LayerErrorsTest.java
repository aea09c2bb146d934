package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recurve.DataException;
import dev.recurve.Init;
import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.LifetimeException;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Steps;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not fit is refused with a sentence that says what was expected and what came. */
class LayerErrorsTest {
  private final Device device = Devices.F32;
  private final ParamStore params = ParamStore.fresh(1, device);

  private Tensor tensor(int... dims) {
    return Weighed.tensor(device, Shape.of(dims));
  }

  private Sequence sequence(int... dims) {
    return Sequence.full(tensor(dims));
  }

  private static void refused(Runnable action, String... parts) {
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(action::run)
        .withMessageContainingAll(parts);
  }

  // -------------------------------------------------------------- features

  @Test
  void linearNamesTheAxes() {
    var linear = Linear.sized(128, 10).with(params);
    refused(
        () -> linear.apply(tensor(20, 32, 64)),
        "Linear expects 128 features on the last axis",
        "[20, 32, 64] (time 20, batch 32, features 64)");
    refused(() -> linear.apply(tensor(32, 64)), "[32, 64] (batch 32, features 64)");
    refused(() -> linear.apply(tensor()), "128 features", "received []");
  }

  @Test
  void recurrentLayersNameTheAxes() {
    var lstm = Lstm.sized(3, 4).with(params);
    refused(
        () -> lstm.apply(sequence(5, 2, 7)),
        "Lstm expects 3 features on the last axis",
        "[5, 2, 7] (time 5, batch 2, features 7)");
    refused(() -> lstm.apply(sequence(5, 2, 1, 3)), "Lstm expects 3 features", "[5, 2, 1, 3]");
  }

  @Test
  void theLayerInTheMiddleOfAChainNamesItself() {
    var net =
        Lstm.sized(3, 4)
            .with(params.child("lower"))
            .then(Gru.sized(5, 4).with(params.child("upper")));
    refused(() -> net.apply(sequence(5, 2, 3)), "Gru expects 5 features", "features 4");
  }

  // ---------------------------------------------------------------- states

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void initialStatesFit(boolean stepByStep) {
    var built = Lstm.sized(3, 4).layers(2).bidirectional().with(params);
    var layer = stepByStep ? built.stepByStep() : built;
    var x = sequence(5, 2, 3);
    var good = new HiddenCell(tensor(2, 4), tensor(2, 4));

    refused(
        () -> layer.runFrom(x, List.of(good, good, good)),
        "Lstm has 4 cells (layers 2, directions 2)",
        "received 3");
    refused(() -> layer.run(x, good), "Lstm has 4 cells", "received 1");
    var rows = new HiddenCell(tensor(2, 4), tensor(3, 4));
    refused(
        () -> layer.runFrom(x, List.of(good, good, rows, good)),
        "Lstm wants initial states with 2 rows, one a sequence, received [3, 4]");
    var flat = new HiddenCell(tensor(2), tensor(2, 4));
    refused(() -> layer.runFrom(x, List.of(flat, good, good, good)), "2 rows", "received [2]");
    var wideOutput = new HiddenCell(tensor(2, 5), tensor(2, 4));
    refused(() -> layer.runFrom(x, List.of(good, good, good, wideOutput)), "[2, 5]");
    var wideCell = new HiddenCell(tensor(2, 4), tensor(2, 5));
    refused(() -> layer.runFrom(x, List.of(good, wideCell, good, good)), "[2, 5]");
  }

  // ----------------------------------------------------------------- pools

  @Test
  void poolsNeedAStep() {
    var input = Sequence.of(tensor(3, 3, 2), Lengths.of(2, 0, 3));
    for (var pool : List.of(Pool.lastStep(), Pool.bothEnds(), Pool.mean(), Pool.max())) {
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> pool.apply(input))
          .withMessageContaining("Sequence 1 of the batch has length 0");
    }
  }

  @Test
  void poolsFoldVectors() {
    for (var pool : List.of(Pool.lastStep(), Pool.bothEnds(), Pool.mean(), Pool.max())) {
      refused(() -> pool.apply(sequence(3, 2, 4, 4)), "[time, batch, features]", "[3, 2, 4, 4]");
    }
  }

  @Test
  void bothEndsNeedAnEvenNumberOfFeatures() {
    refused(() -> Pool.bothEnds().apply(sequence(3, 2, 5)), "equal share", "features 5");
  }

  // -------------------------------------------------------------- building

  @Test
  void sizesAreAtLeastOne() {
    for (Runnable action :
        List.<Runnable>of(
            () -> Linear.sized(0, 1),
            () -> Linear.sized(1, 0),
            () -> Embedding.sized(0, 1),
            () -> Embedding.sized(1, 0),
            () -> Gru.sized(0, 1).with(params),
            () -> Gru.sized(1, 0).with(params),
            () -> Gru.sized(1, 1).layers(0))) {
      assertThatIllegalArgumentException()
          .isThrownBy(action::run)
          .withMessageMatching(".*[Aa]t least one.*received.*0.*");
    }
  }

  @Test
  void sharedWeightsAreMatrices() {
    var vector = params.get("vector", Shape.of(3), Init.zeros());
    var matrix = params.get("matrix", Shape.of(2, 3), Init.zeros());
    refused(() -> Linear.over(vector), "[outputs, inputs]", "vector [3]");
    refused(() -> Embedding.over(vector), "[tokens, size]", "vector [3]");
    refused(() -> Linear.over(matrix, vector), "bias [2]", "matrix [2, 3]", "vector [3]");
  }

  // -------------------------------------------------------------- lifetime

  @Test
  void aStepsTensorsDieWithIt() {
    Layer<Sequence, Tensor> net = Lstm.sized(3, 4).with(params).then(Pool.lastStep());
    try (var steps = new Steps(device)) {
      var dead = steps.<Tensor>infer(() -> net.apply(sequence(5, 2, 3)));
      assertThatExceptionOfType(LifetimeException.class)
          .isThrownBy(dead::toArray)
          .withMessageContainingAll("[2, 4]", "step that has ended", "keep()");
      assertThatExceptionOfType(LifetimeException.class)
          .isThrownBy(() -> dead.add(dead))
          .withMessageContainingAll("[2, 4]", "keep()");

      var kept = steps.<Tensor>infer(() -> net.apply(sequence(5, 2, 3)).keep());
      assertThat(kept.toArray()).isEqualTo(net.apply(sequence(5, 2, 3)).toArray());
    }
  }

  @Test
  void statesAreCarriedOverStepsByKeeping() {
    var lstm = Lstm.sized(3, 4).with(params);
    try (var steps = new Steps(device)) {
      var dead = steps.infer(() -> lstm.run(sequence(5, 2, 3)).lastState());
      assertThatExceptionOfType(LifetimeException.class)
          .isThrownBy(() -> steps.infer(() -> lstm.run(sequence(5, 2, 3), dead)))
          .withMessageContaining("keep()");
      var kept = steps.infer(() -> lstm.run(sequence(5, 2, 3)).lastState().map(Tensor::keep));
      double[] cut =
          steps.infer(() -> lstm.run(sequence(5, 2, 3), kept).output().data().toDoubles());
      assertThat(cut).hasSize(5 * 2 * 4);
    }
  }
}
