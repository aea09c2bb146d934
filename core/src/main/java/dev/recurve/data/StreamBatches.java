package dev.recurve.data;

import dev.recurve.DataException;
import dev.recurve.Sequence;
import dev.recurve.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sequences that are longer than what is learnt from at once: streams. Some of them advance
 * together, window by window, and a model's states go on from each window to the next, until the
 * longest has ended; then the next ones begin anew. So a model is trained over streams of any
 * length, by backpropagation through time that is truncated (Williams and Peng 1990): every {@code
 * advance} steps the optimiser learns from these steps, and gradients flow back over {@code reach}
 * steps.
 *
 * <p>A batch here is a window. Everything is set by methods that give a new data set; this one
 * never changes.
 *
 * @param <I> the model's input
 * @param <Y> the target at each step
 */
public final class StreamBatches<I, Y> implements Batches<I, Y> {
  private final StreamColumn<I> inputs;
  private final StreamColumn<Y> targets;
  private final int together;
  private final int advance;
  private final int reach;

  /** Where the windows of each group of streams begin among all, and after them how many it is. */
  private final int[] firstWindows;

  private StreamBatches(
      StreamColumn<I> inputs, StreamColumn<Y> targets, int together, int advance, int reach) {
    this.inputs = inputs;
    this.targets = targets;
    this.together = together;
    this.advance = advance;
    this.reach = reach;
    this.firstWindows = new int[Math.ceilDiv(inputs.count(), together) + 1];
    for (int group = 0; group + 1 < firstWindows.length; group++) {
      firstWindows[group + 1] =
          Math.addExact(firstWindows[group], Math.ceilDiv(longest(streams(group)), advance));
    }
  }

  private static <I, Y> StreamBatches<I, Y> of(StreamColumn<I> inputs, StreamColumn<Y> targets) {
    if (inputs.count() == 0 || inputs.count() != targets.count()) {
      throw new DataException(
          "At least one stream and a target for each are needed, received %d inputs and %d targets"
              .formatted(inputs.count(), targets.count()));
    }
    Checks.requireSameSteps(inputs.count(), inputs::steps, targets::steps);
    return new StreamBatches<>(inputs, targets, inputs.count(), 32, 32);
  }

  /**
   * Streams of features with a vector to predict at each step. All advance together, in windows of
   * 32 steps.
   *
   * @param inputs one entry a stream, {@code [steps][features]}, at least one step
   * @param targets one entry a stream, {@code [steps][n]}, as many steps as its input
   * @throws DataException if sizes do not fit, or a value is not finite, naming the place
   */
  public static StreamBatches<Sequence, Sequence> values(
      List<float[][]> inputs, List<float[][]> targets) {
    return of(FloatSequences.of("input", inputs), FloatSequences.of("target", targets));
  }

  /**
   * Streams of features with a class to predict at each step.
   *
   * @param inputs one entry a stream, {@code [steps][features]}, at least one step
   * @param labels as many classes a stream as its input has steps, 0…classes-1
   * @throws DataException if sizes do not fit, a value is not finite, or a class is out of range,
   *     naming the place
   */
  public static StreamBatches<Sequence, Tokens> classes(
      List<float[][]> inputs, List<int[]> labels, int classes) {
    return of(FloatSequences.of("input", inputs), TokenSequences.of("target", labels, classes));
  }

  /**
   * Streams of tokens with a token or tag to predict at each step.
   *
   * @param inputs token ids, 0…vocabulary-1, at least one a stream
   * @param targets as many ids a stream as its input, 0…tags-1
   * @throws DataException if sizes do not fit, or an id is out of range, naming the place
   */
  public static StreamBatches<Tokens, Tokens> tokens(
      List<int[]> inputs, int vocabulary, List<int[]> targets, int tags) {
    return of(
        TokenSequences.of("input", inputs, vocabulary), TokenSequences.of("target", targets, tags));
  }

  /**
   * One long text, in which the next token is to be predicted at each step. It is cut into streams
   * of the same length, side by side; the last one may be shorter. Every token but the first is a
   * target once.
   *
   * @param text token ids, 0…vocabulary-1
   * @param streams how many advance together
   * @throws DataException if the text is too short, or an id is out of range, naming the place
   */
  public static StreamBatches<Tokens, Tokens> nextToken(int[] text, int vocabulary, int streams) {
    if (streams < 1) {
      throw new IllegalArgumentException(
          "A text is cut into at least 1 stream, received " + streams);
    }
    int steps = text.length - 1;
    int each = Math.max(1, Math.ceilDiv(steps, streams));
    if (steps < 1 || Math.ceilDiv(steps, each) != streams) {
      throw new DataException(
          "A text of %d tokens cannot be cut into %d streams of the same length; ask for fewer"
              .formatted(text.length, streams));
    }
    var inputs = new ArrayList<int[]>();
    var targets = new ArrayList<int[]>();
    for (int from = 0; from < steps; from += each) {
      int to = Math.min(from + each, steps);
      inputs.add(Arrays.copyOfRange(text, from, to));
      targets.add(Arrays.copyOfRange(text, from + 1, to + 1));
    }
    return tokens(inputs, vocabulary, targets, vocabulary);
  }

  /** With so many streams advancing together; those after them come when they have ended. */
  public StreamBatches<I, Y> size(int streams) {
    if (streams < 1) {
      throw new IllegalArgumentException(
          "At least 1 stream advances at a time, received " + streams);
    }
    return new StreamBatches<>(inputs, targets, Math.min(streams, inputs.count()), advance, reach);
  }

  /** With windows of so many steps, at least 1, over which gradients flow back. */
  public StreamBatches<I, Y> windows(int steps) {
    return windows(steps, steps);
  }

  /**
   * With windows over which gradients flow back further than they advance, or less far: truncated
   * backpropagation through time as TBPTT(k1, k2) (Sutskever 2013). Where they flow less far, only
   * the last {@code reach} steps of each window are learnt from.
   *
   * @param advance k1, steps from one update to the next, at least 1
   * @param reach k2, steps that gradients flow back, at least 1
   */
  public StreamBatches<I, Y> windows(int advance, int reach) {
    if (advance < 1 || reach < 1) {
      throw new IllegalArgumentException(
          "Windows advance by at least 1 step and gradients flow back over at least 1, received %d and %d"
              .formatted(advance, reach));
    }
    return new StreamBatches<>(inputs, targets, together, advance, reach);
  }

  /** Number of streams. */
  public int streams() {
    return inputs.count();
  }

  @Override
  public int count() {
    return firstWindows[firstWindows.length - 1];
  }

  /** Whether states begin anew with a window. */
  public boolean begins(int index) {
    return from(index) == 0;
  }

  /** The steps by which a window advances, all of them; to measure on, in order. */
  @Override
  public Batch<I, Y> batch(long epoch, int index) {
    return cut(index, from(index), from(index) + advance);
  }

  /**
   * A window as it is learnt from, piece by piece.
   *
   * @param index 0…count-1
   */
  public List<WindowPiece> pieces(int index) {
    int from = from(index);
    return WindowPiece.of(from, advance, reach, longest(streams(group(index))));
  }

  /**
   * The tensors of a piece; called inside a step.
   *
   * @param index the window's
   */
  public Batch<I, Y> batch(int index, WindowPiece piece) {
    return cut(index, piece.from(), piece.to());
  }

  private Batch<I, Y> cut(int index, int from, int to) {
    int[] streams = streams(group(index));
    return new Batch<>(
        inputs.cut(streams, from, to).get(), targets.cut(streams, from, to).get(), streams.length);
  }

  private int group(int index) {
    if (index < 0 || index >= count()) {
      throw new IllegalArgumentException(
          "There is no window %d; an epoch has %d".formatted(index, count()));
    }
    int group = 0;
    while (firstWindows[group + 1] <= index) {
      group++;
    }
    return group;
  }

  /** First step of a window. */
  private int from(int index) {
    return (index - firstWindows[group(index)]) * advance;
  }

  private int[] streams(int group) {
    return IntStream.range(group * together, Math.min((group + 1) * together, inputs.count()))
        .toArray();
  }

  private int longest(int[] streams) {
    return Arrays.stream(streams).map(inputs::steps).max().orElseThrow();
  }

  /** For example {@code steps 64…95 of streams 0…7}. */
  @Override
  public String describe(long epoch, int index) {
    int[] streams = streams(group(index));
    return "steps %d…%d of streams %d…%d"
        .formatted(from(index), from(index) + advance - 1, streams[0], streams[streams.length - 1]);
  }

  @Override
  public long fingerprint() {
    return new ContentHash()
        .add(inputs.fingerprint())
        .add(targets.fingerprint())
        .add(together)
        .add(advance)
        .add(reach)
        .value();
  }
}
