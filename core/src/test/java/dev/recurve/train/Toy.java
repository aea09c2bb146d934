package dev.recurve.train;

import dev.recurve.Layer;
import dev.recurve.Sequence;
import dev.recurve.Tensor;
import dev.recurve.data.ExampleBatches;
import dev.recurve.data.SequenceBatches;
import dev.recurve.loss.Losses;
import dev.recurve.nn.Dropout;
import dev.recurve.nn.Linear;
import dev.recurve.nn.Lstm;
import dev.recurve.nn.Pool;
import dev.recurve.optim.Adam;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamStore;
import dev.recurve.spi.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A small job that has everything that could go wrong in a resume: dropout, shuffling, padding. */
final class Toy {
  static final int BATCHES = 5;

  private Toy() {}

  /** The store and a trainer over it. */
  record Job(ParamStore store, Trainer<Sequence, Tensor, Tensor> trainer) {}

  static Job job() {
    return job(6);
  }

  static Job job(int hidden) {
    var store = ParamStore.fresh(3);
    return new Job(store, Trainer.of(store, net(store, hidden), Losses.mse()).seed(9).epochs(4));
  }

  /** As many settings as there are. */
  static Job fullJob() {
    var job = job();
    job.trainer()
        .optimizer(Adam.withRate(0.1))
        .clipNorm(0.5)
        .schedule(Schedule.reduceOnPlateau(0.5, 0))
        .callbacks(EarlyStopping.patience(2));
    return job;
  }

  static Layer<Sequence, Tensor> net(ParamStore store, int hidden) {
    return Lstm.sized(2, hidden)
        .with(store.child("lstm"))
        .then(Pool.lastStep())
        .then(Dropout.of(0.3))
        .then(Linear.sized(hidden, 1).with(store.child("head")));
  }

  /** Sequences of noise of 1…6 steps; the target is the sum of the first feature's signs. */
  static ExampleBatches<Sequence, Tensor> data(long seed, int examples) {
    List<float[][]> inputs = new ArrayList<>();
    float[][] targets = new float[examples][1];
    for (int i = 0; i < examples; i++) {
      long key = CounterRandom.derive(seed, i);
      float[][] steps = new float[1 + i % 6][2];
      for (int t = 0; t < steps.length; t++) {
        steps[t][0] = 2 * CounterRandom.uniform(key, 2 * t) - 1;
        steps[t][1] = 2 * CounterRandom.uniform(key, 2 * t + 1) - 1;
        targets[i][0] += Math.signum(steps[t][0]);
      }
      inputs.add(steps);
    }
    return SequenceBatches.values(inputs, targets);
  }

  /** {@link #BATCHES} batches, the last one smaller. */
  static ExampleBatches<Sequence, Tensor> train() {
    return data(1, 22).size(5).shuffled(8);
  }

  static ExampleBatches<Sequence, Tensor> valid() {
    return data(2, 9).size(4);
  }

  /** All weights bit by bit. */
  static Map<String, List<Long>> bits(ParamStore store) {
    return bits(store.values());
  }

  static Map<String, List<Long>> bits(Map<String, HostArray> arrays) {
    var bits = new TreeMap<String, List<Long>>();
    arrays.forEach(
        (name, array) -> {
          var values = new ArrayList<Long>();
          for (double value : array.toDoubles()) {
            values.add(Double.doubleToRawLongBits(value));
          }
          bits.put(name, values);
        });
    return bits;
  }

  /** A history without the times. */
  static List<String> untimed(History history) {
    return history.epochs().stream()
        .map(
            e ->
                "%d %s %s %s %s"
                    .formatted(
                        e.epoch(),
                        e.trainLoss(),
                        e.validLoss(),
                        e.learningRate(),
                        e.gradientNorm()))
        .toList();
  }
}
