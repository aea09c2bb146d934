package dev.recurve.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.Init;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.TrainingException;
import dev.recurve.params.ParamStore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a tape refuses, and what it finds in checked mode. */
class TapeTest {
  private final Steps steps = new Steps(GradientCase.device());

  @AfterEach
  void close() {
    steps.close();
  }

  private ThrowingCallable recording(Consumer<Tape> work) {
    return () ->
        steps.record(
            tape -> {
              work.accept(tape);
              return 0;
            });
  }

  @Test
  void oneWalkBackAStep() {
    assertThatThrownBy(
            recording(
                tape -> {
                  var loss = tape.watch(Tensors.of(Shape.of(2), 1, 2)).sum();
                  tape.backward(loss);
                  tape.backward(loss);
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("walked back before");
  }

  @Test
  void nothingIsRecordedAfterTheWalk() {
    assertThatThrownBy(
            recording(
                tape -> {
                  var x = tape.watch(Tensors.of(Shape.of(2), 1, 2));
                  tape.backward(x.sum());
                  x.mul(2);
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("before backward()");
  }

  @Test
  void gradientsFlowBackFromASingleValue() {
    assertThatThrownBy(recording(tape -> tape.backward(Tensors.of(Shape.of(2), 1, 2))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[2]")
        .hasMessageContaining("sum() or mean()");
  }

  @Test
  void anotherThreadMayNotRecord() {
    assertThat(inAnotherThread(x -> x.mul(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("each thread runs its own step");
  }

  /** What is thrown when a thread works in this thread's scope. */
  private Throwable inAnotherThread(Consumer<Tensor> work) {
    var thrown = new AtomicReference<Throwable>();
    steps.record(
        tape -> {
          var x = tape.watch(Tensors.of(Shape.of(2), 1, 2));
          var scope = Scope.current().orElseThrow();
          var thread =
              Thread.ofPlatform()
                  .uncaughtExceptionHandler((t, e) -> thrown.set(e))
                  .start(() -> ScopedValue.where(Scope.CURRENT, scope).run(() -> work.accept(x)));
          try {
            thread.join();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return 0;
        });
    return thrown.get();
  }

  @Test
  void walkingBackHappensInTheStep() {
    var tape = steps.record(t -> t);
    var loss = Tensors.of(GradientCase.device(), Shape.scalar(), 1);
    assertThatThrownBy(() -> tape.backward(loss))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("inside the tape's own step");
  }

  @Test
  void onlyWhatGradientsFlowThroughIsRecorded() {
    steps.record(
        tape -> {
          var plain = Tensors.of(Shape.of(2), 1, 2);
          plain.mul(2).add(plain).tanh();
          assertThat(tape.size()).isZero();
          tape.watch(plain).mul(2);
          assertThat(tape.size()).isEqualTo(1);
          return 0;
        });
  }

  @Test
  void gradientsOfComputedAndUnusedTensors() {
    steps.record(
        tape -> {
          var x = tape.watch(Tensors.of(Shape.of(2), 1, 2));
          var unused = tape.watch(Tensors.of(Shape.of(3), 1, 2, 3));
          var y = x.square();
          tape.backward(y.mul(3).sum());
          assertThat(tape.gradient(y).toDoubles()).containsExactly(3, 3);
          assertThat(tape.gradient(x).toDoubles()).containsExactly(6, 12);
          assertThat(tape.gradient(unused).toDoubles()).containsExactly(0, 0, 0);
          return 0;
        });
  }

  @Test
  void whatWhereDoesNotTakeMayBeNaN() {
    steps.record(
        tape -> {
          var x = tape.watch(Tensors.of(Shape.of(3), 4, Float.NaN, -1));
          var mask = Tensors.of(Shape.of(3), 1, 0, 0);
          var y = x.where(mask, x.zeros(x.shape()).add(1.0));
          assertThat(y.toDoubles()).containsExactly(4, 1, 1);
          tape.backward(y.sqrt().sum());
          assertThat(tape.gradient(x).toDoubles()).containsExactly(0.25, 0, 0);
          return 0;
        });
  }

  // --------------------------------------------------------------- checked

  private final ParamStore store = ParamStore.fresh(1, GradientCase.device());

  private ThrowingCallable checked(Consumer<Tape> work) {
    return () ->
        steps.trainChecked(
            1,
            tape -> {
              work.accept(tape);
              return 0;
            });
  }

  @Test
  void checkedModeNamesTheOperationAndTheParameterBefore() {
    var weight = store.child("head").get("weight", Shape.of(3), new Init.Constant(-1));
    store.seal();
    assertThatThrownBy(
            checked(tape -> Tensors.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6).mul(weight.value()).log()))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("log gave a value that is not finite")
        .hasMessageContaining("at head.weight")
        .hasMessageContaining("[2, 3]")
        .hasMessageContaining("its operands were finite");
  }

  @Test
  void checkedModeNamesAnOperandThatWasBadBefore() {
    assertThatThrownBy(checked(tape -> Tensors.of(Shape.of(2), 1, Float.POSITIVE_INFINITY).mul(2)))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("affine gave a value")
        .hasMessageContaining("before any parameter was used")
        .hasMessageContaining("its operand [2] was already not finite");
  }

  @Test
  void checkedModeLetsFiniteNumbersPass() {
    var weight = store.get("weight", Shape.of(3), new Init.Constant(2));
    var block = store.seal().getFirst();
    steps.trainChecked(
        1,
        tape -> {
          tape.backward(weight.value().square().sum());
          return 0;
        });
    assertThat(block.gradient().toDoubles()).containsExactly(4, 4, 4);
  }

  @Test
  void elsewhereBadNumbersFlowOn() {
    double bad = steps.record(tape -> Tensors.of(Shape.of(1), -1).log().sum().item());
    assertThat(bad).isNaN();
  }
}
