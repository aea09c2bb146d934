package dev.recurve.io;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** A JSON value, RFC 8259, as {@link JsonParser} reads it. Prints itself as JSON, for messages. */
sealed interface JsonValue {

  /** An object; the properties stand in the order of the text. */
  record Members(Map<String, JsonValue> properties) implements JsonValue {
    @Override
    public String toString() {
      return properties.entrySet().stream()
          .map(property -> "\"%s\":%s".formatted(property.getKey(), property.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
  }

  /** An array. */
  record Elements(List<JsonValue> values) implements JsonValue {
    @Override
    public String toString() {
      return values.stream().map(JsonValue::toString).collect(Collectors.joining(",", "[", "]"));
    }
  }

  /** A string. */
  record Text(String value) implements JsonValue {
    @Override
    public String toString() {
      return "\"" + value + "\"";
    }
  }

  /** A number as it was written, so that none of its digits is lost. */
  record Digits(String text) implements JsonValue {
    /** The number, if it is whole, was written so, and fits. */
    OptionalLong toLong() {
      try {
        return OptionalLong.of(Long.parseLong(text));
      } catch (NumberFormatException _) {
        return OptionalLong.empty();
      }
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** True or false. */
  record Flag(boolean value) implements JsonValue {
    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /** JSON's null. */
  record Nothing() implements JsonValue {
    @Override
    public String toString() {
      return "null";
    }
  }
}
