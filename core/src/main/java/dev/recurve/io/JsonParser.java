package dev.recurve.io;

import dev.recurve.BundleException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON, RFC 8259, strictly: a property that is given twice is an error, and so is anything
 * behind the value.
 *
 * <p>A process that opens a model and asks it once would spend half of its time on loading a
 * library's object mapper and its 500 classes: that is why the few values of a model's file are
 * read here. Writing, and typed reading by {@link Json}, are left to the library.
 */
final class JsonParser {
  /** Values inside values; files that nest deeper are not ours, and would fill the stack. */
  private static final int DEEPEST = 200;

  private final String text;
  private final String where;
  private int at;
  private int depth;

  private JsonParser(String text, String where) {
    this.text = text;
    this.where = where;
  }

  /**
   * The value of a text.
   *
   * @param json UTF-8
   * @param where for messages
   * @throws BundleException if it is not JSON
   */
  static JsonValue parse(byte[] json, String where) {
    var parser = new JsonParser(decoded(json, where), where);
    parser.skipSpace();
    var value = parser.value();
    parser.skipSpace();
    if (parser.at < parser.text.length()) {
      throw parser.broken("something stands behind the value");
    }
    return value;
  }

  private static String decoded(byte[] json, String where) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException e) {
      throw new BundleException("%s is not text in UTF-8".formatted(where), e);
    }
  }

  private JsonValue value() {
    if (depth == DEEPEST) {
      throw broken("more than %d values stand inside each other".formatted(DEEPEST));
    }
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> new JsonValue.Text(string());
      case 't' -> word("true", new JsonValue.Flag(true));
      case 'f' -> word("false", new JsonValue.Flag(false));
      case 'n' -> word("null", new JsonValue.Nothing());
      default -> number();
    };
  }

  private JsonValue object() {
    depth++;
    at++;
    Map<String, JsonValue> properties = new LinkedHashMap<>();
    skipSpace();
    if (!skipIf('}')) {
      do {
        skipSpace();
        String name = string();
        skipSpace();
        expect(':');
        skipSpace();
        if (properties.putIfAbsent(name, value()) != null) {
          throw broken("Duplicate property \"%s\"".formatted(name));
        }
        skipSpace();
      } while (skipIf(','));
      expect('}');
    }
    depth--;
    return new JsonValue.Members(properties);
  }

  private JsonValue array() {
    depth++;
    at++;
    List<JsonValue> values = new ArrayList<>();
    skipSpace();
    if (!skipIf(']')) {
      do {
        skipSpace();
        values.add(value());
        skipSpace();
      } while (skipIf(','));
      expect(']');
    }
    depth--;
    return new JsonValue.Elements(values);
  }

  private JsonValue word(String word, JsonValue value) {
    if (!text.startsWith(word, at)) {
      throw broken("no JSON value begins so");
    }
    at += word.length();
    return value;
  }

  /** {@code -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?}. */
  private JsonValue number() {
    int from = at;
    skipIf('-');
    if (!skipIf('0')) {
      digits();
    }
    if (skipIf('.')) {
      digits();
    }
    if (skipIf('e') || skipIf('E')) {
      if (!skipIf('+')) {
        skipIf('-');
      }
      digits();
    }
    return new JsonValue.Digits(text.substring(from, at));
  }

  private void digits() {
    int from = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == from) {
      throw broken("a value or a digit is missing");
    }
  }

  private String string() {
    expect('"');
    int from = at;
    while (peek() != '"' && peek() != '\\' && peek() >= ' ') {
      at++;
    }
    if (skipIf('"')) {
      return text.substring(from, at - 1);
    }
    var value = new StringBuilder(text.substring(from, at));
    while (!skipIf('"')) {
      char next = peek();
      if (next < ' ') {
        throw broken("a string has no end, or a control character in it");
      }
      at++;
      value.append(next == '\\' ? escaped() : next);
    }
    return value.toString();
  }

  private char escaped() {
    char code = peek();
    at++;
    return switch (code) {
      case '"', '\\', '/' -> code;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw broken("\\%c is no escape".formatted(code));
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0 || peek() > 'f') {
        throw broken("\\u wants four hexadecimal digits");
      }
      code = 16 * code + digit;
      at++;
    }
    return (char) code;
  }

  private void expect(char wanted) {
    if (!skipIf(wanted)) {
      throw broken("%c is expected".formatted(wanted));
    }
  }

  private boolean skipIf(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  private void skipSpace() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
      at++;
    }
  }

  /** The next character, or 0, which JSON has nowhere, at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private BundleException broken(String what) {
    String found =
        at < text.length()
            ? "at character %d, \"%s\""
                .formatted(at + 1, text.substring(at, Math.min(text.length(), at + 20)))
            : "at the end";
    return new BundleException("%s is not sound JSON: %s, %s".formatted(where, what, found));
  }
}
