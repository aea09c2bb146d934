package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Steps;
import dev.recurve.optim.Clipping;
import dev.recurve.optim.OptimizerState;
import dev.recurve.optim.Sgd;
import dev.recurve.optim.Update;
import dev.recurve.params.ParamStore;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A snapshot serves from several threads while its model is trained on. */
class ServingTest {
  private static final Lengths RAGGED = Lengths.of(3, 5);

  private static Layer<Sequence, Tensor> model(Params params, LayerKind.Path path) {
    var layer = Gru.sized(2, 6).layers(2).bidirectional().with(params.child("rnn"));
    return (path == LayerKind.Path.WHOLE ? layer : layer.stepByStep())
        .then(Pool.bothEnds())
        .then(Linear.sized(12, 1).with(params.child("head")));
  }

  private static Tensor predicted(Layer<Sequence, Tensor> model) {
    return model.apply(Sequence.of(Weighed.tensor(Devices.F32, Shape.of(5, 2, 2)), RAGGED));
  }

  @ParameterizedTest
  @EnumSource
  void resultsAreConstantWhileTrainingGoesOn(LayerKind.Path path)
      throws InterruptedException, ExecutionException {
    var params = ParamStore.fresh(1);
    var model = model(params, path);
    var blocks = params.seal();
    var optimizer = Sgd.withRate(0.1);
    var update =
        new Update(
            optimizer, OptimizerState.create(optimizer, blocks), blocks, new Clipping.None());
    double[] expected = predicted(model).toDoubles();
    var served = model(params.snapshot(), path);
    var training = new AtomicBoolean(true);

    Callable<Integer> server =
        () -> {
          try (var steps = new Steps(params.device())) {
            int requests = 0;
            while (training.get() || requests == 0) {
              double[] inStep = steps.infer(() -> predicted(served).toDoubles());
              assertThat(inStep).isEqualTo(expected);
              assertThat(predicted(served).toDoubles()).isEqualTo(expected);
              requests++;
            }
            return requests;
          }
        };
    try (var threads = Executors.newFixedThreadPool(2);
        var steps = new Steps(params.device())) {
      var first = threads.submit(server);
      var second = threads.submit(server);
      for (int step = 0; step < 100; step++) {
        update.clear();
        steps.train(
            step,
            tape -> {
              tape.backward(predicted(model).square().sum());
              update.apply(1);
              return tape.size();
            });
      }
      params.device().backend().synchronize();
      training.set(false);
      assertThat(first.get() + second.get()).isGreaterThanOrEqualTo(2);
    }
    assertThat(predicted(model).toDoubles()).isNotEqualTo(expected);
    assertThat(predicted(served).toDoubles()).isEqualTo(expected);
  }

  @Test
  void aSnapshotTakesNoGradients() {
    var params = ParamStore.fresh(1);
    model(params, LayerKind.Path.WHOLE);
    params.seal();
    var served = model(params.snapshot(), LayerKind.Path.WHOLE);
    try (var steps = new Steps(params.device())) {
      int recorded =
          steps.record(
              tape -> {
                predicted(served);
                return tape.size();
              });
      assertThat(recorded).isZero();
    }
  }
}
