package dev.recurve.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.recurve.BundleException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against the library that Recurve's files are written with. */
class JsonParserTest {
  private static final JsonMapper LIBRARY = new JsonMapper();

  private static JsonValue parse(String json) {
    return JsonParser.parse(json.getBytes(StandardCharsets.UTF_8), "a.json");
  }

  @Test
  void readsEveryKindOfValue() {
    assertThat(parse(" {\"a\" : [1, -2.5e3, \"x\", true, false, null], \"b\":{}, \"c\":[]}\n"))
        .isEqualTo(
            new JsonValue.Members(
                Map.of(
                    "a",
                    new JsonValue.Elements(
                        List.of(
                            new JsonValue.Digits("1"),
                            new JsonValue.Digits("-2.5e3"),
                            new JsonValue.Text("x"),
                            new JsonValue.Flag(true),
                            new JsonValue.Flag(false),
                            new JsonValue.Nothing())),
                    "b",
                    new JsonValue.Members(Map.of()),
                    "c",
                    new JsonValue.Elements(List.of()))));
  }

  @Test
  void undoesEscapes() {
    assertThat(parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00é😀\""))
        .isEqualTo(new JsonValue.Text("\"\\/\b\f\n\r\té😀é😀"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"a\":1,\"a\":2} | Duplicate property \"a\"",
        "{} {} | something stands behind the value, at character 4, \"{}\"",
        "{\"a\":1 | } is expected, at the end",
        "{\"a\" 1} | : is expected",
        "{a:1} | \" is expected",
        "[1,] | a digit is missing",
        "[1 2] | ] is expected",
        "\"\\x\" | \\x is no escape",
        "\"\\u12G4\" | four hexadecimal digits",
        "\"\\u\uFF11234\" | four hexadecimal digits",
        "\"abc | a string has no end",
        "nul | no JSON value begins so",
        "-x | a digit is missing",
        "1. | a digit is missing",
        "1e+ | a digit is missing",
        "## | a digit is missing, at the end"
      })
  void saysWhatIsNotJson(String json, String complaint) {
    assertThatThrownBy(() -> parse(json.strip()))
        .isInstanceOf(BundleException.class)
        .hasMessageStartingWith("a.json is not sound JSON: ")
        .hasMessageContaining(complaint.strip());
  }

  @Test
  void refusesBytesThatAreNotText() {
    assertThatThrownBy(() -> JsonParser.parse(new byte[] {'"', (byte) 0xC3, '"'}, "a.json"))
        .isInstanceOf(BundleException.class)
        .hasMessage("a.json is not text in UTF-8");
  }

  @Test
  void doesNotFollowAFileIntoTheDepth() {
    assertThat(parse("[".repeat(200) + "]".repeat(200))).isInstanceOf(JsonValue.Elements.class);
    for (String deep : List.of("[".repeat(100_000), "{\"a\":".repeat(100_000))) {
      assertThatThrownBy(() -> parse(deep))
          .isInstanceOf(BundleException.class)
          .hasMessageContaining("more than 200 values");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"01", "+1", ".5", "1.e2", "--1", "0x1", "NaN", "1e", "'a'", "[,]", "\"\t\""})
  void isAsStrictAsTheLibrary(String json) {
    assertThatThrownBy(() -> LIBRARY.readTree("[" + json + "]"))
        .isInstanceOf(JsonProcessingException.class);
    assertThatThrownBy(() -> parse("[" + json + "]")).isInstanceOf(BundleException.class);
  }

  @Property(tries = 300)
  void readsWhatTheLibraryWrites(@ForAll Random random) throws Exception {
    var tree = tree(random, 4);
    for (String text :
        List.of(
            tree.toString(), LIBRARY.writerWithDefaultPrettyPrinter().writeValueAsString(tree))) {
      assertThat(LIBRARY.readTree(written(parse(text)))).isEqualTo(LIBRARY.readTree(text));
    }
  }

  private static JsonNode tree(Random random, int depth) {
    var make = LIBRARY.getNodeFactory();
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> make.numberNode(random.nextLong());
      case 1 -> make.numberNode(Double.longBitsToDouble(random.nextLong() & ~(1L << 62)));
      case 2 -> make.booleanNode(random.nextBoolean());
      case 3 -> make.nullNode();
      case 4 -> make.textNode(text(random));
      case 5 -> {
        var array = make.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(tree(random, depth - 1));
        }
        yield array;
      }
      default -> {
        var object = make.objectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.set(text(random), tree(random, depth - 1));
        }
        yield object;
      }
    };
  }

  /** Any characters, control characters and quotes often among them. */
  private static String text(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.appendCodePoint(
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(32);
            case 1 -> "\"\\/é".charAt(random.nextInt(4));
            case 2 -> 0x1F600 + random.nextInt(16);
            default -> ' ' + random.nextInt(90);
          });
    }
    return text.toString();
  }

  /** JSON again, with the library's way to write strings. */
  private static String written(JsonValue value) throws JsonProcessingException {
    return switch (value) {
      case JsonValue.Text(var text) -> LIBRARY.writeValueAsString(text);
      case JsonValue.Elements(var values) -> {
        var text = new StringBuilder("[");
        for (var element : values) {
          text.append(text.length() > 1 ? "," : "").append(written(element));
        }
        yield text.append("]").toString();
      }
      case JsonValue.Members(var properties) -> {
        var text = new StringBuilder("{");
        for (var property : properties.entrySet()) {
          text.append(text.length() > 1 ? "," : "")
              .append(LIBRARY.writeValueAsString(property.getKey()))
              .append(":")
              .append(written(property.getValue()));
        }
        yield text.append("}").toString();
      }
      default -> value.toString();
    };
  }
}
