package dev.recurve.benchmarks.allocation;

import com.sun.management.ThreadMXBean;
import dev.recurve.Layer;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Tensors;
import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.data.Batch;
import dev.recurve.data.Batches;
import dev.recurve.loss.Loss;
import dev.recurve.loss.Losses;
import dev.recurve.nn.Gru;
import dev.recurve.nn.Lstm;
import dev.recurve.nn.Recurrent;
import dev.recurve.nn.SimpleRnn;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import dev.recurve.train.Callback;
import dev.recurve.train.StepProgress;
import dev.recurve.train.Trainer;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;

/**
 * The process of one measurement: a training run as a user starts it, with forward, loss, backward,
 * clipping, Adam and bookkeeping. Its batches are made beforehand, so that what loading costs is
 * not counted.
 */
public final class AllocationMain {
  /** Steps that do not count. */
  static final int WARM = 200;

  /** Steps that do. */
  static final int COUNTED = 100;

  static final int BATCH = 32;
  static final int INPUT = 64;
  static final int HIDDEN = 128;

  private final Device device = Device.standard();
  private final ParamStore store = ParamStore.fresh(1, device);
  private final Meter meter = new Meter();

  private AllocationMain() {}

  /** Takes cell, net and steps; prints bytes of a step, by all threads together. */
  public static void main(String[] args) {
    var cell = CellKind.valueOf(args[0]);
    var net = Net.valueOf(args[1]);
    int steps = Integer.parseInt(args[2]);
    System.out.println(new AllocationMain().bytesPerStep(cell, net, steps));
  }

  private long bytesPerStep(CellKind cell, Net net, int steps) {
    var layer = layer(cell, store.child("rnn"));
    var input = sequence(steps, INPUT);
    switch (net) {
      case LAYER -> train(layer, Losses.mse().overSteps(), input, sequence(steps, HIDDEN));
      case CLASSIFIER -> {
        int[] classes = new int[BATCH];
        for (int b = 0; b < BATCH; b++) {
          classes[b] = b % Net.CLASSES;
        }
        train(
            Net.classifier(layer, store),
            Losses.crossEntropy(),
            input,
            (Tensor) Tensors.ofInts(device, Shape.of(BATCH), classes));
      }
    }
    return meter.bytes / COUNTED;
  }

  private static Recurrent<?> layer(CellKind cell, Params params) {
    return switch (cell) {
      case LSTM -> Lstm.sized(INPUT, HIDDEN).with(params);
      case GRU -> Gru.sized(INPUT, HIDDEN).with(params);
      case RNN -> SimpleRnn.sized(INPUT, HIDDEN).with(params);
    };
  }

  private Sequence sequence(int steps, int features) {
    var random = new SplittableRandom(features);
    float[] values = new float[steps * BATCH * features];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return Sequence.full(Tensors.of(device, Shape.of(steps, BATCH, features), values));
  }

  private <O, Y> void train(Layer<Sequence, O> net, Loss<O, Y> loss, Sequence input, Y target) {
    Trainer.of(store, net, loss)
        .clipNorm(1)
        .epochs(1)
        .callbacks(meter)
        .fit(new SameBatch<>(new Batch<>(input, target, BATCH)));
  }

  /** Reads the meter after two of the steps. */
  private static final class Meter implements Callback {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long bytes;

    @Override
    public void onStep(StepProgress progress) {
      if (progress.step() == WARM) {
        bytes = -threads.getTotalThreadAllocatedBytes();
      } else if (progress.step() == WARM + COUNTED) {
        bytes += threads.getTotalThreadAllocatedBytes();
      }
    }
  }

  /** The same tensors at every step. */
  private record SameBatch<Y>(Batch<Sequence, Y> batch) implements Batches<Sequence, Y> {
    @Override
    public int count() {
      return WARM + COUNTED;
    }

    @Override
    public Batch<Sequence, Y> batch(long epoch, int index) {
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
