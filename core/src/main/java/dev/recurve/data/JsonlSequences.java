package dev.recurve.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.recurve.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the sequences of a file with a JSON object on each line. Used once. */
final class JsonlSequences {
  private final JsonFactory json =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path file;
  private final String input;
  private final String target;
  private int line;

  JsonlSequences(Path file, String input, String target) {
    this.file = file;
    this.input = input;
    this.target = target;
  }

  List<SequenceExamples.Placed> read() {
    var examples = new ArrayList<SequenceExamples.Placed>();
    for (String text : TextLines.of(file)) {
      line++;
      if (!text.isBlank()) {
        examples.add(example(text));
      }
    }
    return examples;
  }

  private SequenceExamples.Placed example(String text) {
    try (var parser = json.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw wrong(parser, "an object", "put each example on a line of its own");
      }
      Optional<float[][]> steps = Optional.empty();
      Optional<float[][]> targets = Optional.empty();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals(input)) {
          steps = Optional.of(rows(parser, false));
        } else if (name.equals(target)) {
          targets = Optional.of(rows(parser, true));
        } else {
          parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw wrong(parser, "the end of the line", "put each example on a line of its own");
      }
      String where = "%s, line %d, property '%s'".formatted(file, line, target);
      return new SequenceExamples.Placed(
          new SequenceExample(require(steps, input), require(targets, target)), _ -> where);
    } catch (JsonProcessingException e) {
      throw new DataException(
          "%s, line %d, column %d: not valid JSON (%s); expected an object with '%s' and '%s'"
              .formatted(
                  file, line, e.getLocation().getColumnNr(), e.getOriginalMessage(), input, target),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("A string is read without a file", e);
    }
  }

  private float[][] require(Optional<float[][]> rows, String name) {
    return rows.orElseThrow(
        () ->
            new DataException(
                "%s, line %d: expected the property '%s', received an object without it; add it, or name another property"
                    .formatted(file, line, name)));
  }

  /**
   * A sequence or a target.
   *
   * @param whole whether numbers side by side are one row, a target's values; else each is a row, a
   *     step with a single feature
   */
  private float[][] rows(JsonParser parser, boolean whole) throws IOException {
    if (whole && parser.currentToken().isNumeric()) {
      return new float[][] {{number(parser)}};
    }
    requireArray(parser);
    var rows = new ArrayList<float[]>();
    var flat = new ArrayList<Float>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      boolean nested = parser.currentToken() == JsonToken.START_ARRAY;
      if (nested ? !flat.isEmpty() : !rows.isEmpty()) {
        throw wrong(
            parser,
            nested ? "a number" : "an array of numbers",
            "write all steps alike, each as a number or each as an array");
      }
      if (nested) {
        rows.add(row(parser, rows));
      } else {
        flat.add(number(parser));
      }
    }
    if (whole && !flat.isEmpty()) {
      return new float[][] {floats(flat)};
    }
    flat.forEach(value -> rows.add(new float[] {value}));
    return rows.toArray(float[][]::new);
  }

  private float[] row(JsonParser parser, List<float[]> before) throws IOException {
    int column = parser.currentTokenLocation().getColumnNr();
    var values = new ArrayList<Float>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(number(parser));
    }
    if (!before.isEmpty() && before.getFirst().length != values.size()) {
      throw new DataException(
          "%s, line %d, column %d: expected %d numbers as in step 0, received %d in step %d; give every step as many"
              .formatted(
                  file, line, column, before.getFirst().length, values.size(), before.size()));
    }
    return floats(values);
  }

  private void requireArray(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrong(parser, "an array", "write numbers in [ and ]");
    }
  }

  private float number(JsonParser parser) throws IOException {
    if (!parser.currentToken().isNumeric() || !Float.isFinite(parser.getFloatValue())) {
      throw wrong(parser, "a number", "fill or leave out what is missing");
    }
    return parser.getFloatValue();
  }

  private DataException wrong(JsonParser parser, String expected, String fix) throws IOException {
    String received = parser.currentToken() == null ? "the end of the line" : parser.getText();
    return new DataException(
        "%s, line %d, column %d: expected %s, received %s; %s"
            .formatted(
                file, line, parser.currentTokenLocation().getColumnNr(), expected, received, fix));
  }

  private static float[] floats(List<Float> values) {
    float[] plain = new float[values.size()];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = values.get(i);
    }
    return plain;
  }
}
