package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Layer;
import dev.recurve.Sequence;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.data.Batches;
import dev.recurve.data.SyntheticTasks;
import dev.recurve.loss.Loss;
import dev.recurve.loss.Losses;
import dev.recurve.nn.Embedding;
import dev.recurve.nn.Gru;
import dev.recurve.nn.Linear;
import dev.recurve.nn.Lstm;
import dev.recurve.nn.PerStep;
import dev.recurve.nn.Pool;
import dev.recurve.nn.SimpleRnn;
import dev.recurve.optim.Adam;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamStore;
import java.util.HashMap;
import org.junit.jupiter.api.Test;

/**
 * What gated cells can remember and a simple one cannot, in tasks small enough for every build; the
 * command {@code recurve demo memory} does the same at full length.
 */
class LearningTest {
  private static final int UPDATES_IN_EPOCH = 50;
  private static final int BATCH = 32;

  private enum Kind {
    SIMPLE,
    LSTM,
    GRU;

    Layer<Sequence, Sequence> layer(int inputs, int units, ParamStore store) {
      return switch (this) {
        case SIMPLE -> SimpleRnn.sized(inputs, units).with(store.child("rnn"));
        case LSTM -> Lstm.sized(inputs, units).with(store.child("rnn"));
        case GRU -> Gru.sized(inputs, units).with(store.child("rnn"));
      };
    }

    /**
     * Lets gates remember at first (Jozefowicz et al. 2015): the second gate is the LSTM's forget
     * gate and the GRU's update gate.
     */
    void openGates(int units, double bias, ParamStore store) {
      if (this == SIMPLE) {
        return;
      }
      var values = new HashMap<>(store.values());
      var old = values.get("rnn.bias_ih_l0");
      double[] changed = old.toDoubles();
      for (int i = units; i < 2 * units; i++) {
        changed[i] = bias;
      }
      values.put("rnn.bias_ih_l0", new HostArray.F64(old.shape(), changed));
      store.restore(values);
    }
  }

  /** Trains until the validation loss is below what counts as solved, or for so many updates. */
  private static <I, O, Y> double train(
      Trainer<I, O, Y> trainer, Batches<I, Y> train, Batches<I, Y> valid, double solved, int most) {
    var signal = new StopSignal();
    var run =
        trainer
            .clipNorm(1)
            .epochs(most / UPDATES_IN_EPOCH)
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
            .fit(train, valid);
    return run.history().best().orElseThrow().watchedLoss();
  }

  // --------------------------------------------------------- adding problem

  private static final int STEPS = 30;
  private static final double MEAN_ERROR = 1 / 6.0;

  private static double adding(Kind kind, double bias, double rate, int most) {
    int units = 16;
    var store = ParamStore.fresh(7);
    Layer<Sequence, Tensor> net =
        kind.layer(2, units, store)
            .then(Pool.lastStep())
            .then(Linear.sized(units, 1).with(store.child("head")));
    kind.openGates(units, bias, store);
    return train(
        Trainer.of(store, net, Losses.mse()).optimizer(Adam.withRate(rate)),
        SyntheticTasks.adding(STEPS, UPDATES_IN_EPOCH * BATCH, 11).size(BATCH).shuffled(5),
        SyntheticTasks.adding(STEPS, 200, 12).size(100),
        MEAN_ERROR / 10,
        most);
  }

  @Test
  void lstmSolvesTheAddingProblem() {
    assertThat(adding(Kind.LSTM, 3, 0.02, 1500)).isLessThan(MEAN_ERROR / 10);
  }

  @Test
  void gruSolvesTheAddingProblem() {
    assertThat(adding(Kind.GRU, 1, 0.01, 1500)).isLessThan(MEAN_ERROR / 10);
  }

  @Test
  void aSimpleCellDoesNotSolveTheAddingProblem() {
    assertThat(adding(Kind.SIMPLE, 0, 0.01, 600)).isGreaterThan(MEAN_ERROR * 0.8);
  }

  // -------------------------------------------------------- copying problem

  private static final int SYMBOLS = 4;
  private static final int LENGTH = 3;
  private static final int DELAY = 8;
  private static final double WITHOUT_MEMORY = LENGTH * Math.log(SYMBOLS) / (DELAY + 2.0 * LENGTH);

  private static double copying(Kind kind, double bias, int most) {
    int units = 24;
    var store = ParamStore.fresh(7);
    Layer<Tokens, Sequence> net =
        Embedding.sized(SYMBOLS + 2, 6)
            .with(store.child("embed"))
            .then(kind.layer(6, units, store))
            .then(PerStep.of(Linear.sized(units, SYMBOLS + 1).with(store.child("head"))));
    kind.openGates(units, bias, store);
    Loss<Sequence, Tokens> loss = Losses.crossEntropy().overSteps();
    return train(
        Trainer.of(store, net, loss).optimizer(Adam.withRate(0.02)),
        SyntheticTasks.copying(SYMBOLS, LENGTH, DELAY, UPDATES_IN_EPOCH * BATCH, 11)
            .size(BATCH)
            .shuffled(5),
        SyntheticTasks.copying(SYMBOLS, LENGTH, DELAY, 100, 12).size(100),
        WITHOUT_MEMORY / 5,
        most);
  }

  @Test
  void lstmCopiesFromMemory() {
    assertThat(copying(Kind.LSTM, 2, 2000)).isLessThan(WITHOUT_MEMORY / 5);
  }

  @Test
  void gruCopiesFromMemory() {
    assertThat(copying(Kind.GRU, 1, 2000)).isLessThan(WITHOUT_MEMORY / 5);
  }

  @Test
  void aSimpleCellDoesNotCopyFromMemory() {
    assertThat(copying(Kind.SIMPLE, 0, 500)).isGreaterThan(WITHOUT_MEMORY * 0.8);
  }
}
