package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Layer;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tensors;
import dev.recurve.optim.Adam;
import dev.recurve.optim.Clipping;
import dev.recurve.optim.OptimizerState;
import dev.recurve.optim.Update;
import dev.recurve.params.ParamStore;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A dot runs along the rows or columns of an area and turns round at its edges. Where it will be
 * next cannot be seen in one frame, and the same weights have to know it at every place.
 */
class MovingDotsTest {
  private static final int SIDE = 4;
  private static final int PLACES = SIDE * SIDE;
  private static final int STEPS = 8;
  private static final int BATCH = 16;
  private static final int CHANNELS = 6;

  /** Frames one after the other; one more than there are steps, since the next one is wanted. */
  private static float[] frames(SplittableRandom random) {
    float[] frames = new float[(STEPS + 1) * BATCH * PLACES];
    for (int b = 0; b < BATCH; b++) {
      int[] at = {random.nextInt(SIDE), random.nextInt(SIDE)};
      int axis = random.nextInt(2);
      int way = random.nextBoolean() ? 1 : -1;
      for (int t = 0; t <= STEPS; t++) {
        frames[(t * BATCH + b) * PLACES + at[0] * SIDE + at[1]] = 1;
        if (at[axis] + way < 0 || at[axis] + way >= SIDE) {
          way = -way;
        }
        at[axis] += way;
      }
    }
    return frames;
  }

  private static Sequence input(float[] frames) {
    float[] seen = Arrays.copyOf(frames, STEPS * BATCH * PLACES);
    return Sequence.full(Tensors.of(Shape.of(STEPS, BATCH, PLACES), seen));
  }

  /** The frame after each. */
  private static Tensor wanted(float[] frames) {
    float[] next = Arrays.copyOfRange(frames, BATCH * PLACES, frames.length);
    return Tensors.of(Shape.of(STEPS, BATCH, PLACES), next);
  }

  /** Scores of all places: a convolutional LSTM, and one map from its channels at each place. */
  private static Layer<Sequence, Sequence> net(Params params) {
    var grid = Grid.area(SIDE, SIDE, 3);
    var score = Linear.sized(CHANNELS, 1).with(params.child("score"));
    return Recurrent.sized(PLACES, CHANNELS, ConvLstmCell.on(grid))
        .with(params.child("rnn"))
        .then(
            PerStep.of(
                rows -> {
                  int n = rows.shape().dim(0);
                  var channels = rows.reshape(Shape.of(n * PLACES, CHANNELS));
                  return score.apply(channels).reshape(Shape.of(n, PLACES));
                }));
  }

  /** The share of frames foretold from the second on, when its direction can be known. */
  private static double foretold(Layer<Sequence, Sequence> net, float[] frames) {
    double[] scores = net.apply(input(frames)).data().toDoubles();
    int right = 0;
    for (int row = BATCH; row < STEPS * BATCH; row++) {
      int best = 0;
      for (int place = 1; place < PLACES; place++) {
        if (scores[row * PLACES + place] > scores[row * PLACES + best]) {
          best = place;
        }
      }
      right += frames[(row + BATCH) * PLACES + best] == 1 ? 1 : 0;
    }
    return right / (double) ((STEPS - 1) * BATCH);
  }

  @Test
  void convolutionalLstmsForetellThem() {
    var params = ParamStore.fresh(3);
    var net = net(params);
    var blocks = params.seal();
    var optimizer = Adam.withRate(0.02);
    var state = OptimizerState.create(optimizer, blocks);
    var update = new Update(optimizer, state, blocks, new Clipping.ByGlobalNorm(1));
    var random = new SplittableRandom(5);
    var unseen = frames(new SplittableRandom(99));
    try (var steps = new Steps(params.device())) {
      double before = steps.infer(() -> foretold(net, unseen));
      assertThat(before).isLessThan(0.5);
      for (int step = 0; step < 200; step++) {
        var frames = frames(random);
        update.clear();
        steps.train(
            step,
            tape -> {
              var scores = net.apply(input(frames)).data().logSoftmax();
              tape.backward(scores.mul(wanted(frames)).sum().mul(-1.0 / (STEPS * BATCH)));
              update.apply(1);
              return frames.length;
            });
      }
      assertThat(steps.infer(() -> foretold(net, unseen))).isGreaterThan(0.95);

      var loaded = net(ParamStore.from(params.values(), params.device()));
      double[] expected = steps.infer(() -> net.apply(input(unseen)).data().toDoubles());
      assertThat(steps.infer(() -> loaded.apply(input(unseen)).data().toDoubles()))
          .containsExactly(expected);
    }
  }
}
