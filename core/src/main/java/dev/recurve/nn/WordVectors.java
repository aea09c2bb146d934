package dev.recurve.nn;

import dev.recurve.DataException;
import dev.recurve.spi.CounterRandom;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * Vectors of words that were trained elsewhere, read from a text file: a word and its numbers a
 * line, separated by spaces or tabs, as GloVe has them (Pennington et al. 2014); before them, as in
 * word2vec's text form (Mikolov et al. 2013), there may be a line with the number of words and the
 * size of their vectors. Where a word comes twice, the first one counts. Immutable.
 */
public final class WordVectors {
  private final int size;
  private final Map<String, float[]> vectors;

  private WordVectors(int size, Map<String, float[]> vectors) {
    this.size = size;
    this.vectors = vectors;
  }

  /**
   * Reads all words of a file in UTF-8; one whose name ends in {@code .gz} is unpacked.
   *
   * @throws DataException if it cannot be read or is malformed, naming the line
   */
  public static WordVectors read(Path file) {
    return read(file, _ -> true);
  }

  /**
   * Reads the words of a vocabulary alone, which takes a small part of a large file's memory.
   *
   * @throws DataException if it cannot be read or is malformed, naming the line
   */
  public static WordVectors read(Path file, Set<String> wanted) {
    return read(file, wanted::contains);
  }

  private static WordVectors read(Path file, Predicate<String> wanted) {
    try (var in = open(file);
        var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return read(reader, file.toString(), wanted);
    } catch (IOException e) {
      throw new DataException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    var plain = Files.newInputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(plain) : plain;
  }

  /**
   * Reads all words of a text.
   *
   * @param name what messages call it
   * @throws DataException if it is malformed, naming the line
   * @throws IOException if it cannot be read
   */
  public static WordVectors read(Reader text, String name) throws IOException {
    return read(text, name, _ -> true);
  }

  private static WordVectors read(Reader text, String name, Predicate<String> wanted)
      throws IOException {
    var parser = new Parser(name, wanted);
    var lines = new BufferedReader(text);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      parser.read(line);
    }
    return parser.finish();
  }

  /** Numbers of each vector. */
  public int size() {
    return size;
  }

  /** The words, in order of the file. */
  public List<String> words() {
    return List.copyOf(vectors.keySet());
  }

  /** A copy of a word's vector, if there is one. */
  public Optional<float[]> vector(String word) {
    return Optional.ofNullable(vectors.get(word)).map(float[]::clone);
  }

  /** The share of words that have a vector, 0 for none of them. */
  public double coverage(List<String> words) {
    long found = words.stream().filter(vectors::containsKey).count();
    return words.isEmpty() ? 0 : (double) found / words.size();
  }

  /**
   * The vectors of a vocabulary, one after another. A word without a vector gets one that is drawn
   * as if it were one of them: normal, with their mean and deviation number by number, the same
   * each time for the same word.
   */
  public float[] table(List<String> words) {
    float[] table = new float[Math.multiplyExact(words.size(), size)];
    double[] mean = new double[size];
    double[] deviation = new double[size];
    measure(mean, deviation);
    for (int w = 0; w < words.size(); w++) {
      var vector = vectors.get(words.get(w));
      if (vector != null) {
        System.arraycopy(vector, 0, table, w * size, size);
      } else {
        long key = CounterRandom.derive(size, words.get(w).hashCode());
        for (int i = 0; i < size; i++) {
          table[w * size + i] = (float) (mean[i] + deviation[i] * CounterRandom.normal(key, i));
        }
      }
    }
    return table;
  }

  private void measure(double[] mean, double[] deviation) {
    for (float[] vector : vectors.values()) {
      for (int i = 0; i < size; i++) {
        mean[i] += vector[i] / (double) vectors.size();
      }
    }
    for (float[] vector : vectors.values()) {
      for (int i = 0; i < size; i++) {
        deviation[i] += (vector[i] - mean[i]) * (vector[i] - mean[i]) / vectors.size();
      }
    }
    Arrays.setAll(deviation, i -> Math.sqrt(deviation[i]));
  }

  @Override
  public String toString() {
    return "WordVectors(%d words, %d numbers each)".formatted(vectors.size(), size);
  }

  /** Reads line by line. */
  private static final class Parser {
    private final String name;
    private final Predicate<String> wanted;
    private final Map<String, float[]> vectors = new LinkedHashMap<>();
    private Optional<Header> header = Optional.empty();
    private int size;
    private long line;
    private long read;

    /** What word2vec writes before the words. */
    private record Header(long words, int size) {}

    Parser(String name, Predicate<String> wanted) {
      this.name = name;
      this.wanted = wanted;
    }

    void read(String raw) {
      line++;
      String text = raw.stripTrailing();
      if (text.isEmpty()) {
        throw error("is empty; each line has a word and its numbers");
      }
      if (line == 1 && isHeader(text)) {
        return;
      }
      if (size == 0) {
        size = fields(text) - 1;
        if (size < 1) {
          throw error("expected a word and its numbers, received '%s'", brief(text));
        }
      }
      int numbers = lastFields(text);
      String word = text.substring(0, numbers).strip();
      requireOneWord(word);
      read++;
      if (wanted.test(word) && !vectors.containsKey(word)) {
        vectors.put(word, numbers(text, numbers, word));
      }
    }

    private boolean isHeader(String text) {
      String[] fields = text.split("[ \t]+");
      if (fields.length != 2 || !fields[0].matches("\\d{1,18}") || !fields[1].matches("\\d{1,9}")) {
        return false;
      }
      size = Integer.parseInt(fields[1]);
      header = Optional.of(new Header(Long.parseLong(fields[0]), size));
      if (size == 0) {
        throw error("says that vectors have no numbers");
      }
      return true;
    }

    private static boolean isSpace(char c) {
      return c == ' ' || c == '\t';
    }

    private static int fields(String text) {
      int fields = 0;
      for (int i = 0; i < text.length(); i++) {
        boolean begins = !isSpace(text.charAt(i)) && (i == 0 || isSpace(text.charAt(i - 1)));
        fields += begins ? 1 : 0;
      }
      return fields;
    }

    /** Where the last fields begin, as many as a vector has; what is before is the word. */
    private int lastFields(String text) {
      int at = text.length();
      for (int field = 0; field < size; field++) {
        while (at > 0 && isSpace(text.charAt(at - 1))) {
          at--;
        }
        while (at > 0 && !isSpace(text.charAt(at - 1))) {
          at--;
        }
      }
      if (text.substring(0, at).isBlank()) {
        throw error(
            "expected a word and %d numbers, received %d fields: '%s'",
            size, fields(text), brief(text));
      }
      return at;
    }

    /** Some words have spaces within, but a number before the numbers is one too many. */
    private void requireOneWord(String word) {
      int last = Math.max(word.lastIndexOf(' '), word.lastIndexOf('\t'));
      if (last >= 0 && isNumber(word.substring(last + 1))) {
        throw error(
            "expected a word and %d numbers, received %d more: '%s'",
            size, fields(word) - 1, brief(word));
      }
    }

    private static boolean isNumber(String field) {
      try {
        Float.parseFloat(field);
        return true;
      } catch (NumberFormatException _) {
        return false;
      }
    }

    private float[] numbers(String text, int from, String word) {
      float[] vector = new float[size];
      int at = from;
      for (int i = 0; i < size; i++) {
        while (isSpace(text.charAt(at))) {
          at++;
        }
        int end = at;
        while (end < text.length() && !isSpace(text.charAt(end))) {
          end++;
        }
        vector[i] = number(text.substring(at, end), i, word);
        at = end;
      }
      return vector;
    }

    private float number(String field, int index, String word) {
      try {
        float value = Float.parseFloat(field);
        if (Float.isFinite(value)) {
          return value;
        }
      } catch (NumberFormatException _) {
        // told below
      }
      throw error(
          "number %d of '%s' is '%s'; vectors have %d finite numbers, written as 0.25 or -1e-3",
          index + 1, brief(word), brief(field), size);
    }

    private static String brief(String text) {
      return text.length() <= 40 ? text : text.substring(0, 39) + "…";
    }

    private DataException error(String what, Object... parts) {
      return new DataException("%s, line %d: %s".formatted(name, line, what.formatted(parts)));
    }

    WordVectors finish() {
      if (read == 0) {
        throw new DataException("%s has no words".formatted(name));
      }
      header
          .filter(told -> told.words() != read)
          .ifPresent(
              told -> {
                throw new DataException(
                    "%s, line 1: says that there are %d words, but %d follow; is the file complete?"
                        .formatted(name, told.words(), read));
              });
      return new WordVectors(size, vectors);
    }
  }
}
