package dev.recurve.timeseries;

import dev.recurve.DataException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes text strictly: a byte that is not UTF-8 is an error with a place, never a {@code ?}. */
final class Utf8 {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Utf8() {}

  /** Returns the text of a source, without a byte order mark. */
  static String read(CsvSource source) {
    byte[] bytes = source.bytes().get();
    CharBuffer text = CharBuffer.allocate(bytes.length);
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(input, text, true);
    if (result.isError()) {
      throw notUtf8(source.name(), bytes, input.position());
    }
    text.flip();
    if (text.hasRemaining() && text.charAt(0) == BYTE_ORDER_MARK) {
      text.get();
    }
    return text.toString();
  }

  private static DataException notUtf8(String file, byte[] bytes, int position) {
    int line = 1;
    for (int i = 0; i < position; i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return new DataException(
        "%s, line %d: byte %d of the file (0x%02X) is not UTF-8; save the file as UTF-8"
            .formatted(file, line, position + 1, bytes[position]));
  }
}
