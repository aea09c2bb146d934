package dev.recurve.examples.demo;

import dev.recurve.Layer;
import dev.recurve.Sequence;
import dev.recurve.data.Batches;
import dev.recurve.data.SyntheticTasks;
import dev.recurve.loss.Losses;
import dev.recurve.nn.Embedding;
import dev.recurve.nn.Linear;
import dev.recurve.nn.PerStep;
import dev.recurve.nn.Pool;
import dev.recurve.optim.Adam;
import dev.recurve.params.ParamStore;
import dev.recurve.train.Callback;
import dev.recurve.train.EpochRecord;
import dev.recurve.train.History;
import dev.recurve.train.StopSignal;
import dev.recurve.train.Trainer;
import java.util.List;

/** A made-up task that needs memory, and how a cell is trained on it. */
sealed interface MemoryTask {
  int UPDATES_IN_EPOCH = 100;
  int BATCH = 32;

  /** How much can be reached without any memory. */
  double withoutMemory();

  /** Below this, the task counts as solved. */
  double solved();

  /** What is measured. */
  String measure();

  String title();

  /**
   * Trains a cell until the task is solved or the epochs are over.
   *
   * @param callbacks shown what goes on
   */
  History train(CellChoice cell, int epochs, long seed, List<Callback> callbacks);

  /** The adding problem over so many steps. */
  record Adding(int steps) implements MemoryTask {
    private static final int UNITS = 32;

    @Override
    public double withoutMemory() {
      return 1 / 6.0;
    }

    @Override
    public double solved() {
      return 0.01;
    }

    @Override
    public String measure() {
      return "mean squared error";
    }

    @Override
    public String title() {
      return "Adding two marked numbers among %d".formatted(steps);
    }

    @Override
    public History train(CellChoice cell, int epochs, long seed, List<Callback> callbacks) {
      var store = ParamStore.fresh(seed);
      var net =
          cell.layer(2, UNITS, store.child("rnn"))
              .then(Pool.lastStep())
              .then(Linear.sized(UNITS, 1).with(store.child("head")));
      cell.openGate(store, "rnn", UNITS, cell == CellChoice.LSTM ? 3 : 1);
      var trainer =
          Trainer.of(store, net, Losses.mse()).optimizer(Adam.withRate(0.005)).epochs(epochs);
      return fit(
          trainer,
          SyntheticTasks.adding(steps, UPDATES_IN_EPOCH * BATCH, seed + 1)
              .size(BATCH)
              .shuffled(seed),
          SyntheticTasks.adding(steps, 500, seed + 2).size(100),
          solved(),
          callbacks);
    }
  }

  /** The copying problem: symbols are told again after a delay. */
  record Copying(int symbols, int length, int delay) implements MemoryTask {
    private static final int UNITS = 64;

    @Override
    public double withoutMemory() {
      return length * Math.log(symbols) / (delay + 2.0 * length);
    }

    @Override
    public double solved() {
      return withoutMemory() / 10;
    }

    @Override
    public String measure() {
      return "cross-entropy";
    }

    @Override
    public String title() {
      return "Telling %d symbols again after %d steps".formatted(length, delay);
    }

    @Override
    public History train(CellChoice cell, int epochs, long seed, List<Callback> callbacks) {
      var store = ParamStore.fresh(seed);
      Layer<Sequence, Sequence> rnn = cell.layer(symbols + 2, UNITS, store.child("rnn"));
      var net =
          Embedding.sized(symbols + 2, symbols + 2)
              .with(store.child("embed"))
              .then(rnn)
              .then(PerStep.of(Linear.sized(UNITS, symbols + 1).with(store.child("head"))));
      cell.openGate(store, "rnn", UNITS, cell == CellChoice.LSTM ? 3 : 1);
      var trainer =
          Trainer.of(store, net, Losses.crossEntropy().overSteps())
              .optimizer(Adam.withRate(cell == CellChoice.SIMPLE ? 0.002 : 0.01))
              .epochs(epochs);
      return fit(
          trainer,
          SyntheticTasks.copying(symbols, length, delay, UPDATES_IN_EPOCH * BATCH, seed + 1)
              .size(BATCH)
              .shuffled(seed),
          SyntheticTasks.copying(symbols, length, delay, 200, seed + 2).size(100),
          solved(),
          callbacks);
    }
  }

  private static <I, O, Y> History fit(
      Trainer<I, O, Y> trainer,
      Batches<I, Y> train,
      Batches<I, Y> valid,
      double solved,
      List<Callback> callbacks) {
    var signal = new StopSignal();
    callbacks.forEach(trainer::callbacks);
    return trainer
        .clipNorm(1)
        .stopOn(signal)
        .callbacks(
            new Callback() {
              @Override
              public void onEpoch(EpochRecord epoch) {
                if (epoch.watchedLoss() < solved) {
                  signal.request();
                }
              }
            })
        .fit(train, valid)
        .history();
  }
}
