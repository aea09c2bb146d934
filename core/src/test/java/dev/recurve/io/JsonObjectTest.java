package dev.recurve.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.BundleException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonObjectTest {
  private enum Size {
    SMALL,
    LARGE
  }

  private record Part(String name, double weight) {
    Part {
      if (weight < 0) {
        throw new IllegalArgumentException("a part weighs at least 0, received " + weight);
      }
    }

    static Part of(JsonObject json) {
      return new Part(json.text("name"), json.number("weight"));
    }
  }

  private record Whole(
      int count, boolean open, Size size, List<String> words, Part first, List<Part> parts) {
    static Whole of(JsonObject json) {
      return new Whole(
          json.integer("count"),
          json.flag("open"),
          json.choice("size", Size.values()),
          json.texts("words"),
          json.object("first", Part::of),
          json.objects("parts", Part::of));
    }
  }

  private static <T> T read(String json, Function<JsonObject, T> reader) {
    return JsonObject.read(json.getBytes(StandardCharsets.UTF_8), "a.json", reader);
  }

  @Test
  void whatWasWrittenComesBack() {
    var whole =
        new Whole(
            -7,
            true,
            Size.LARGE,
            List.of("a", "b"),
            new Part("p", 0.1),
            List.of(new Part("q", 1e-300), new Part("r", 3)));

    assertThat(JsonObject.read(Json.write(whole), "a.json", Whole::of)).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"name\":\"a\"} | a.json lacks the property weight; it has [name]",
        "{\"name\":\"a\",\"weight\":1,\"more\":2,\"else\":3} | not known here: [else, more]",
        "{\"name\":3,\"weight\":1} | a.json, name is expected to be a string, received 3",
        "{\"name\":null,\"weight\":1} | expected to be a string, received null",
        "{\"name\":\"a\",\"weight\":\"1\"} | weight is expected to be a number, received \"1\"",
        "{\"name\":\"a\",\"weight\":-1} | a.json does not fit: a part weighs at least 0",
        "[1] | a.json is not a JSON object"
      })
  void whatDoesNotFitIsNamed(String json, String complaint) {
    assertThatThrownBy(() -> read(json.strip(), Part::of))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(complaint.strip());
  }

  @Test
  void placesAreNamedToTheDepth() {
    assertThatThrownBy(
            () ->
                read(
                    "{\"parts\":[{\"name\":\"a\",\"weight\":1},{\"name\":\"b\"}]}",
                    json -> json.objects("parts", Part::of)))
        .isInstanceOf(BundleException.class)
        .hasMessageStartingWith("a.json, parts[1] lacks the property weight");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2147483648 | a whole number of 32 bits",
        "-2147483649 | a whole number of 32 bits",
        "99999999999999999999 | a whole number of 32 bits",
        "1.0 | a whole number of 32 bits",
        "true | a whole number of 32 bits"
      })
  void wholeNumbersAreWholeAndFit(String value, String expected) {
    assertThatThrownBy(() -> read("{\"n\":%s}".formatted(value), json -> json.integer("n")))
        .isInstanceOf(BundleException.class)
        .hasMessage("a.json, n is expected to be %s, received %s".formatted(expected, value));
  }

  @Test
  void theLargestWholeNumbersFit() {
    int[] bounds =
        read(
            "{\"most\":2147483647,\"least\":-2147483648}",
            json -> new int[] {json.integer("most"), json.integer("least")});

    assertThat(bounds).containsExactly(Integer.MAX_VALUE, Integer.MIN_VALUE);
  }

  @Test
  void otherTypesAreRefused() {
    assertThatThrownBy(() -> read("{\"s\":\"BIG\"}", json -> json.choice("s", Size.values())))
        .hasMessage("a.json, s is expected to be one of [SMALL, LARGE], received \"BIG\"");
    assertThatThrownBy(() -> read("{\"s\":1}", json -> json.flag("s")))
        .hasMessageContaining("true or false");
    assertThatThrownBy(() -> read("{\"s\":1}", json -> json.texts("s")))
        .hasMessageContaining("a list");
    assertThatThrownBy(() -> read("{\"s\":[1]}", json -> json.texts("s")))
        .hasMessageContaining("a string");
    assertThatThrownBy(() -> read("{\"s\":[1]}", json -> json.objects("s", Part::of)))
        .hasMessageContaining("objects");
    assertThatThrownBy(() -> read("{\"s\":[1]}", json -> json.object("s", Part::of)))
        .hasMessageContaining("an object, received [1]");
  }
}
