package dev.recurve.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.DataException;
import dev.recurve.Lengths;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SequenceExamplesTest {
  private static final CsvColumns COLUMNS = CsvColumns.of("id", List.of("a", "b"), List.of("y"));

  @TempDir private Path folder;

  private Path file(String... lines) throws IOException {
    return Files.write(folder.resolve("data.txt"), List.of(lines));
  }

  private void refused(ThrowingCallable work, String message) {
    assertThatThrownBy(work)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("data.txt");
  }

  @Test
  void csvLinesWithTheSameIdAreASequence() throws IOException {
    var file = file("y,id,b,a", "1,u,2,1", "1,u,4,3", "0,v, 6 ,5", "\"0\",v,8,7", "0,\"v\",1e1,9");

    var batch = SequenceExamples.csv(file, COLUMNS).classes(2).batch(0, 0);

    assertThat(batch.input().lengths()).isEqualTo(Lengths.of(2, 3));
    assertThat(batch.input().data().toArray()).containsExactly(1, 2, 5, 6, 3, 4, 7, 8, 0, 0, 9, 10);
    assertThat(batch.target().toInts()).containsExactly(1, 0);
  }

  @Test
  void aWholeCsvFileMayBeOneSequenceWithATargetForEachStep() throws IOException {
    var file = file("a;y", "1;10", "2;20", "3;30");
    var columns = CsvColumns.oneSequence(List.of("a"), List.of("y")).separatedBy(';');

    var batch = SequenceExamples.csv(file, columns).perStep().batch(0, 0);

    assertThat(batch.input().data().toArray()).containsExactly(1, 2, 3);
    assertThat(batch.target().data().toArray()).containsExactly(10, 20, 30);
  }

  @Test
  void aTargetForAWholeSequenceIsTheSameInEachLine() throws IOException {
    var file = file("id,a,b,y", "u,1,1,1", "v,1,1,5", "v,1,1,6");

    refused(
        () -> SequenceExamples.csv(file, COLUMNS).values(),
        "line 4, column 4 'y': expected 5.0, the target of the sequence's first step, received"
            + " 6.0");
    assertThat(SequenceExamples.csv(file, COLUMNS).perStep().examples()).isEqualTo(2);
  }

  @Test
  void badCsvIsNamedByLineAndColumn() throws IOException {
    var noNumber = file("id,a,b,y", "u,1,2,0", "u,1,,0");
    refused(
        () -> SequenceExamples.csv(noNumber, COLUMNS),
        "line 3, column 3 'b': expected a number, received ''; fill or leave out");
    var infinite = file("id,a,b,y", "u,1,1e39,0");
    refused(
        () -> SequenceExamples.csv(infinite, COLUMNS),
        "line 2, column 3 'b': expected a number, received '1e39'");
    var few = file("id,a,b,y", "u,1,2,0", "u,1,2");
    refused(
        () -> SequenceExamples.csv(few, COLUMNS),
        "line 3: expected 4 columns as in the header, received 3");
    var noColumn = file("id,a,c,y", "u,1,2,0");
    refused(
        () -> SequenceExamples.csv(noColumn, COLUMNS),
        "line 1: expected one column 'b', received 0 among [id, a, c, y]");
    var again = file("id,a,b,y", "u,1,2,0", "v,1,2,0", "u,1,2,0");
    refused(
        () -> SequenceExamples.csv(again, COLUMNS),
        "line 4, column 'id': sequence 'u', which began in line 2, goes on after another one");
    var open = file("id,a,b,y", "u,1,2,0", "\"u,1,2,0");
    refused(() -> SequenceExamples.csv(open, COLUMNS), "is a quote left open?");
    var label = file("id,a,b,y", "u,1,2,0", "v,1,2,2");
    refused(
        () -> SequenceExamples.csv(label, COLUMNS).classes(2),
        "line 3, column 4 'y': expected a class 0…1, received 2.0; number the classes from 0");
    var empty = file("id,a,b,y");
    refused(() -> SequenceExamples.csv(empty, COLUMNS), "holds no example");
  }

  @Test
  void filesThatCannotBeReadSayWhy() throws IOException {
    assertThatThrownBy(() -> SequenceExamples.csv(folder.resolve("no.csv"), COLUMNS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("There is no file")
        .hasMessageContaining("looked in " + folder.toAbsolutePath());
    var latin = folder.resolve("data.txt");
    Files.write(latin, "id,a,b,y\nä,1,2,0\n".getBytes(StandardCharsets.ISO_8859_1));
    refused(
        () -> SequenceExamples.csv(latin, COLUMNS),
        "line 2, byte 1: expected text in UTF-8, received 0xE4; save the file as UTF-8");
  }

  @Test
  void jsonlHoldsAnExampleOnEachLine() throws IOException {
    var file =
        file(
            "\uFEFF{\"x\": [[1, 2], [3, 4]], \"note\": {\"any\": [0]}, \"y\": [7, 8]}",
            "",
            "{\"y\": [9, 10], \"x\": [[5, 6]]}");

    var batch = SequenceExamples.jsonl(file, "x", "y").values().batch(0, 0);

    assertThat(batch.input().lengths()).isEqualTo(Lengths.of(2, 1));
    assertThat(batch.input().data().toArray()).containsExactly(1, 2, 5, 6, 3, 4, 0, 0);
    assertThat(batch.target().toArray()).containsExactly(7, 8, 9, 10);
  }

  @Test
  void jsonlOfOneFeatureNeedsNoInnerArrays() throws IOException {
    var file = file("{\"x\": [1, 2, 3], \"y\": 1}", "{\"x\": [4], \"y\": 0}");
    var classes = SequenceExamples.jsonl(file, "x", "y").classes(2).batch(0, 0);
    assertThat(classes.input().data().toArray()).containsExactly(1, 4, 2, 0, 3, 0);
    assertThat(classes.target().toInts()).containsExactly(1, 0);

    var steps = file("{\"x\": [1, 2], \"y\": [[5], [6]]}");
    assertThat(
            SequenceExamples.jsonl(steps, "x", "y").perStep().batch(0, 0).target().data().toArray())
        .containsExactly(5, 6);
  }

  @Test
  void badJsonlIsNamedByLineAndColumn() throws IOException {
    badJsonl("{\"x\": [1, null], \"y\": 0}", "line 2, column 11: expected a number, received null");
    badJsonl("{\"x\": [1, NaN], \"y\": 0}", "line 2, column 14: not valid JSON");
    badJsonl("{\"x\": [1, 1e99], \"y\": 0}", "column 11: expected a number, received 1e99");
    badJsonl(
        "{\"x\": [[1, 2], [3]], \"y\": 0}",
        "line 2, column 16: expected 2 numbers as in step 0, received 1 in step 1");
    badJsonl("{\"x\": [[1], 2], \"y\": 0}", "column 13: expected an array of numbers, received 2");
    badJsonl("{\"x\": [1, [2]], \"y\": 0}", "column 11: expected a number, received [");
    badJsonl("{\"x\": \"a\", \"y\": 0}", "column 7: expected an array, received a");
    badJsonl("{\"x\": [1]}", "line 2: expected the property 'y', received an object without it");
    badJsonl("[1]", "line 2, column 1: expected an object, received [");
    badJsonl("{\"x\": [1], \"y\": 0} 3", "column 20: expected the end of the line, received 3");
    badJsonl("{\"x\": [1], \"x\": [1], \"y\": 0}", "not valid JSON (Duplicate field 'x'");
    badJsonl("{\"x\": [1]", "line 2, column 10: not valid JSON");
  }

  private void badJsonl(String line, String message) throws IOException {
    var file = file("{\"x\": [1], \"y\": 0}", line);
    refused(() -> SequenceExamples.jsonl(file, "x", "y"), message);
  }

  @Test
  void labelsOfJsonlAreNamedByTheirLine() throws IOException {
    var file = file("{\"x\": [1], \"y\": 0.5}");
    refused(
        () -> SequenceExamples.jsonl(file, "x", "y").classes(2),
        "line 1, property 'y': expected a class 0…1, received 0.5");
  }

  @Test
  void iteratorsAndStreamsGiveTheSame() {
    var examples =
        IntStream.range(0, 5)
            .mapToObj(i -> SequenceExample.of(new float[][] {{i}, {i}}, 10 * i))
            .toList();
    long expected = SequenceExamples.of(examples.iterator()).values().fingerprint();
    boolean[] closed = {false};

    var streamed =
        SequenceExamples.of(examples.stream().parallel().onClose(() -> closed[0] = true));

    assertThat(closed[0]).isTrue();
    assertThat(streamed.values().fingerprint()).isEqualTo(expected);
    assertThat(streamed.count()).isEqualTo(5);
    assertThatThrownBy(() -> SequenceExamples.of(Stream.empty()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds no example");
    assertThatThrownBy(() -> streamed.classes(5))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Example 1, target of step 0: expected a class 0…4, received 10.0");
  }

  @Test
  void examplesDoNotChangeWithTheirArrays() {
    float[][] steps = {{1}};
    var example = SequenceExample.of(steps, 1);
    steps[0][0] = 2;

    assertThat(example.steps()[0]).containsExactly(1);
  }
}
