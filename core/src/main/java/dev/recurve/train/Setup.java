package dev.recurve.train;

import dev.recurve.Layer;
import dev.recurve.Optimizer;
import dev.recurve.loss.Loss;
import dev.recurve.metrics.Metric;
import dev.recurve.optim.Clipping;
import dev.recurve.params.ParamStore;
import dev.recurve.spi.CounterRandom;
import java.util.List;
import java.util.Optional;

/** All settings of a run, as they are when it begins. */
record Setup<I, O, Y>(
    ParamStore store,
    Layer<I, O> net,
    Loss<O, Y> loss,
    List<Metric<O, Y>> metrics,
    Optimizer optimizer,
    Schedule schedule,
    Clipping clipping,
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
}
