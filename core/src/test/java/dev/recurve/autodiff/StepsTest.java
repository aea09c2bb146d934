package dev.recurve.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.LifetimeException;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long tensors live, and what a step binds. */
class StepsTest {
  private final Steps steps = new Steps(GradientCase.device());

  @AfterEach
  void close() {
    steps.close();
  }

  @Test
  void aTensorDiesWithItsStepAndTheErrorSaysHowToKeepIt() {
    var escaped = steps.infer(() -> Tensors.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6).mul(2));
    assertThatThrownBy(escaped::toDoubles)
        .isInstanceOf(LifetimeException.class)
        .hasMessageContaining("[2, 3]")
        .hasMessageContaining("keep()")
        .hasMessageContaining("toArray()");
    assertThatThrownBy(() -> escaped.add(1.0)).isInstanceOf(LifetimeException.class);
    assertThatThrownBy(() -> escaped.slice(0, 0, 1)).isInstanceOf(LifetimeException.class);
    assertThatThrownBy(escaped::keep).isInstanceOf(LifetimeException.class);
  }

  @Test
  void aViewDiesWithItsWhole() {
    var escaped = steps.infer(() -> Tensors.of(Shape.of(4), 1, 2, 3, 4).slice(0, 1, 3));
    assertThatThrownBy(escaped::toDoubles).isInstanceOf(LifetimeException.class);
  }

  @Test
  void itDoesNotComeBackInALaterStep() {
    var escaped = steps.infer(() -> Tensors.of(Shape.of(2), 1, 2).mul(3));
    steps.infer(
        () -> {
          Tensors.of(Shape.of(2), 7, 7);
          assertThatThrownBy(escaped::toDoubles).isInstanceOf(LifetimeException.class);
          return 0;
        });
  }

  @Test
  void keptTensorsLiveAndHaveNoHistory() {
    var kept =
        steps.record(
            tape -> {
              var x = tape.watch(Tensors.of(Shape.of(2), 1, 2));
              var copy = x.mul(3).keep();
              tape.backward(copy.add(x).sum());
              assertThat(tape.gradient(x).toDoubles()).containsExactly(1, 1);
              return copy;
            });
    steps.infer(() -> Tensors.of(Shape.of(64), new float[64]));
    assertThat(kept.toDoubles()).containsExactly(3, 6);
  }

  @Test
  void aKeptWindowIsCopiedWithoutItsGaps() {
    var kept =
        steps.infer(() -> Tensors.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6).slice(1, 1, 3).keep());
    assertThat(kept.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(kept.toDoubles()).containsExactly(2, 3, 5, 6);
  }

  @Test
  void tensorsMadeOutsideLiveOn() {
    var outside = Tensors.of(GradientCase.device(), Shape.of(2), 1, 2);
    double sum = steps.infer(() -> outside.mul(2).sum().item());
    assertThat(sum).isEqualTo(6);
    assertThat(outside.add(1.0).toDoubles()).containsExactly(2, 3);
  }

  @Test
  void detachStopsTheGradient() {
    steps.record(
        tape -> {
          var x = tape.watch(Tensors.of(Shape.of(2), 2, 3));
          tape.backward(x.mul(x.detach()).sum());
          assertThat(tape.gradient(x).toDoubles()).containsExactly(2, 3);
          return 0;
        });
  }

  @Test
  void aTensorOfAnotherTapeIsRefused() {
    try (var inner = new Steps(GradientCase.device())) {
      assertThatThrownBy(
              () ->
                  steps.record(
                      tape -> {
                        var x = tape.watch(Tensors.of(Shape.of(2), 1, 2));
                        return inner.record(other -> x.mul(2).shape());
                      }))
          .isInstanceOf(LifetimeException.class)
          .hasMessageContaining("another step's tape");
    }
  }

  @Test
  void aStepWithoutTapeRecordsNothing() {
    Tensor y =
        steps.record(
            tape -> {
              var x = tape.watch(Tensors.of(Shape.of(2), 1, 2));
              try (var inner = new Steps(GradientCase.device())) {
                inner.infer(() -> x.mul(2).sum().item());
              }
              assertThat(tape.size()).isZero();
              return x.mul(2).keep();
            });
    assertThat(y.toDoubles()).containsExactly(2, 4);
  }

  @Test
  void memoryIsTheSameFromStepToStep() {
    for (int i = 0; i < 3; i++) {
      work();
    }
    long bytes = steps.memoryBytes();
    assertThat(bytes).isPositive();
    for (int i = 0; i < 20; i++) {
      work();
    }
    assertThat(steps.memoryBytes()).isEqualTo(bytes);
  }

  private void work() {
    steps.record(
        tape -> {
          var x = tape.watch(Tensors.zeros(GradientCase.device(), Shape.of(100, 100)));
          tape.backward(x.tanh().add(1.0).matmul(x).sum());
          return 0;
        });
  }

  @Test
  void aStepThatFailsEndsToo() {
    assertThatThrownBy(
            () ->
                steps.infer(
                    () -> {
                      throw new IllegalStateException("on purpose");
                    }))
        .hasMessage("on purpose");
    assertThat(Scope.current()).isEmpty();
    assertThat(steps.<Double>infer(() -> Tensors.of(Shape.of(2), 1, 2).sum().item())).isEqualTo(3);
  }

  @Test
  void randomKeysDependOnTheStepsKeyAlone() {
    long[] first = keys(11);
    assertThat(keys(11)).containsExactly(first);
    assertThat(keys(12)).doesNotContain(first[0], first[1]);
    assertThat(first[0]).isNotEqualTo(first[1]);
    assertThatThrownBy(Scope::nextRandomKey).isInstanceOf(IllegalStateException.class);
  }

  private long[] keys(long key) {
    return steps.train(key, tape -> new long[] {Scope.nextRandomKey(), Scope.nextRandomKey()});
  }

  @Test
  void onlyTrainingStepsAreTraining() {
    assertThat(Scope.isTraining()).isFalse();
    assertThat(steps.<Boolean>infer(Scope::isTraining)).isFalse();
    assertThat(steps.<Boolean>record(tape -> Scope.isTraining())).isFalse();
    assertThat(steps.<Boolean>train(1, tape -> Scope.isTraining())).isTrue();
  }
}
