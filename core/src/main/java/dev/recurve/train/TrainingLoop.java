package dev.recurve.train;

import dev.recurve.TrainingException;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tape;
import dev.recurve.data.Batches;
import dev.recurve.optim.AveragedWeights;
import dev.recurve.optim.OptimizerState;
import dev.recurve.optim.Update;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParameterBlock;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One run, from its first step or from a checkpoint to its end. Belongs to one thread. */
final class TrainingLoop<I, O, Y> implements StepProgress, AutoCloseable {
  private final Setup<I, O, Y> setup;
  private final Batches<I, Y> train;
  private final Optional<Batches<I, Y>> valid;
  private final Steps steps;
  private final OptimizerState optimizerState;
  private final Optional<AveragedWeights> average;
  private final Update update;
  private final Accumulation accumulation;
  private final Pass<I, O, Y> pass;
  private final RunLength length;
  private final ParameterBlock trained;
  private final StepLedger ledger;
  private final Autopsy<I, O, Y> autopsy;

  private long step;
  private int epoch;
  private int batch;
  private double rateFactor;
  private Totals totals = Totals.ZERO;
  private Optional<StepLedger.Entry> lastStep = Optional.empty();
  private History history = History.empty();
  private Optional<Map<String, HostArray>> best = Optional.empty();
  private Optional<String> lastCheckpoint = Optional.empty();
  private long clock = System.nanoTime();

  TrainingLoop(Setup<I, O, Y> setup, Batches<I, Y> train, Optional<Batches<I, Y>> valid) {
    this.setup = setup;
    this.train = train;
    this.valid = valid;
    this.length = setup.length(train);
    setup.schedule().check(length);
    var blocks = setup.store().seal();
    this.steps = new Steps(setup.store().device());
    this.optimizerState = OptimizerState.create(setup.optimizer(), blocks);
    this.average = setup.average().map(rule -> AveragedWeights.create(rule, blocks));
    this.update =
        new Update(
            setup.optimizer(), optimizerState, blocks, setup.clipping(), setup.noise(), average);
    this.accumulation = setup.accumulation(train);
    this.pass = Pass.of(setup, train);
    this.trained = blocks.stream().filter(ParameterBlock::isTrainable).findFirst().orElseThrow();
    this.ledger = new StepLedger(steps.device());
    this.autopsy = new Autopsy<>(setup, train, pass, steps, update);
    this.rateFactor = nextRateFactor();
  }

  TrainingRun run() {
    try {
      tell(callback -> callback.onStart(this));
      clock = System.nanoTime();
      var reason = loop();
      if (reason != StopReason.INTERRUPTED) {
        best.ifPresentOrElse(
            setup.store()::restore, () -> average.ifPresent(AveragedWeights::install));
      }
      var run = new TrainingRun(history, reason, explain(reason), step);
      tell(callback -> callback.onEnd(run));
      return run;
    } catch (RuntimeException | Error e) {
      tell(callback -> callback.onFailure(e));
      throw e;
    }
  }

  private void tell(Consumer<Callback> news) {
    setup.callbacks().forEach(news);
  }

  private StopReason loop() {
    for (var end = end(); ; end = end()) {
      if (end.isPresent()) {
        return end.get();
      }
      while (batch < train.count() && !setup.stop().isRequested()) {
        makeStep();
      }
      if (setup.stop().isRequested()) {
        save();
        return StopReason.INTERRUPTED;
      }
      finishEpoch();
    }
  }

  private Optional<StopReason> end() {
    if (setup.earlyStopping().map(rule -> rule.ends(history)).orElse(false)) {
      return Optional.of(StopReason.EARLY_STOPPING);
    }
    return epoch >= setup.epochs() ? Optional.of(StopReason.EPOCHS_DONE) : Optional.empty();
  }

  private void makeStep() {
    rateFactor = nextRateFactor();
    var place = new Pass.Place(setup.randomKey(step), epoch, batch);
    steps.train(place.key(), tape -> learn(tape, place));
    step++;
    batch++;
    if (ledger.isFull()) {
      settle();
    }
    if (setup.checkpoints().map(policy -> policy.isDue(step)).orElse(false)) {
      save();
    }
    tell(callback -> callback.onStep(this));
  }

  private double nextRateFactor() {
    return setup.schedule().factor(new RunPosition(optimizerState.step(), history, length));
  }

  private Void learn(Tape tape, Pass.Place place) {
    if (accumulation.begins(batch)) {
      update.clear();
    }
    var outcome = pass.learn(tape, place, accumulation);
    ledger.spoil(trained);
    boolean updates = accumulation.ends(batch);
    if (updates) {
      update.apply(rateFactor, accumulation.factor());
    } else {
      update.measureNorm();
    }
    ledger.note(outcome.loss(), update.norm(), outcome.weight(), updates);
    return null;
  }

  /**
   * Waits, and adds up what the last steps gave.
   *
   * @throws TrainingException if one of them gave a value that is not finite
   */
  private void settle() {
    var entries = ledger.take();
    for (int i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      if (!entry.isFinite()) {
        int ago = entries.size() - i;
        throw autopsy.report(
            new Autopsy.Casualty(step - ago, epoch, batch - ago, entry, lastStep), lastCheckpoint);
      }
      totals = totals.plus(entry);
      lastStep = Optional.of(entry);
    }
  }

  private void finishEpoch() {
    settle();
    var scores = valid.map(this::evaluate);
    var validLoss =
        scores.isPresent() ? OptionalDouble.of(scores.get().loss()) : OptionalDouble.empty();
    var done =
        new EpochRecord(
            epoch + 1,
            totals.meanLoss(),
            validLoss,
            learningRate(),
            totals.meanNorm(),
            seconds(),
            scores.map(Scores::metrics).orElse(Map.of()));
    history = history.with(done);
    keepIfBest(done);
    epoch++;
    batch = 0;
    totals = Totals.ZERO;
    clock = System.nanoTime();
    save();
    saveIfBest(done);
    setup.checkpoints().ifPresent(this::keepEpoch);
    tell(callback -> callback.onEpoch(done));
  }

  private Scores evaluate(Batches<I, Y> data) {
    var evaluation = new Evaluation<>(setup.net(), setup.loss(), setup.metrics());
    return withFinalWeights(() -> evaluation.scores(steps, data));
  }

  private void keepIfBest(EpochRecord done) {
    setup
        .earlyStopping()
        .flatMap(rule -> history.best(rule.watch(), rule.margin()))
        .filter(done::equals)
        .ifPresent(_ -> best = Optional.of(withFinalWeights(setup.store()::values)));
  }

  private double seconds() {
    return totals.seconds() + (System.nanoTime() - clock) * 1e-9;
  }

  private String explain(StopReason reason) {
    var watch = setup.earlyStopping().map(EarlyStopping::watch).orElse(Watch.loss());
    String bestEpoch =
        history
            .best(watch, setup.earlyStopping().map(EarlyStopping::margin).orElse(0.0))
            .map(e -> "; best was epoch %d (%s)".formatted(e.epoch(), brief(watch, e)))
            .orElse("");
    return switch (reason) {
      case EPOCHS_DONE -> "stopped: all %d epochs are done%s".formatted(epoch, bestEpoch);
      case EARLY_STOPPING ->
          "stopped: valid %s has not improved for %d checks%s"
              .formatted(watch.name(), setup.earlyStopping().orElseThrow().patience(), bestEpoch);
      case INTERRUPTED ->
          "stopped: interrupted after step %d%s%s"
              .formatted(step, bestEpoch, lastCheckpoint.map(text -> "; " + text).orElse(""));
    };
  }

  private static String brief(Watch watch, EpochRecord epoch) {
    return Numbers.brief(watch.in(epoch).orElseThrow());
  }

  // ----------------------------------------------------------- checkpoints

  private void save() {
    if (setup.checkpoints().isEmpty()) {
      return;
    }
    var path = setup.checkpoints().get().path();
    write(path);
    noteCheckpoint(path);
  }

  private void saveIfBest(EpochRecord done) {
    setup
        .checkpoints()
        .flatMap(CheckpointPolicy::best)
        .filter(best -> history.best(best.watch(), 0).filter(done::equals).isPresent())
        .ifPresent(best -> write(best.path()));
  }

  private void keepEpoch(CheckpointPolicy policy) {
    if (policy.kept().isPresent()) {
      write(policy.ofEpoch(epoch));
      deleteIfThere(policy.ofEpoch(epoch - policy.kept().getAsInt()));
    }
  }

  private static void deleteIfThere(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new TrainingException(
          "The old checkpoint %s cannot be deleted: %s; delete it, or keep more epochs"
              .formatted(path, e),
          e);
    }
  }

  private void write(Path path) {
    settle();
    var state =
        new RunState(
            identity(),
            steps.device().backend().fingerprint(),
            step,
            optimizerState.step(),
            epoch,
            batch,
            accumulation.weight(),
            totals.afterSeconds(seconds()),
            history.epochs().stream().map(RunState.Epoch::of).toList());
    new Checkpoint(
            state,
            setup.store().values(),
            optimizerState.values(),
            average.map(AveragedWeights::values),
            accumulation.waits(batch) ? Optional.of(update.gradients()) : Optional.empty(),
            pass.states(),
            best)
        .write(path);
  }

  private Map<String, String> identity() {
    return Identity.of(setup, train, valid);
  }

  private void noteCheckpoint(Path path) {
    lastCheckpoint = Optional.of("the last checkpoint, %s, is of step %d".formatted(path, step));
  }

  /**
   * Goes to where a checkpoint was written.
   *
   * @throws dev.recurve.BundleException if it is of another run, naming the first difference
   */
  void goTo(Path path, Checkpoint checkpoint) {
    var state = checkpoint.state();
    Identity.requireSame(
        path, identity(), state.identity(), setup.store().firstDifference(checkpoint.weights()));
    Identity.otherBackend(path, steps.device().backend().fingerprint(), state.backend())
        .ifPresent(
            warning -> System.getLogger(Trainer.class.getName()).log(Level.WARNING, warning));
    setup.store().restore(checkpoint.weights());
    optimizerState.restore(state.updates(), checkpoint.slots());
    average.ifPresent(a -> a.restore(checkpoint.average().orElse(Map.of())));
    checkpoint.gradients().ifPresent(update::restoreGradients);
    accumulation.restore(state.accumulated());
    pass.goOn(checkpoint.states());
    best = checkpoint.best();
    step = state.step();
    epoch = state.epoch();
    batch = state.batch();
    totals = state.totals();
    history = state.history();
    rateFactor = nextRateFactor();
    noteCheckpoint(path);
  }

  // -------------------------------------------------------------- progress

  @Override
  public long step() {
    return step;
  }

  @Override
  public int epoch() {
    return Math.min(epoch + 1, setup.epochs());
  }

  @Override
  public int epochs() {
    return setup.epochs();
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public int batches() {
    return train.count();
  }

  @Override
  public double learningRate() {
    return setup.optimizer().learningRate() * rateFactor;
  }

  @Override
  public <R> R withFinalWeights(Supplier<R> work) {
    return average.isPresent() ? average.get().inPlace(work) : work.get();
  }

  @Override
  public double runningLoss() {
    settle();
    return totals.meanLoss();
  }

  @Override
  public History history() {
    return history;
  }

  @Override
  public long memoryBytes() {
    return steps.memoryBytes();
  }

  @Override
  public void close() {
    pass.close();
    steps.close();
  }
}
