package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.DataException;
import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.Tensors;
import dev.recurve.data.SequenceBatches;
import dev.recurve.data.TokenBatches;
import dev.recurve.loss.Losses;
import dev.recurve.nn.Dropout;
import dev.recurve.nn.Linear;
import dev.recurve.nn.Lstm;
import dev.recurve.nn.Pool;
import dev.recurve.optim.Adam;
import dev.recurve.optim.Sgd;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users get wrong is told in a sentence: what, where, expected, received, and the remedy. */
class BadInputTest {
  private static void refused(
      Class<? extends RuntimeException> type, ThrowingCallable action, String... parts) {
    assertThatThrownBy(action).isInstanceOf(type).hasMessageContainingAll(parts);
  }

  private static Tensor zeros(int... dims) {
    return Tensors.zeros(Device.standard(), Shape.of(dims));
  }

  private static Trainer<Sequence, Tensor, Tensor> trainer(int features, int outputs) {
    var store = ParamStore.fresh(1);
    Layer<Sequence, Tensor> net =
        Lstm.sized(features, 4)
            .with(store.child("lstm"))
            .then(Pool.lastStep())
            .then(Linear.sized(4, outputs).with(store.child("head")));
    return Trainer.of(store, net, Losses.mse());
  }

  private static List<float[][]> sequences(float[]... steps) {
    var sequences = new ArrayList<float[][]>();
    for (float[] step : steps) {
      sequences.add(new float[][] {step});
    }
    return sequences;
  }

  // ----------------------------------------------------------------- shapes

  @Test
  void aModelOfOtherFeatures() {
    var data = SequenceBatches.values(sequences(new float[] {1, 2}), new float[][] {{0}});
    refused(
        ShapeException.class,
        () -> trainer(3, 1).fit(data),
        "Lstm expects 3 features on the last axis",
        "received [1, 1, 2] (time 1, batch 1, features 2)");
  }

  @Test
  void targetsOfAnotherSize() {
    var data = SequenceBatches.values(sequences(new float[] {1, 2}), new float[][] {{0, 1, 2}});
    refused(
        ShapeException.class,
        () -> trainer(2, 4).fit(data),
        "mse compares",
        "prediction [1, 4] (batch 1, features 4)",
        "target [1, 3] (batch 1, features 3)");
  }

  @Test
  void lengthsBeyondTheData() {
    refused(
        ShapeException.class,
        () -> Sequence.of(zeros(3, 2, 5), Lengths.of(4, 1)),
        "A length of 4 goes beyond the 3 steps of the data [3, 2, 5]");
    refused(
        ShapeException.class,
        () -> Sequence.of(zeros(3, 2, 5), Lengths.of(1, 2, 3)),
        "[3, 2, 5] has a batch of 2 sequences, but 3 lengths were given");
    refused(
        ShapeException.class,
        () -> new Tokens(Tensors.ofInts(Shape.of(2, 1), 0, 1), Lengths.of(3)),
        "Ids [2, 1] do not fit 1 lengths of at most 3");
    refused(
        DataException.class,
        () -> Lengths.of(2, -1),
        "Sequence 1 has length -1; lengths are 0 or more");
    refused(
        ShapeException.class,
        () -> Sequence.full(zeros(3, 2)),
        "axes [time, batch, features…], received [3, 2]");
  }

  // ------------------------------------------------------------ empty things

  @Test
  void sequencesWithoutSteps() {
    var withEmpty = List.of(new float[][] {{1}}, new float[0][]);
    refused(
        DataException.class,
        () -> SequenceBatches.values(withEmpty, new float[][] {{0}, {0}}),
        "Example 1: the input has no steps; leave the example out or give it at least one");
    refused(
        DataException.class,
        () -> TokenBatches.classes(List.of(new int[] {1}, new int[0]), 3, new int[] {0, 0}, 2),
        "Example 1: the input has no steps");
    refused(
        DataException.class,
        () -> Pool.mean().apply(Sequence.of(zeros(3, 2, 1), Lengths.of(2, 0))),
        "Sequence 1 of the batch has length 0; pooling over mean needs at least one step",
        "leave empty sequences out when loading");
  }

  @Test
  void batchesInWhichNothingCounts() {
    refused(
        DataException.class,
        () -> Losses.crossEntropy().ignoring(9).requireTargets(3, 9, 9),
        "cross-entropy has nothing to compare: all 2 targets are the ignored 9");
    var empty = Sequence.of(zeros(3, 2, 1), Lengths.of(0, 0));
    refused(
        DataException.class,
        () -> Losses.mse().overSteps().mean(empty, empty),
        "mse has nothing to compare: all 2 sequences of the batch have length 0");
  }

  // ---------------------------------------------------------------- classes

  @Test
  void classesOutOfRange() {
    refused(
        DataException.class,
        () ->
            SequenceBatches.classes(
                sequences(new float[] {1}, new float[] {2}), new int[] {0, 5}, 3),
        "Example 1",
        "is 5; the 3 classes are 0…2");
    refused(
        DataException.class,
        () -> TokenBatches.classes(List.of(new int[] {1, 7}), 5, new int[] {0}, 2),
        "Example 0, step 1: the input is 7; the 5 ids are 0…4");
    refused(
        DataException.class,
        () -> Losses.crossEntropy().requireTargets(3, 1, -1),
        "The target -1 at index 1",
        "is not one of the 3 classes 0…2",
        "ignoring(-1)");
  }

  // ------------------------------------------------------------- bad numbers

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void numbersThatAreNotFinite(float bad) {
    refused(
        DataException.class,
        () ->
            SequenceBatches.values(
                List.of(new float[][] {{1, 2}}, new float[][] {{1, 2}, {3, bad}}),
                new float[][] {{0}, {0}}),
        "Example 1, step 1: input value 1 is " + bad,
        "fill or leave out what is missing");
    refused(
        DataException.class,
        () ->
            SequenceBatches.values(
                sequences(new float[] {1}, new float[] {2}), new float[][] {{0}, {bad}}),
        "Example 1",
        "target value 0 is " + bad);
  }

  // ---------------------------------------------------------------- settings

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void learningRatesOutOfRange(double rate) {
    for (ThrowingCallable action :
        List.<ThrowingCallable>of(() -> Adam.withRate(rate), () -> Sgd.withRate(rate))) {
      refused(IllegalArgumentException.class, action, "learning rate", "received " + rate);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
  void probabilitiesOutOfRange(double probability) {
    var store = ParamStore.fresh(1);
    refused(
        IllegalArgumentException.class,
        () -> Dropout.of(probability),
        "dropout probability is at least 0 and less than 1, received " + probability);
    refused(
        IllegalArgumentException.class,
        () -> Lstm.sized(1, 1).layers(2).dropout(probability).with(store),
        "Dropout between layers is at least 0 and less than 1, received " + probability);
  }

  @Test
  void limitsOutOfRange() {
    refused(IllegalArgumentException.class, () -> trainer(1, 1).clipNorm(0), "received 0.0");
    refused(
        IllegalArgumentException.class, () -> trainer(1, 1).clipNorm(Double.NaN), "received NaN");
    refused(IllegalArgumentException.class, () -> trainer(1, 1).epochs(0), "1 epoch, received 0");
  }
}
