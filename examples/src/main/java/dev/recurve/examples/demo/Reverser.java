package dev.recurve.examples.demo;

import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.Tensors;
import dev.recurve.nn.AdditiveAttention;
import dev.recurve.nn.Attended;
import dev.recurve.nn.AttentionMemory;
import dev.recurve.nn.Embedding;
import dev.recurve.nn.Gru;
import dev.recurve.nn.GruCell;
import dev.recurve.nn.Hidden;
import dev.recurve.nn.Linear;
import dev.recurve.nn.PerStep;
import dev.recurve.nn.Pool;
import dev.recurve.nn.Recurrent;
import dev.recurve.spi.Bias;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An encoder and a decoder with attention between them (Bahdanau et al. 2015): a GRU reads the
 * digits in both directions; another writes the answer, and before each digit it looks at what has
 * been read.
 */
final class Reverser implements Layer<Reverser.Pair, Sequence> {

  /**
   * What it learns from.
   *
   * @param source what is to be reversed
   * @param previous what stands before each token of the answer: its begin, then all but its last
   */
  record Pair(Tokens source, Tokens previous) {}

  /**
   * What it wrote.
   *
   * @param digits without the end
   * @param weights how much each written token, the end included, looked at each digit that was
   *     read: {@code [tokens][digits]}
   */
  record Answer(int[] digits, double[][] weights) {}

  /** One step of the decoder. */
  private record Step(Hidden state, Attended found, Tensor output) {}

  private final Embedding readable;
  private final Recurrent<Hidden> encoder;
  private final Linear beginning;
  private final AdditiveAttention attention;
  private final Embedding writable;
  private final GruCell decoder;
  private final Linear choice;

  /**
   * Builds it.
   *
   * @param embedding features of each token
   * @param units of the encoder in each direction, of the decoder and of the attention
   */
  Reverser(int embedding, int units, Params params) {
    int memory = 2 * units;
    readable = Embedding.sized(DigitStrings.DIGITS, embedding).with(params.child("read"));
    encoder = Gru.sized(embedding, units).bidirectional().with(params.child("encoder"));
    beginning = Linear.sized(memory, units).with(params.child("beginning"));
    attention = AdditiveAttention.sized(units, memory, units).with(params.child("attention"));
    writable = Embedding.sized(DigitStrings.TOKENS, embedding).with(params.child("write"));
    decoder =
        new GruCell(embedding + memory, units, true, Bias.BOTH, params.child("decoder"), "_l0");
    choice = Linear.sized(units + memory, DigitStrings.TOKENS).with(params.child("choice"));
  }

  /** The logits of each token of the answer, where all before it are known. */
  @Override
  public Sequence apply(Pair pair) {
    var read = encoder.apply(readable.apply(pair.source));
    var memory = attention.over(read);
    var inputs = writable.apply(pair.previous);
    var lengths = pair.previous.lengths();
    var state = begin(read);
    var outputs = new ArrayList<Tensor>();
    for (int t = 0; t < lengths.max(); t++) {
      var step = step(memory, inputs.data().at(t), state);
      state = step.state;
      outputs.add(step.output.reshape(Shape.of(1).then(step.output.shape())));
    }
    var steps = outputs.getFirst().concat(0, outputs.subList(1, outputs.size()));
    return PerStep.of(choice).apply(Sequence.of(steps, lengths));
  }

  /** Where each direction has read everything. */
  private Hidden begin(Sequence read) {
    return new Hidden(beginning.apply(Pool.bothEnds().apply(read)).tanh());
  }

  private Step step(AttentionMemory memory, Tensor previous, Hidden state) {
    var found = memory.attend(state.h());
    var next = decoder.step(previous.concat(1, List.of(found.context())), state);
    return new Step(next, found, next.h().concat(1, List.of(found.context())));
  }

  /**
   * Writes answers, token by token, always the likeliest; inside a step.
   *
   * @param longest most digits of an answer
   */
  List<Answer> answer(List<int[]> strings, int longest) {
    var read = encoder.apply(readable.apply(DigitStrings.tokens(strings)));
    var memory = attention.over(read);
    var state = begin(read);
    var drafts = strings.stream().map(string -> new Draft(string.length)).toList();
    int[] previous = new int[drafts.size()];
    Arrays.fill(previous, DigitStrings.BEGIN);
    for (int t = 0; t <= longest && !drafts.stream().allMatch(draft -> draft.ended); t++) {
      var step = step(memory, embedded(previous), state);
      state = step.state;
      double[] logits = choice.apply(step.output).toDoubles();
      double[] weights = step.found.weights().toDoubles();
      for (int b = 0; b < previous.length; b++) {
        previous[b] = likeliest(logits, b * DigitStrings.TOKENS);
        drafts.get(b).add(previous[b], weights, b * memory.steps());
      }
    }
    return drafts.stream().map(Draft::finished).toList();
  }

  private Tensor embedded(int[] tokens) {
    var ids = Tensors.ofInts(Shape.of(1, tokens.length), tokens);
    return writable.apply(new Tokens(ids, Lengths.full(tokens.length, 1))).data().at(0);
  }

  private static int likeliest(double[] logits, int from) {
    int best = 0;
    for (int token = 1; token < DigitStrings.TOKENS; token++) {
      best = logits[from + token] > logits[from + best] ? token : best;
    }
    return best;
  }

  /** An answer that is being written. */
  private static final class Draft {
    private final int read;
    private final List<Integer> digits = new ArrayList<>();
    private final List<double[]> weights = new ArrayList<>();
    private boolean ended;

    Draft(int read) {
      this.read = read;
    }

    void add(int token, double[] allWeights, int from) {
      if (ended) {
        return;
      }
      weights.add(Arrays.copyOfRange(allWeights, from, from + read));
      if (token == DigitStrings.END) {
        ended = true;
      } else {
        digits.add(token);
      }
    }

    Answer finished() {
      return new Answer(
          digits.stream().mapToInt(Integer::intValue).toArray(), weights.toArray(double[][]::new));
    }
  }
}
