package dev.recurve.io;

import dev.recurve.BundleException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A JSON object to read a record from, property by property and strictly: one that is missing, or
 * is of another type than was asked for, is an error, and so is one that nobody asked for.
 *
 * <p>Used by one thread, inside the function that reads.
 */
public final class JsonObject {
  private final Map<String, JsonValue> properties;
  private final String where;
  private final Set<String> unread;

  private JsonObject(Map<String, JsonValue> properties, String where) {
    this.properties = properties;
    this.where = where;
    this.unread = new HashSet<>(properties.keySet());
  }

  /**
   * Reads a record from a text.
   *
   * @param json UTF-8, an object
   * @param where for messages, for example {@code model.rnn, config.json}
   * @param reader asks for every property
   * @throws BundleException if the text is not a JSON object, or is not what the reader asks for;
   *     also in place of an {@link IllegalArgumentException} of the reader
   */
  static <T> T read(byte[] json, String where, Function<JsonObject, T> reader) {
    return read(members(JsonParser.parse(json, where), where), where, reader);
  }

  /** The properties of a text's object, to look around in. */
  static JsonValue.Members members(byte[] json, String where) {
    return members(JsonParser.parse(json, where), where);
  }

  private static JsonValue.Members members(JsonValue value, String where) {
    if (value instanceof JsonValue.Members members) {
      return members;
    }
    throw new BundleException("%s is not a JSON object".formatted(where));
  }

  private static <T> T read(
      JsonValue.Members members, String where, Function<JsonObject, T> reader) {
    var object = new JsonObject(members.properties(), where);
    T value;
    try {
      value = reader.apply(object);
    } catch (IllegalArgumentException e) {
      throw new BundleException("%s does not fit: %s".formatted(where, e.getMessage()), e);
    }
    if (!object.unread.isEmpty()) {
      throw new BundleException(
          "%s has properties that are not known here: %s"
              .formatted(where, object.unread.stream().sorted().toList()));
    }
    return value;
  }

  /** A string. */
  public String text(String name) {
    return text(name, property(name));
  }

  /** A whole number. */
  public int integer(String name) {
    var value = property(name);
    if (value instanceof JsonValue.Digits digits) {
      long number = digits.toLong().orElse(Long.MAX_VALUE);
      if (number == (int) number) {
        return (int) number;
      }
    }
    throw misfit(name, "a whole number of 32 bits", value);
  }

  /** A number. */
  public double number(String name) {
    var value = property(name);
    if (value instanceof JsonValue.Digits digits) {
      return Double.parseDouble(digits.text());
    }
    throw misfit(name, "a number", value);
  }

  /** True or false. */
  public boolean flag(String name) {
    var value = property(name);
    if (value instanceof JsonValue.Flag flag) {
      return flag.value();
    }
    throw misfit(name, "true or false", value);
  }

  /**
   * A string that is the name of a constant.
   *
   * @param constants what it may be, such as {@code Cell.values()}
   */
  public <E extends Enum<E>> E choice(String name, E[] constants) {
    var value = property(name);
    var names = new ArrayList<String>();
    for (var constant : constants) {
      if (value instanceof JsonValue.Text(var text) && text.equals(constant.name())) {
        return constant;
      }
      names.add(constant.name());
    }
    throw misfit(name, "one of " + names, value);
  }

  /** Strings. */
  public List<String> texts(String name) {
    var texts = new ArrayList<String>();
    for (var element : elements(name)) {
      texts.add(text(name, element));
    }
    return List.copyOf(texts);
  }

  /** An object inside this one. */
  public <T> T object(String name, Function<JsonObject, T> reader) {
    var value = property(name);
    if (value instanceof JsonValue.Members members) {
      return read(members, path(name), reader);
    }
    throw misfit(name, "an object", value);
  }

  /** Objects in an array. */
  public <T> List<T> objects(String name, Function<JsonObject, T> reader) {
    var objects = new ArrayList<T>();
    for (var element : elements(name)) {
      if (!(element instanceof JsonValue.Members members)) {
        throw misfit(name, "objects", element);
      }
      objects.add(read(members, path(name) + "[" + objects.size() + "]", reader));
    }
    return List.copyOf(objects);
  }

  private List<JsonValue> elements(String name) {
    var value = property(name);
    if (value instanceof JsonValue.Elements elements) {
      return elements.values();
    }
    throw misfit(name, "a list", value);
  }

  private String text(String name, JsonValue value) {
    if (value instanceof JsonValue.Text(var text)) {
      return text;
    }
    throw misfit(name, "a string", value);
  }

  private JsonValue property(String name) {
    var value = properties.get(name);
    if (value == null) {
      throw new BundleException(
          "%s lacks the property %s; it has %s".formatted(where, name, properties.keySet()));
    }
    unread.remove(name);
    return value;
  }

  private BundleException misfit(String name, String expected, JsonValue received) {
    return new BundleException(
        "%s is expected to be %s, received %s".formatted(path(name), expected, received));
  }

  /** Asked for before anything is wrong, so not by a format, which takes long to load. */
  private String path(String name) {
    return where + ", " + name;
  }
}
