package dev.recurve.simd;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.recurve.Layer;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Streamable;
import dev.recurve.nn.Gru;
import dev.recurve.nn.Linear;
import dev.recurve.nn.Lstm;
import dev.recurve.nn.PerStep;
import dev.recurve.nn.SimpleRnn;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import dev.recurve.spi.Workers;
import java.lang.management.ManagementFactory;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A warm session takes its steps without making a single object. */
class StreamingAllocationTest {
  private static final int STEPS = 10_000;
  private static final int ROUNDS = 20;

  @Test
  void lstm() {
    assertThat(leastBytes(1, p -> Lstm.sized(32, 64).with(p))).isZero();
  }

  @Test
  void gru() {
    assertThat(leastBytes(1, p -> Gru.sized(32, 64).with(p))).isZero();
  }

  @Test
  void simpleRnnOverSeveralStreams() {
    assertThat(leastBytes(5, p -> SimpleRnn.sized(7, 21).with(p))).isZero();
  }

  @Test
  void twoLayersAndAHead() {
    assertThat(
            leastBytes(
                2,
                p ->
                    Lstm.sized(8, 24)
                        .layers(2)
                        .with(p.child("rnn"))
                        .then(PerStep.of(Linear.sized(24, 3).with(p.child("head"))))))
        .isZero();
  }

  /** What all steps of a round allocate, the least over some rounds: compilations come late. */
  private static long leastBytes(int batch, Function<Params, Layer<Sequence, Sequence>> maker) {
    var device = Device.of(SimdBackend.warm(new Workers(1)), DType.F32);
    var params = ParamStore.fresh(1, device);
    maker.apply(params);
    params.seal();
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (var session = Streamable.of(maker.apply(params.snapshot())).open(batch)) {
      float[] x = new float[batch * session.inputSize()];
      float[] y = new float[batch * session.outputSize()];
      long least = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS && least > 0; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int step = 0; step < STEPS; step++) {
          x[0] = step;
          session.step(x, y);
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(y[0]).as("the last output").isNotZero();
      return least;
    }
  }
}
