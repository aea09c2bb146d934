package dev.recurve.train;

import dev.recurve.Layer;
import dev.recurve.Optimizer;
import dev.recurve.TrainingException;
import dev.recurve.autodiff.Scope;
import dev.recurve.autodiff.Steps;
import dev.recurve.data.Batch;
import dev.recurve.data.Batches;
import dev.recurve.loss.Loss;
import dev.recurve.metrics.Metric;
import dev.recurve.metrics.Scoring;
import dev.recurve.optim.Adam;
import dev.recurve.optim.Clipping;
import dev.recurve.optim.GradientNoise;
import dev.recurve.optim.WeightAverage;
import dev.recurve.params.ParamStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Trains a model: settings first, each with a default, then {@link #fit}.
 *
 * <p>Over {@link dev.recurve.data.StreamBatches} the model's states go on from each window to the
 * next, in training, in evaluation and in prediction.
 *
 * <p>A run is decided by the seed, the data, the settings and the weights it begins with; on the
 * same backend with the same number of threads it gives the same bits, interrupted and resumed or
 * not.
 *
 * <p>Used by one thread at a time.
 *
 * @param <I> the model's input
 * @param <O> its prediction
 * @param <Y> the target
 */
public final class Trainer<I, O, Y> {
  private final ParamStore store;
  private final Layer<I, O> net;
  private final Loss<O, Y> loss;
  private final List<Callback> callbacks = new ArrayList<>();
  private List<Metric<O, Y>> metrics = List.of();
  private Optimizer optimizer = Adam.withRate(1e-3);
  private Schedule schedule = Schedule.constant();
  private Clipping clipping = Clipping.none();
  private Optional<GradientNoise> noise = Optional.empty();
  private Optional<WeightAverage> average = Optional.empty();
  private int accumulated = 1;
  private int workers = 1;
  private int epochs = 10;
  private long seed;
  private Optional<EarlyStopping> earlyStopping = Optional.empty();
  private Optional<CheckpointPolicy> checkpoints = Optional.empty();
  private StopSignal stop = new StopSignal();
  private Optional<Origin> origin = Optional.empty();

  /** Where the next run begins. */
  private record Origin(Path path, Checkpoint checkpoint) {}

  private Trainer(ParamStore store, Layer<I, O> net, Loss<O, Y> loss) {
    this.store = store;
    this.net = net;
    this.loss = loss;
  }

  /**
   * Trains a model's parameters.
   *
   * @param store holds them; sealed by this
   * @param net the model, built over the store
   * @param loss what is made small
   */
  public static <I, O, Y> Trainer<I, O, Y> of(ParamStore store, Layer<I, O> net, Loss<O, Y> loss) {
    store.seal();
    return new Trainer<>(store, net, loss);
  }

  /** The rule that turns gradients into steps; by default Adam with a learning rate of 0.001. */
  public Trainer<I, O, Y> optimizer(Optimizer rule) {
    optimizer = rule;
    return this;
  }

  /** How the learning rate changes; by default not at all. */
  public Trainer<I, O, Y> schedule(Schedule rule) {
    schedule = rule;
    return this;
  }

  /**
   * Shrinks all gradients together to this norm where it is larger; by default they are not
   * clipped.
   */
  public Trainer<I, O, Y> clipNorm(double limit) {
    clipping = Clipping.byGlobalNorm(limit);
    return this;
  }

  /** Moves each gradient element into {@code -limit…limit}; by default they are not clipped. */
  public Trainer<I, O, Y> clipValue(double limit) {
    clipping = Clipping.byValue(limit);
    return this;
  }

  /**
   * Shrinks the gradient of each parameter to this norm where its own is larger; by default they
   * are not clipped.
   */
  public Trainer<I, O, Y> clipEachNorm(double limit) {
    clipping = Clipping.byNorm(limit);
    return this;
  }

  /** Adds noise to the gradients, drawn from the run's seed; by default there is none. */
  public Trainer<I, O, Y> gradientNoise(GradientNoise rule) {
    noise = Optional.of(rule);
    return this;
  }

  /**
   * Lets the optimiser make a step only after so many batches, with the gradient of their mean
   * loss: the step of one batch that is as large as all of them. At the end of an epoch it makes a
   * step with those that are left. Schedules, gradient norms and averages of weights count the
   * optimiser's steps; progress and checkpoints count batches.
   *
   * @param batches at least 1, the default
   */
  public Trainer<I, O, Y> accumulate(int batches) {
    if (batches < 1) {
      throw new IllegalArgumentException(
          "Gradients are added up over at least 1 batch, received " + batches);
    }
    accumulated = batches;
    return this;
  }

  /**
   * Lets several workers learn from each batch at once, each from a part of it with its kernels on
   * one thread; their gradients are added up in order. Pays where a model is too small for kernels
   * on several threads. The batch's step is the same as that of one worker but for rounding and
   * random masks; for the same number of workers it has the same bits, whatever number of threads
   * there are to run them on ({@code recurve.threads}).
   *
   * @param count at least 1, the default, which learns from whole batches with kernels on all
   *     threads
   */
  public Trainer<I, O, Y> workers(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("At least 1 worker learns, received " + count);
    }
    workers = count;
    return this;
  }

  /**
   * Keeps an average of the weights beside them. Validation, early stopping and the end of the run
   * are then about the average: it is evaluated after each epoch, and it is what the model holds
   * when {@link #fit} returns, unless the run was interrupted. Training goes on with the weights
   * themselves; during the run, {@link StepProgress#withFinalWeights} lends the average out. By
   * default there is none.
   */
  public Trainer<I, O, Y> average(WeightAverage rule) {
    average = Optional.of(rule);
    return this;
  }

  /** How often the training set is gone through, at least once; 10 by default. */
  public Trainer<I, O, Y> epochs(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("A run has at least 1 epoch, received " + count);
    }
    epochs = count;
    return this;
  }

  /** Decides dropout; 0 by default. The order of examples has a seed of its own, in the data. */
  public Trainer<I, O, Y> seed(long value) {
    seed = value;
    return this;
  }

  /**
   * Adds figures to be measured on the validation set after each epoch, besides the loss: they are
   * in the history, and {@link EarlyStopping#watching} and {@link CheckpointPolicy#best(Path,
   * Metric)} can watch any of them.
   *
   * @throws IllegalArgumentException if two metrics have the same name, or one that of the loss
   */
  @SafeVarargs
  public final Trainer<I, O, Y> metrics(Metric<O, Y>... more) {
    var all = new ArrayList<>(metrics);
    for (var metric : more) {
      if (Watch.of(metric).isLoss()) {
        throw new IllegalArgumentException(
            "\"loss\" is the name of what is trained; give the metric another with named(…)");
      }
      all.add(metric);
    }
    metrics = Scoring.of(all).metrics();
    return this;
  }

  /** Adds observers, and {@link EarlyStopping}, of which there can be one. */
  public Trainer<I, O, Y> callbacks(Callback... more) {
    for (var callback : more) {
      if (callback instanceof EarlyStopping rule) {
        earlyStopping = Optional.of(rule);
      } else {
        callbacks.add(callback);
      }
    }
    return this;
  }

  /** Saves the run, so that it can be resumed; by default it is not saved. */
  public Trainer<I, O, Y> checkpoint(CheckpointPolicy policy) {
    checkpoints = Optional.of(policy);
    return this;
  }

  /**
   * Ends the run after the step at which the signal is raised; with checkpoints, saves it first.
   */
  public Trainer<I, O, Y> stopOn(StopSignal signal) {
    stop = signal;
    return this;
  }

  /**
   * Lets the next {@link #fit} go on where a checkpoint was written, with the same model, settings
   * and data; only the number of epochs may be another, if the schedule does not follow from it.
   *
   * @throws dev.recurve.BundleException if there is no such file, or it is not a sound checkpoint
   */
  public Trainer<I, O, Y> resume(Path path) {
    origin = Optional.of(new Origin(path, Checkpoint.read(path)));
    return this;
  }

  /**
   * Trains without a validation set.
   *
   * @throws IllegalArgumentException if the schedule does not fit the length of the run
   * @throws dev.recurve.RecurveException if the data are streams and the model cannot go on from
   *     window to window, naming the layer
   * @throws TrainingException if a value is not finite, naming step, batch and layer; the weights
   *     are then those from before that step
   * @throws dev.recurve.BundleException if a checkpoint to resume from is of another run
   */
  public TrainingRun fit(Batches<I, Y> train) {
    return fit(train, Optional.empty());
  }

  /**
   * Trains, and measures the loss on a validation set after each epoch.
   *
   * @throws IllegalArgumentException if the schedule does not fit the length of the run
   * @throws dev.recurve.RecurveException if the data are streams and the model cannot go on from
   *     window to window, naming the layer
   * @throws TrainingException if a value is not finite, naming step, batch and layer; the weights
   *     are then those from before that step
   * @throws dev.recurve.BundleException if a checkpoint to resume from is of another run
   */
  public TrainingRun fit(Batches<I, Y> train, Batches<I, Y> valid) {
    return fit(train, Optional.of(valid));
  }

  private TrainingRun fit(Batches<I, Y> train, Optional<Batches<I, Y>> valid) {
    requireOutsideStep();
    if (earlyStopping.isPresent() && valid.isEmpty()) {
      throw new TrainingException(
          "Early stopping watches the validation loss; give fit a validation set, or leave early"
              + " stopping out");
    }
    requireMeasured(valid.isPresent());
    try (var loop = new TrainingLoop<>(setup(), train, valid)) {
      origin.ifPresent(from -> loop.goTo(from.path(), from.checkpoint()));
      origin = Optional.empty();
      return loop.run();
    }
  }

  /** Checks that there is a validation set for metrics, and that what is watched is measured. */
  private void requireMeasured(boolean validated) {
    if (!metrics.isEmpty() && !validated) {
      throw new TrainingException(
          "Metrics are measured on the validation set; give fit one, or leave %s out"
              .formatted(metrics));
    }
    earlyStopping.ifPresent(rule -> requireMeasured("Early stopping watches", rule.watch()));
    checkpoints
        .flatMap(CheckpointPolicy::best)
        .ifPresent(best -> requireMeasured("The best checkpoint is chosen by", best.watch()));
  }

  private void requireMeasured(String what, Watch watch) {
    if (!watch.isLoss() && metrics.stream().noneMatch(m -> Watch.of(m).equals(watch))) {
      throw new TrainingException(
          "%s %s, which is not measured; give it to metrics(…). Measured are %s"
              .formatted(what, watch.name(), metrics));
    }
  }

  private Setup<I, O, Y> setup() {
    return new Setup<>(
        store,
        net,
        loss,
        metrics,
        optimizer,
        schedule,
        clipping,
        noise,
        average,
        accumulated,
        workers,
        epochs,
        seed,
        earlyStopping,
        List.copyOf(callbacks),
        checkpoints,
        stop);
  }

  /**
   * Searches for a learning rate (Smith 2017): makes a step of the optimiser at each of some rising
   * rates, one batch a step, until the loss grows out of bounds. Schedules, accumulation, averages
   * and callbacks take no part. Afterwards the weights are those from before.
   *
   * @param range which rates are tried
   * @throws TrainingException if the loss is not finite before any step
   */
  public RateSearch findRate(Batches<I, Y> train, RateRange range) {
    requireOutsideStep();
    return new RateFinder<>(setup(), train).search(range);
  }

  /**
   * The mean loss over a data set, without dropout.
   *
   * @throws TrainingException if it is not finite, naming the batch
   */
  public double evaluate(Batches<I, Y> data) {
    requireOutsideStep();
    try (var steps = new Steps(store.device())) {
      return new Evaluation<>(net, loss, List.of()).scores(steps, data).loss();
    }
  }

  /**
   * The mean loss and other figures over a data set, without dropout.
   *
   * @param wanted the metrics, each of another name
   * @throws TrainingException if the loss is not finite, naming the batch
   * @throws dev.recurve.DataException if a target is out of range for a metric
   */
  @SafeVarargs
  public final Scores evaluate(Batches<I, Y> data, Metric<O, Y>... wanted) {
    requireOutsideStep();
    var all = new ArrayList<Metric<O, Y>>();
    for (var metric : wanted) {
      all.add(metric);
    }
    try (var steps = new Steps(store.device())) {
      return new Evaluation<>(net, loss, all).scores(steps, data);
    }
  }

  /**
   * Predicts batch by batch, without dropout.
   *
   * @param read takes what is wanted out of a batch and its prediction, as plain values or kept
   *     tensors; called inside the batch's step
   * @return one entry a batch
   */
  public <T, R> List<R> predict(Batches<I, T> data, BiFunction<Batch<I, T>, O, R> read) {
    requireOutsideStep();
    var results = new ArrayList<R>();
    var reading = new Reading<>(net, data);
    try (var steps = new Steps(store.device())) {
      for (int index = 0; index < data.count(); index++) {
        var batchNumber = index;
        results.add(
            steps.infer(
                () -> {
                  var batch = data.batch(0, batchNumber);
                  return read.apply(batch, reading.apply(batchNumber, batch.input()));
                }));
      }
    }
    return List.copyOf(results);
  }

  private static void requireOutsideStep() {
    if (Scope.current().isPresent()) {
      throw new IllegalStateException(
          "Training, evaluation and prediction run steps of their own and cannot be called inside"
              + " one");
    }
  }
}
