package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tokens;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tensors;
import dev.recurve.data.Column;
import dev.recurve.data.ExampleBatches;
import dev.recurve.loss.Losses;
import dev.recurve.optim.Adam;
import dev.recurve.params.ParamStore;
import dev.recurve.train.Callback;
import dev.recurve.train.CheckpointPolicy;
import dev.recurve.train.StepProgress;
import dev.recurve.train.StopSignal;
import dev.recurve.train.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A convolutional recurrent network reads pictures of words whose letters have no marked places:
 * convolution, normalisation and pooling in front, a recurrent layer, and CTC behind.
 */
class GlyphReaderTest {
  private static final int HEIGHT = 5;

  /** Letters 1, 2 and 3, column by column; class 0 is CTC's blank. */
  private static final List<String[]> GLYPHS =
      List.of(
          new String[] {"#####", "#...#", "#####"},
          new String[] {"....#", "#####"},
          new String[] {"#.#.#", "#.#.#", "#####"});

  /** A picture and what it spells. */
  private record Word(float[][] columns, int[] letters) {
    static Word draw(Random random) {
      int[] letters = random.ints(1 + random.nextInt(3), 1, 1 + GLYPHS.size()).toArray();
      var columns = new ArrayList<float[]>();
      for (int letter : letters) {
        space(columns, random);
        for (String column : GLYPHS.get(letter - 1)) {
          columns.add(column(column, random));
        }
      }
      space(columns, random);
      return new Word(columns.toArray(float[][]::new), letters);
    }

    private static void space(List<float[]> columns, Random random) {
      int width = 1 + random.nextInt(2);
      for (int i = 0; i < width; i++) {
        columns.add(column(".....", random));
      }
    }

    private static float[] column(String dots, Random random) {
      float[] column = new float[HEIGHT];
      for (int h = 0; h < HEIGHT; h++) {
        column[h] = (dots.charAt(h) == '#' ? 1 : 0) + 0.2f * (random.nextFloat() - 0.5f);
      }
      return column;
    }
  }

  private static List<Word> words(long seed, int count) {
    var random = new Random(seed);
    return IntStream.range(0, count).mapToObj(_ -> Word.draw(random)).toList();
  }

  private record Side<T>(List<Word> words, Make<T> make) implements Column<T> {
    interface Make<T> {
      T of(List<Word> words);
    }

    @Override
    public int count() {
      return words.size();
    }

    @Override
    public Supplier<T> prepare(int[] examples) {
      var some = Arrays.stream(examples).mapToObj(words::get).toList();
      return () -> make.of(some);
    }

    @Override
    public long fingerprint() {
      return words.size();
    }
  }

  private static Sequence pictures(List<Word> words) {
    var lengths = Lengths.of(words.stream().mapToInt(word -> word.columns.length).toArray());
    float[] all = new float[lengths.max() * lengths.batch() * HEIGHT];
    for (int b = 0; b < words.size(); b++) {
      for (int t = 0; t < lengths.at(b); t++) {
        int at = (t * lengths.batch() + b) * HEIGHT;
        System.arraycopy(words.get(b).columns[t], 0, all, at, HEIGHT);
      }
    }
    var shape = Shape.of(lengths.max(), lengths.batch(), HEIGHT);
    return Sequence.of(Tensors.of(shape, all), lengths);
  }

  private static Tokens letters(List<Word> words) {
    var lengths = Lengths.of(words.stream().mapToInt(word -> word.letters.length).toArray());
    int[] ids = new int[lengths.max() * lengths.batch()];
    for (int b = 0; b < words.size(); b++) {
      for (int t = 0; t < lengths.at(b); t++) {
        ids[t * lengths.batch() + b] = words.get(b).letters[t];
      }
    }
    return new Tokens(Tensors.ofInts(Shape.of(lengths.max(), lengths.batch()), ids), lengths);
  }

  private static ExampleBatches<Sequence, Tokens> train() {
    var words = words(1, 320);
    return ExampleBatches.of(
            side(words, GlyphReaderTest::pictures), side(words, GlyphReaderTest::letters))
        .size(16)
        .shuffled(3);
  }

  private static <T> Side<T> side(List<Word> words, Side.Make<T> make) {
    return new Side<>(words, make);
  }

  private static Layer<Sequence, Sequence> reader(Params params) {
    return Features.shaped(HEIGHT, 1)
        .then(Conv2d.sized(1, 6, Span.square(3)).same().with(params.child("conv")))
        .then(PerStep.of(BatchNorm.sized(6).with(params.child("norm")).then(Activations.relu())))
        .then(WindowPool.max(new Span(1, 2)).keepingRest())
        .then(Features.flat())
        .then(Gru.sized(18, 12).bidirectional().with(params.child("gru")))
        .then(PerStep.of(Linear.sized(24, 1 + GLYPHS.size()).with(params.child("letters"))));
  }

  private static Trainer<Sequence, ?, Tokens> trainer(ParamStore params, int epochs) {
    return Trainer.of(params, reader(params), Losses.ctc())
        .optimizer(Adam.withRate(0.01))
        .seed(5)
        .epochs(epochs);
  }

  @Test
  void learnsToRead() {
    var params = ParamStore.fresh(2);
    trainer(params, 8).fit(train());
    var unseen = words(99, 100);
    var net = reader(params.snapshot());
    try (var steps = new Steps(params.device())) {
      long right =
          steps.infer(
              () -> {
                var logits = net.apply(pictures(unseen));
                double[] values = logits.data().toDoubles();
                return IntStream.range(0, unseen.size())
                    .filter(b -> Arrays.equals(spelled(logits, values, b), unseen.get(b).letters))
                    .count();
              });
      assertThat(right).isGreaterThan(95);
    }
  }

  /** The likeliest class of each step; neighbours that are equal count once, blanks not at all. */
  private static int[] spelled(Sequence logits, double[] values, int b) {
    var letters = new ArrayList<Integer>();
    int previous = 0;
    for (int t = 0; t < logits.lengths().at(b); t++) {
      int at = (t * logits.batch() + b) * logits.size();
      int best = 0;
      for (int c = 1; c < logits.size(); c++) {
        best = values[at + c] > values[at + best] ? c : best;
      }
      if (best != 0 && best != previous) {
        letters.add(best);
      }
      previous = best;
    }
    return letters.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The running statistics are resumed with the weights, bit by bit. */
  @Test
  void anInterruptedRunGoesOnWithItsStatistics(@TempDir Path folder) {
    var whole = ParamStore.fresh(2);
    trainer(whole, 2).fit(train());
    var file = folder.resolve("last.ckpt");
    var signal = new StopSignal();
    trainer(ParamStore.fresh(2), 2)
        .checkpoint(CheckpointPolicy.at(file))
        .stopOn(signal)
        .callbacks(
            new Callback() {
              @Override
              public void onStep(StepProgress progress) {
                if (progress.step() == 23) {
                  signal.request();
                }
              }
            })
        .fit(train());
    var second = ParamStore.fresh(2);
    trainer(second, 2).resume(file).fit(train());
    assertThat(second.values().keySet()).contains("norm.running_mean");
    second
        .values()
        .forEach(
            (name, array) ->
                assertThat(array.toDoubles())
                    .as(name)
                    .isEqualTo(whole.values().get(name).toDoubles()));
  }

  /** Each worker's part counts, in order, so that timing changes nothing. */
  @Test
  void severalWorkersFollowTheBatchesInOrder() {
    double[][] means = new double[3][];
    for (int run = 0; run < means.length; run++) {
      var params = ParamStore.fresh(2);
      trainer(params, 1).workers(run == 0 ? 1 : 3).fit(train());
      means[run] = params.values().get("norm.running_mean").toDoubles();
    }
    assertThat(means[1]).doesNotContain(0).isEqualTo(means[2]);
    for (int i = 0; i < means[0].length; i++) {
      assertThat(means[1][i]).isCloseTo(means[0][i], within(0.15));
    }
  }
}
