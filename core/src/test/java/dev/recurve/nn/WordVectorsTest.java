package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recurve.DataException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of word vectors in both forms, whole and damaged. */
class WordVectorsTest {
  private static WordVectors read(String text) throws IOException {
    return WordVectors.read(new StringReader(text), "vectors.txt");
  }

  @Test
  void gloveAsItIs() throws IOException {
    var vectors = read("the 0.25 -1e-3 3\nNew_York 4 5 6\n");
    assertThat(vectors.size()).isEqualTo(3);
    assertThat(vectors.words()).containsExactly("the", "New_York");
    assertThat(vectors.vector("the").orElseThrow()).containsExactly(0.25f, -0.001f, 3f);
    assertThat(vectors.vector("The")).isEmpty();
    assertThat(vectors).hasToString("WordVectors(2 words, 3 numbers each)");
  }

  @Test
  void word2vecAsItIs() throws IOException {
    var vectors = read("2 3\r\nder 1 2 3 \r\ndie\t4\t5 6\r\n");
    assertThat(vectors.words()).containsExactly("der", "die");
    assertThat(vectors.vector("die").orElseThrow()).containsExactly(4, 5, 6);
  }

  /** Some of GloVe's words have spaces; numbers are words too, and so is a non-breaking space. */
  @Test
  void wordsOfAllKinds() throws IOException {
    var vectors = read("a 1 2\n. . . 3 4\n1984 5 6\n\u00a0 7 8\nÜbung 9 10\na 11 12\n");
    assertThat(vectors.words()).containsExactly("a", ". . .", "1984", "\u00a0", "Übung");
    assertThat(vectors.vector("a").orElseThrow()).containsExactly(1, 2);
    assertThat(vectors.vector("1984").orElseThrow()).containsExactly(5, 6);
  }

  @Test
  void vectorsAreCopies() throws IOException {
    var vectors = read("a 1 2\n");
    vectors.vector("a").orElseThrow()[0] = 9;
    assertThat(vectors.vector("a").orElseThrow()).containsExactly(1, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a 1 2\\n"
            + "b 3 | vectors.txt, line 2: expected a word and 2 numbers, received 2 fields: 'b 3'",
        "a 1 2\\n"
            + "b 3 4 5 | vectors.txt, line 2: expected a word and 2 numbers, received 1 more: 'b"
            + " 3'",
        "a 1 2\\nb 3 x | vectors.txt, line 2: number 2 of 'b' is 'x'",
        "a 1 2\\nb NaN 4 | vectors.txt, line 2: number 1 of 'b' is 'NaN'",
        "a 1 2\\nb 1e99 4 | vectors.txt, line 2: number 1 of 'b' is '1e99'",
        "a 1 2\\n\\nb 3 4 | vectors.txt, line 2: is empty",
        "alone | vectors.txt, line 1: expected a word and its numbers, received 'alone'",
        "3 2\\na 1 2\\nb 3 4 | vectors.txt, line 1: says that there are 3 words, but 2 follow",
        "1 0\\na | vectors.txt, line 1: says that vectors have no numbers",
        "2 2 | vectors.txt has no words"
      })
  void damage(String text, String message) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> read(text.replace("\\n", "\n")))
        .withMessageStartingWith(message);
  }

  @Test
  void emptyFiles() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> read(""))
        .withMessage("vectors.txt has no words");
  }

  @Test
  void fromAFileAndOnlyWhatIsWanted(@TempDir Path folder) throws IOException {
    var text = "a 1 2\nb 3 4\nc 5 6\n";
    var plain = Files.writeString(folder.resolve("v.txt"), text);
    var packed = folder.resolve("v.txt.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    for (var file : List.of(plain, packed)) {
      assertThat(WordVectors.read(file).words()).containsExactly("a", "b", "c");
      assertThat(WordVectors.read(file, Set.of("c", "x")).words()).containsExactly("c");
    }
    var missing = folder.resolve("none.txt");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> WordVectors.read(missing))
        .withMessageStartingWith(missing + ": cannot be read");
  }

  /** Damage in a line whose word nobody wants is damage all the same. */
  @Test
  void unwantedLinesAreReadForTheirWordAlone(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("v.txt"), "a 1 2\nb 3\n");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> WordVectors.read(file, Set.of("a")))
        .withMessageContaining("line 2");
  }

  // ------------------------------------------------------------------ tables

  @Test
  void tablesFollowTheVocabulary() throws IOException {
    var vectors = read("a 1 2\nb 3 4\n");
    assertThat(vectors.table(List.of("b", "a"))).containsExactly(3, 4, 1, 2);
    assertThat(vectors.coverage(List.of("b", "a", "x", "y"))).isEqualTo(0.5);
    assertThat(vectors.coverage(List.of())).isZero();
  }

  /** Means 2 and 30, deviations 1 and 10, whatever the word. */
  @Test
  void unknownWordsAreDrawnLikeKnownOnes() throws IOException {
    var vectors = read("a 1 20\nb 3 40\n");
    var unknown = IntStream.range(0, 4000).mapToObj(i -> "word" + i).toList();
    float[] table = vectors.table(unknown);
    for (int i = 0; i < 2; i++) {
      double sum = 0;
      double squares = 0;
      for (int w = 0; w < unknown.size(); w++) {
        double value = (table[2 * w + i] - (i == 0 ? 2 : 30)) / (i == 0 ? 1 : 10);
        sum += value;
        squares += value * value;
      }
      assertThat(sum / unknown.size()).isBetween(-0.05, 0.05);
      assertThat(squares / unknown.size()).isBetween(0.93, 1.07);
    }
    assertThat(vectors.table(List.of("word7")))
        .as("it depends on the word alone")
        .containsExactly(table[14], table[15]);
  }
}
