package dev.recurve.train;

import dev.recurve.Layer;
import dev.recurve.Optimizer;
import dev.recurve.data.Batches;
import dev.recurve.loss.Loss;
import dev.recurve.metrics.Metric;
import dev.recurve.optim.Clipping;
import dev.recurve.optim.GradientNoise;
import dev.recurve.optim.WeightAverage;
import dev.recurve.params.ParamStore;
import dev.recurve.spi.CounterRandom;
import java.util.List;
import java.util.Optional;

/**
 * All settings of a run, as they are when it begins.
 *
 * @param accumulated batches for each step of the optimiser
 * @param workers that learn from parts of each batch
 */
record Setup<I, O, Y>(
    ParamStore store,
    Layer<I, O> net,
    Loss<O, Y> loss,
    List<Metric<O, Y>> metrics,
    Optimizer optimizer,
    Schedule schedule,
    Clipping clipping,
    Optional<GradientNoise> noise,
    Optional<WeightAverage> average,
    int accumulated,
    int workers,
    int epochs,
    long seed,
    Optional<EarlyStopping> earlyStopping,
    List<Callback> callbacks,
    Optional<CheckpointPolicy> checkpoints,
    StopSignal stop) {

  /** Decides all random masks of a step. */
  long randomKey(long step) {
    return CounterRandom.derive(seed, step);
  }

  /** The loss of a prediction. */
  Pass.Outcome outcome(O prediction, Y target) {
    return new Pass.Outcome(loss.mean(prediction, target), loss.weight(prediction, target));
  }

  /** How long a run over a training set is. */
  RunLength length(Batches<?, ?> train) {
    return new RunLength(epochs * accumulation(train).stepsInEpoch(), epochs);
  }

  Accumulation accumulation(Batches<?, ?> train) {
    return new Accumulation(accumulated, train.count(), workers > 1);
  }
}
