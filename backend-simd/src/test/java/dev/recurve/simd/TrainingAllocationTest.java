package dev.recurve.simd;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.autodiff.Tensors;
import dev.recurve.data.Batch;
import dev.recurve.data.Batches;
import dev.recurve.loss.Losses;
import dev.recurve.nn.Gru;
import dev.recurve.nn.Lstm;
import dev.recurve.nn.Recurrent;
import dev.recurve.nn.SimpleRnn;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import dev.recurve.spi.Workers;
import dev.recurve.train.Callback;
import dev.recurve.train.StepProgress;
import dev.recurve.train.StopSignal;
import dev.recurve.train.Trainer;
import java.lang.management.ManagementFactory;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * What a warm step of a training run allocates, on all threads together, does not grow with the
 * sequences: nothing is made anew at each of their steps.
 */
class TrainingAllocationTest {
  private static final int SHORT = 50;
  private static final int LONG = 400;
  private static final int BATCH = 8;
  private static final int INPUTS = 16;
  private static final int UNITS = 32;

  /** Less than 12 bytes for each of the steps between. */
  private static final long ALLOWED = 4096;

  @Test
  void longerSequencesAllocateNoMoreForLstm() {
    compare(params -> Lstm.sized(INPUTS, UNITS).with(params));
  }

  @Test
  void longerSequencesAllocateNoMoreForGru() {
    compare(params -> Gru.sized(INPUTS, UNITS).with(params));
  }

  @Test
  void longerSequencesAllocateNoMoreForSimpleRnnInBothDirections() {
    compare(params -> SimpleRnn.sized(INPUTS, UNITS).bidirectional().with(params));
  }

  private static void compare(Function<ParamStore, Recurrent<?>> net) {
    long few = bytesPerStep(net, SHORT, 0);
    long many = bytesPerStep(net, LONG, few + ALLOWED);
    assertThat(few).as("the meter runs").isPositive();
    assertThat(many).as("%d steps, against %d bytes", LONG, few).isLessThan(few + ALLOWED);
  }

  /**
   * The least over some rounds.
   *
   * @param enough what ends the rounds early
   */
  private static long bytesPerStep(Function<ParamStore, Recurrent<?>> net, int steps, long enough) {
    var device = Device.of(SimdBackend.warm(new Workers(2)), DType.F32);
    var store = ParamStore.fresh(1, device);
    var layer = net.apply(store);
    var input = sequence(device, steps, INPUTS, 0.5);
    var target = sequence(device, steps, layer.outputSize(), 0.25);
    var meter = new Meter(enough);
    Trainer.of(store, layer, Losses.mse().overSteps())
        .clipNorm(1)
        .epochs(1)
        .callbacks(meter)
        .stopOn(meter.stop)
        .fit(new SameBatch(new Batch<>(input, target, BATCH)));
    return meter.least;
  }

  private static Sequence sequence(Device device, int steps, int features, double value) {
    return Sequence.full(Tensors.filled(device, Shape.of(steps, BATCH, features), value));
  }

  /** Counts in rounds, so that a compilation that comes late is waited for. */
  private static final class Meter implements Callback {
    private static final int WARM = 200;
    private static final int ROUND = 100;
    private static final int ROUNDS = 20;
    private static final int STEPS = WARM + ROUNDS * ROUND;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final StopSignal stop = new StopSignal();
    private final long enough;
    private long before;
    private long least = Long.MAX_VALUE;

    Meter(long enough) {
      this.enough = enough;
    }

    @Override
    public void onStep(StepProgress progress) {
      if (progress.step() % ROUND != 0 || progress.step() < WARM) {
        return;
      }
      if (progress.step() > WARM) {
        least = Math.min(least, (threads.getTotalThreadAllocatedBytes() - before) / ROUND);
      }
      if (least < enough) {
        stop.request();
      }
      before = threads.getTotalThreadAllocatedBytes();
    }
  }

  /** The same tensors at every step. */
  private record SameBatch(Batch<Sequence, Sequence> batch) implements Batches<Sequence, Sequence> {
    @Override
    public int count() {
      return Meter.STEPS;
    }

    @Override
    public Batch<Sequence, Sequence> batch(long epoch, int index) {
      return batch;
    }

    @Override
    public String describe(long epoch, int index) {
      return "the only batch";
    }

    @Override
    public long fingerprint() {
      return 0;
    }
  }
}
