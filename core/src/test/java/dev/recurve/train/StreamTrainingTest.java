package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.Cell;
import dev.recurve.Init;
import dev.recurve.Layer;
import dev.recurve.Parameter;
import dev.recurve.RecurveException;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.TrainingException;
import dev.recurve.conformance.Tolerance;
import dev.recurve.data.SequenceBatches;
import dev.recurve.data.StreamBatches;
import dev.recurve.loss.Losses;
import dev.recurve.nn.Gru;
import dev.recurve.nn.Hidden;
import dev.recurve.nn.Linear;
import dev.recurve.nn.Lstm;
import dev.recurve.nn.PerStep;
import dev.recurve.nn.Recurrent;
import dev.recurve.optim.Adam;
import dev.recurve.optim.Sgd;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import dev.recurve.spi.CounterRandom;
import dev.recurve.spi.DType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Truncated backpropagation through time over streams longer than any window. */
class StreamTrainingTest {
  @TempDir private Path folder;

  private static float[][] noise(long seed, int steps) {
    float[][] values = new float[steps][1];
    for (int t = 0; t < steps; t++) {
      values[t][0] = 2 * CounterRandom.uniform(seed, t) - 1;
    }
    return values;
  }

  private static List<float[][]> streams(long seed, int... steps) {
    var streams = new ArrayList<float[][]>();
    for (int length : steps) {
      streams.add(noise(CounterRandom.derive(seed, streams.size()), length));
    }
    return streams;
  }

  private static List<float[][]> one(float[][] stream) {
    return List.<float[][]>of(stream);
  }

  private static StreamBatches<Sequence, Sequence> data() {
    return StreamBatches.values(streams(1, 23, 9, 17, 30, 2), streams(2, 23, 9, 17, 30, 2)).size(3);
  }

  private static Layer<Sequence, Sequence> net(ParamStore store) {
    return Lstm.sized(1, 4)
        .layers(2)
        .with(store.child("lstm"))
        .then(Gru.sized(4, 3).with(store.child("gru")))
        .then(PerStep.of(Linear.sized(3, 1).with(store.child("head"))));
  }

  private static ParamStore store() {
    return ParamStore.fresh(3, Device.standard().withType(DType.F64));
  }

  private static double[] weights(ParamStore store) {
    return store.values().values().stream()
        .flatMapToDouble(array -> Arrays.stream(array.toDoubles()))
        .toArray();
  }

  // ------------------------------------------------------- what is computed

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 7, 100})
  void readWindowByWindowPredictionsAreThoseOfWholeSequences(int window) {
    var store = store();
    var trainer = Trainer.of(store, net(store), Losses.mse().overSteps());
    var inputs = streams(1, 23, 9, 17, 30, 2);
    var whole = new ArrayList<List<Double>>();
    for (var input : inputs) {
      var alone = SequenceBatches.perStep(one(input), one(input));
      whole.add(trainer.predict(alone, (_, y) -> list(y.data().toDoubles())).getFirst());
    }

    var data = data().windows(window);
    var joined = new ArrayList<List<Double>>();
    inputs.forEach(_ -> joined.add(new ArrayList<>()));
    int[] first = {0};
    trainer.predict(
        data,
        (batch, y) -> {
          double[] values = y.data().toDoubles();
          int batchSize = y.batch();
          for (int b = 0; b < batchSize; b++) {
            for (int t = 0; t < y.lengths().at(b); t++) {
              joined.get(first[0] + b).add(values[t * batchSize + b]);
            }
          }
          if (joined.getFirst().size() == 23 && joined.get(2).size() == 17) {
            first[0] = 3;
          }
          return batch.size();
        });

    for (int s = 0; s < inputs.size(); s++) {
      new Tolerance(1e-12, 0).assertClose("stream " + s, array(joined.get(s)), array(whole.get(s)));
    }
    double loss = trainer.evaluate(data);
    var together = SequenceBatches.perStep(inputs, streams(2, 23, 9, 17, 30, 2));
    assertThat(loss).isCloseTo(trainer.evaluate(together), within(1e-12));
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Test
  void inOneWindowNothingIsTruncated() {
    var inputs = streams(1, 23, 9, 17);
    var targets = streams(2, 23, 9, 17);
    var windows = store();
    Trainer.of(windows, net(windows), Losses.mse().overSteps())
        .epochs(3)
        .fit(StreamBatches.values(inputs, targets).windows(30));
    var whole = store();
    Trainer.of(whole, net(whole), Losses.mse().overSteps())
        .epochs(3)
        .fit(SequenceBatches.perStep(inputs, targets));

    assertThat(Toy.bits(windows)).isEqualTo(Toy.bits(whole));
  }

  @Test
  void streamsBeginWithALearnedStart() {
    var inputs = streams(1, 23, 9, 17);
    var targets = streams(2, 23, 9, 17);
    var windows = store();
    Trainer.of(windows, learnedStart(windows), Losses.mse().overSteps())
        .epochs(3)
        .fit(StreamBatches.values(inputs, targets).windows(30));
    var whole = store();
    Trainer.of(whole, learnedStart(whole), Losses.mse().overSteps())
        .epochs(3)
        .fit(SequenceBatches.perStep(inputs, targets));

    assertThat(Toy.bits(windows)).isEqualTo(Toy.bits(whole));
  }

  private static Layer<Sequence, Sequence> learnedStart(ParamStore store) {
    return Lstm.sized(1, 4)
        .learnedStart()
        .with(store.child("lstm"))
        .then(PerStep.of(Linear.sized(4, 1).with(store.child("head"))));
  }

  /** h' = w·h + x, for which gradients can be worked out by hand. */
  private record LeakyCell(Parameter w) implements Cell<Hidden> {
    @Override
    public int inputSize() {
      return 1;
    }

    @Override
    public int outputSize() {
      return 1;
    }

    @Override
    public Hidden initialState(Tensor like, int batch) {
      return new Hidden(like.zeros(Shape.of(batch, 1)));
    }

    @Override
    public Hidden step(Tensor x, Hidden state) {
      return new Hidden(state.h().mul(w.value()).add(x));
    }
  }

  /** The same in plain numbers: each update runs its window from the states left for it. */
  private static double leaky(float[][] x, float[][] y, int advance, int reach, double rate) {
    double w = 0.5;
    double left = 0;
    int leftAt = 0;
    for (int start = 0; start < x.length; start += advance) {
      int stop = Math.min(start + advance, x.length);
      int gradientsFrom =
          reach < advance ? Math.max(start, stop - reach) : Math.max(0, start + advance - reach);
      int learnsFrom = Math.max(start, gradientsFrom);
      int nextAt = reach < advance ? stop : Math.max(0, start + 2 * advance - reach);
      double h = left;
      double next = left;
      double dh = 0;
      double gradient = 0;
      for (int t = leftAt; t < stop; t++) {
        dh = t < gradientsFrom ? 0 : (t == gradientsFrom ? 0 : dh) * w + h;
        h = w * h + x[t][0];
        if (t >= learnsFrom) {
          gradient += 2 * (h - y[t][0]) * dh / (stop - learnsFrom);
        }
        if (t + 1 == nextAt) {
          next = h;
        }
      }
      left = next;
      leftAt = Math.min(nextAt, stop);
      w -= rate * gradient;
    }
    return w;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 3", "3, 3", "2, 5", "4, 6", "5, 2", "7, 1", "4, 20", "30, 30", "30, 4"})
  void gradientsFlowBackAsFarAsTold(int advance, int reach) {
    float[][] x = noise(5, 23);
    float[][] y = noise(6, 23);
    var store = store();
    var w = store.get("w", Shape.of(1), new Init.Constant(0.5));
    Trainer.of(store, Recurrent.over(new LeakyCell(w)), Losses.mse().overSteps())
        .optimizer(Sgd.withRate(0.05))
        .epochs(1)
        .fit(StreamBatches.values(one(x), one(y)).windows(advance, reach));

    double expected = leaky(x, y, advance, reach, 0.05);

    assertThat(weights(store)[0]).isCloseTo(expected, within(1e-12));
  }

  @Test
  void howFarMakesADifference() {
    float[][] x = noise(5, 23);
    float[][] y = noise(6, 23);
    double near = leaky(x, y, 2, 2, 0.05);
    assertThat(leaky(x, y, 2, 5, 0.05)).isNotCloseTo(near, within(1e-5));
    assertThat(leaky(x, y, 2, 1, 0.05)).isNotCloseTo(near, within(1e-5));
  }

  // ------------------------------------------------------------- resuming

  private record Job(ParamStore store, Trainer<Sequence, Sequence, Sequence> trainer) {
    static Job create() {
      var store = ParamStore.fresh(3);
      return new Job(
          store,
          Trainer.of(store, net(store), Losses.mse().overSteps())
              .optimizer(Adam.withRate(0.02))
              .epochs(2));
    }
  }

  /** In the middle of the first streams, at their end, at the epoch's end, and after it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 5, 6, 13, 14, 16})
  void interruptedOrNotTheBitsAreTheSame(long steps) {
    var data = data().windows(4, 6);
    assertThat(data.count()).isEqualTo(6 + 8);
    var whole = Job.create();
    var expected = whole.trainer().fit(data, data);

    var file = folder.resolve("last.ckpt");
    var signal = new StopSignal();
    Job.create()
        .trainer()
        .checkpoint(CheckpointPolicy.at(file))
        .stopOn(signal)
        .callbacks(
            new Callback() {
              @Override
              public void onStep(StepProgress progress) {
                if (progress.step() == steps) {
                  signal.request();
                }
              }
            })
        .fit(data, data);
    var second = Job.create();
    var resumed = second.trainer().resume(file).fit(data, data);

    assertThat(Toy.bits(second.store())).isEqualTo(Toy.bits(whole.store()));
    assertThat(Toy.untimed(resumed.history())).isEqualTo(Toy.untimed(expected.history()));
    assertThat(Checkpoint.read(file).states()).as("two layers of LSTM, one of GRU").hasSize(5);
  }

  // -------------------------------------------------------------- learning

  /**
   * Ticks are to be counted from the last mark on; marks lie further apart than windows are long,
   * so that nobody can tell the count from a window alone.
   */
  private static StreamBatches<Sequence, Sequence> counting() {
    var inputs = new ArrayList<float[][]>();
    var targets = new ArrayList<float[][]>();
    for (int s = 0; s < 8; s++) {
      float[][] x = new float[600][2];
      float[][] y = new float[600][1];
      float count = 0;
      for (int t = 0; t < x.length; t++) {
        boolean mark = t % 40 == (5 * s) % 40;
        boolean tick = !mark && CounterRandom.uniform(s, t) < 0.3;
        count = mark ? 0 : count + (tick ? 1 : 0);
        x[t][0] = tick ? 1 : 0;
        x[t][1] = mark ? 1 : 0;
        y[t][0] = count / 10;
      }
      inputs.add(x);
      targets.add(y);
    }
    return StreamBatches.values(inputs, targets).windows(20);
  }

  private static double errorAfterLearning(StreamBatches<Sequence, Sequence> streams) {
    var store = ParamStore.fresh(5);
    Layer<Sequence, Sequence> net =
        Lstm.sized(2, 12)
            .with(store.child("lstm"))
            .then(PerStep.of(Linear.sized(12, 1).with(store.child("head"))));
    var trainer =
        Trainer.of(store, net, Losses.mse().overSteps())
            .optimizer(Adam.withRate(0.02))
            .clipNorm(1)
            .schedule(Schedule.perStep(Curve.cosine()))
            .epochs(60);
    trainer.fit(streams);
    return trainer.evaluate(streams);
  }

  /** The same windows as sequences that begin anew. */
  private static StreamBatches<Sequence, Sequence> cutIntoWindows(
      StreamBatches<Sequence, Sequence> streams) {
    var inputs = new ArrayList<float[][]>();
    var targets = new ArrayList<float[][]>();
    for (int index = 0; index < streams.count(); index++) {
      var batch = streams.batch(0, index);
      for (int b = 0; b < batch.size(); b++) {
        inputs.add(rows(batch.input(), b));
        targets.add(rows(batch.target(), b));
      }
    }
    return StreamBatches.values(inputs, targets).size(8).windows(20);
  }

  private static float[][] rows(Sequence sequence, int b) {
    float[] values = sequence.data().toArray();
    int features = sequence.size();
    float[][] rows = new float[sequence.lengths().at(b)][features];
    for (int t = 0; t < rows.length; t++) {
      System.arraycopy(values, (t * sequence.batch() + b) * features, rows[t], 0, features);
    }
    return rows;
  }

  @Test
  void countingOverWindowsIsLearntOnlyWhereStatesGoOn() {
    double carried = errorAfterLearning(counting());
    double anew = errorAfterLearning(cutIntoWindows(counting()));

    assertThat(carried).as("within half a tick on average").isLessThan(0.05 * 0.05);
    assertThat(anew).as("cannot be known").isGreaterThan(10 * carried);
  }

  @Test
  void learningRatesAreSearchedForWindowByWindow() {
    var job = Job.create();
    var before = Toy.bits(job.store());
    var range = new RateRange(1e-4, 0.01, 20);

    var search = job.trainer().findRate(data().windows(4), range);

    assertThat(search.points()).as("more than there are windows").hasSize(20);
    assertThat(job.trainer().findRate(data().windows(4), range)).isEqualTo(search);
    assertThat(Toy.bits(job.store())).isEqualTo(before);
  }

  // -------------------------------------------------------------- refusals

  @Test
  void modelsThatReadBackwardsAreRefused() {
    var store = ParamStore.fresh(3);
    Layer<Sequence, Sequence> net =
        Lstm.sized(1, 4)
            .bidirectional()
            .with(store.child("lstm"))
            .then(PerStep.of(Linear.sized(8, 1).with(store.child("head"))));
    var trainer = Trainer.of(store, net, Losses.mse().overSteps());

    assertThatThrownBy(() -> trainer.fit(data()))
        .isInstanceOf(RecurveException.class)
        .hasMessageContaining("Layer 0: Lstm(1 → 8, bidirectional) cannot run one step at a time");
    assertThatThrownBy(() -> trainer.evaluate(data()))
        .isInstanceOf(RecurveException.class)
        .hasMessageContaining("Lstm(1 → 8, bidirectional)");
  }

  @Test
  void layersOfUnknownMemoryAreRefused() {
    var store = ParamStore.fresh(3);
    var inner = net(store);
    Layer<Sequence, Sequence> own = inner::apply;

    assertThatThrownBy(() -> Trainer.of(store, own, Losses.mse().overSteps()).fit(data()))
        .isInstanceOf(RecurveException.class)
        .hasMessageContaining("cannot run one step at a time");
  }

  @Test
  void severalWorkersAreRefused() {
    var job = Job.create();
    assertThatThrownBy(() -> job.trainer().workers(2).fit(data()))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("received StreamBatches. Train with one worker");
  }

  @Test
  void theWindowThatWentBadIsNamed() {
    var store = ParamStore.fresh(3);
    var trainer =
        Trainer.of(store, net(store), Losses.mse().overSteps())
            .optimizer(Sgd.withRate(1e30))
            .epochs(1);

    assertThatThrownBy(() -> trainer.fit(data().windows(4)))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("batch 2 (steps 4…7 of streams 0…2)");
  }
}
