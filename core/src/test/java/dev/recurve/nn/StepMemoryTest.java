package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.autodiff.Steps;
import dev.recurve.conformance.DeferredBackend;
import dev.recurve.nn.LayerKind.Path;
import dev.recurve.optim.Clipping;
import dev.recurve.optim.OptimizerState;
import dev.recurve.optim.Sgd;
import dev.recurve.optim.Update;
import dev.recurve.params.ParamStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A training loop over batches of many lengths soon allocates nothing more. */
class StepMemoryTest {
  private static final int LONGEST = 13;

  @ParameterizedTest
  @CsvSource({"WHOLE, 2000", "STEP_BY_STEP, 500"})
  void isConstantAfterWarmUp(Path path, int count) {
    var params = ParamStore.fresh(1);
    var device = params.device();
    var lstm = Lstm.sized(2, 6).with(params.child("lstm"));
    var net =
        (path == Path.WHOLE ? lstm : lstm.stepByStep())
            .then(Pool.lastStep())
            .then(Linear.sized(6, 1).with(params.child("head")));
    var blocks = params.seal();
    var optimizer = Sgd.withRate(0.01);
    var update =
        new Update(
            optimizer,
            OptimizerState.create(optimizer, blocks),
            blocks,
            new Clipping.ByGlobalNorm(1));

    Set<Long> bytes = new LinkedHashSet<>();
    var buffers = new ArrayList<Long>();
    try (var steps = new Steps(device)) {
      for (int step = 0; step < count; step++) {
        int length = 1 + step * 5 % LONGEST;
        update.clear();
        steps.train(
            step,
            tape -> {
              var x = Weighed.tensor(device, Shape.of(length, 3, 2));
              var lengths = Lengths.of(length, 1, (length + 1) / 2);
              tape.backward(net.apply(Sequence.of(x, lengths)).square().sum());
              update.apply(1);
              return tape.size();
            });
        if (step % 50 == 49) {
          device.backend().synchronize();
        }
        if (step >= 2 * LONGEST) {
          bytes.add(steps.memoryBytes());
          if (device.backend() instanceof DeferredBackend deferred) {
            buffers.add(deferred.liveBuffers());
          }
        }
      }
    }
    assertThat(bytes).hasSize(1).doesNotContain(0L);
    // What was made before the loop may be reclaimed meanwhile; nothing may be added.
    assertThat(buffers).allMatch(live -> live <= buffers.getFirst());
  }
}
