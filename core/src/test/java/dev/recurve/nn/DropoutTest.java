package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tensors;
import dev.recurve.params.ParamStore;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dropout acts in training only, and the same way for the same key. */
class DropoutTest {
  private final Steps steps = new Steps(Devices.F32);

  @AfterEach
  void giveMemoryBack() {
    steps.close();
  }

  private double[] train(long key, Supplier<Tensor> work) {
    return steps.train(key, _ -> work.get().toDoubles());
  }

  private static Tensor ones() {
    return Tensors.filled(Devices.F32, Shape.of(100, 100), 1);
  }

  @Test
  void keepsTheExpectation() {
    double[] kept = train(1, () -> Dropout.of(0.25).apply(ones()));
    double scale = (float) (1 / 0.75);
    assertThat(kept).containsOnly(0, scale).contains(0).contains(scale);
    assertThat(Arrays.stream(kept).average().orElseThrow()).isBetween(0.97, 1.03);
  }

  @Test
  void dependsOnTheKeyAndOnTheNumberOfMasksBefore() {
    var dropout = Dropout.of(0.5);
    double[] one = train(1, () -> dropout.apply(ones()));
    assertThat(train(1, () -> dropout.apply(ones()))).isEqualTo(one);
    assertThat(train(2, () -> dropout.apply(ones()))).isNotEqualTo(one);
    double[] second =
        train(
            1,
            () -> {
              dropout.apply(ones());
              return dropout.apply(ones());
            });
    assertThat(second).isNotEqualTo(one);
  }

  @Test
  void doesNothingOutsideTraining() {
    var dropout = Dropout.of(0.5);
    var x = ones();
    assertThat(dropout.apply(x)).isSameAs(x);
    assertThat(steps.<Tensor>infer(() -> dropout.apply(x))).isSameAs(x);
    assertThat(steps.<Tensor>record(_ -> dropout.apply(x))).isSameAs(x);
  }

  @Test
  void betweenLayersActsInTrainingOnly() {
    var x = Sequence.full(Weighed.tensor(Devices.F32, Shape.of(4, 2, 3)));
    var plain = Gru.sized(3, 4).layers(2).with(ParamStore.fresh(1));
    var dropping = Gru.sized(3, 4).layers(2).dropout(0.5).with(ParamStore.fresh(1));
    double[] expected = plain.apply(x).data().toDoubles();
    assertThat(dropping.apply(x).data().toDoubles()).isEqualTo(expected);
    assertThat(train(1, () -> dropping.apply(x).data())).isNotEqualTo(expected);
    assertThat(train(1, () -> plain.apply(x).data())).isEqualTo(expected);

    var single = Gru.sized(3, 4).dropout(0.5).with(ParamStore.fresh(1));
    double[] one = single.apply(x).data().toDoubles();
    assertThat(train(1, () -> single.apply(x).data())).isEqualTo(one);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
  void refusesWhatIsNoProbability(double probability) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dropout.of(probability))
        .withMessageContaining("at least 0 and less than 1, received " + probability);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Lstm.sized(1, 1).dropout(probability).with(ParamStore.fresh(1)))
        .withMessageContaining("at least 0 and less than 1, received " + probability);
  }
}
