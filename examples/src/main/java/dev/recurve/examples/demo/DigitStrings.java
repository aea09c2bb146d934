package dev.recurve.examples.demo;

import dev.recurve.Lengths;
import dev.recurve.Shape;
import dev.recurve.Tokens;
import dev.recurve.autodiff.Tensors;
import dev.recurve.data.Column;
import dev.recurve.data.ExampleBatches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Strings of digits to be reversed. About a tenth of all strings, of every length, are held out:
 * they are never trained on.
 */
final class DigitStrings {
  static final int DIGITS = 10;

  /** What comes before an answer's first digit. */
  static final int BEGIN = 10;

  /** What comes after its last. */
  static final int END = 11;

  static final int TOKENS = 12;

  private static final int HELD_OUT = 10;

  private DigitStrings() {}

  /**
   * Draws strings; each length is as likely as any other.
   *
   * @param longest most digits of a string, at least 2, so that there are strings of both kinds
   * @param heldOut whether those that are held out are wanted, or the others
   */
  static List<int[]> draw(long seed, int count, int longest, boolean heldOut) {
    var random = new Random(seed);
    var strings = new ArrayList<int[]>();
    while (strings.size() < count) {
      int[] string = random.ints(1 + random.nextInt(longest), 0, DIGITS).toArray();
      if (isHeldOut(string) == heldOut) {
        strings.add(string);
      }
    }
    return strings;
  }

  /** Follows from the digits alone. */
  static boolean isHeldOut(int[] string) {
    long mixed = Arrays.hashCode(string) * 0x9E3779B97F4A7C15L;
    return Long.remainderUnsigned(mixed >>> 20, HELD_OUT) == 0;
  }

  static int[] reversed(int[] string) {
    int[] reversed = new int[string.length];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = string[string.length - 1 - i];
    }
    return reversed;
  }

  /** Each string beside its answer, which is also what the decoder sees, one step late. */
  static ExampleBatches<Reverser.Pair, Tokens> batches(List<int[]> strings) {
    var before = strings.stream().map(s -> joined(new int[] {BEGIN}, reversed(s))).toList();
    var answers = strings.stream().map(s -> joined(reversed(s), new int[] {END})).toList();
    return ExampleBatches.of(
        new Strings<>(
            strings,
            some -> new Reverser.Pair(tokens(pick(strings, some)), tokens(pick(before, some)))),
        new Strings<>(answers, some -> tokens(pick(answers, some))));
  }

  private static int[] joined(int[] first, int[] second) {
    int[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static List<int[]> pick(List<int[]> all, int[] some) {
    return Arrays.stream(some).mapToObj(all::get).toList();
  }

  /** A padded batch, inside a step. */
  static Tokens tokens(List<int[]> strings) {
    var lengths = Lengths.of(strings.stream().mapToInt(s -> s.length).toArray());
    int[] ids = new int[lengths.max() * lengths.batch()];
    for (int b = 0; b < lengths.batch(); b++) {
      for (int t = 0; t < lengths.at(b); t++) {
        ids[t * lengths.batch() + b] = strings.get(b)[t];
      }
    }
    return new Tokens(Tensors.ofInts(Shape.of(lengths.max(), lengths.batch()), ids), lengths);
  }

  private record Strings<T>(List<int[]> strings, Function<int[], T> make) implements Column<T> {
    @Override
    public int count() {
      return strings.size();
    }

    @Override
    public Supplier<T> prepare(int[] examples) {
      return () -> make.apply(examples);
    }

    @Override
    public long fingerprint() {
      long hash = 1;
      for (int[] string : strings) {
        hash = 31 * hash + Arrays.hashCode(string);
      }
      return hash;
    }
  }
}
