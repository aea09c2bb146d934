package dev.recurve.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.recurve.BundleException;
import java.io.IOException;

/**
 * Typed JSON as Recurve's files hold it. The same value gives the same bytes; reading is strict: an
 * unknown, missing or repeated property is an error.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Json() {}

  /**
   * A value as UTF-8, laid out for reading.
   *
   * @param value a record, map, list, string, number or boolean; records may be nested, and are
   *     public in an exported package or in one that is open to Jackson
   * @throws IllegalArgumentException if it cannot be written
   */
  public static byte[] write(Object value) {
    var indenter = new DefaultIndenter("  ", "\n");
    var layout =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    return write(MAPPER.writer(layout).with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS), value);
  }

  /** A value as UTF-8 without white space, maps in their own order. */
  static byte[] writeCompact(Object value) {
    return write(MAPPER.writer(), value);
  }

  private static byte[] write(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "A %s cannot be written as JSON: %s"
              .formatted(value.getClass().getName(), e.getOriginalMessage()),
          e);
    }
  }

  /**
   * Reads a value.
   *
   * @param where for messages, for example {@code model.rnn, config.json}
   * @throws BundleException if the text is not JSON, or does not fit the type
   */
  public static <T> T read(byte[] json, Class<T> type, String where) {
    try {
      T value = MAPPER.readValue(json, type);
      if (value == null) {
        throw new BundleException("%s is empty: it holds the JSON value null".formatted(where));
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new BundleException(
          "%s does not fit %s: %s".formatted(where, type.getSimpleName(), e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new BundleException("%s cannot be read: %s".formatted(where, e.getMessage()), e);
    }
  }
}
