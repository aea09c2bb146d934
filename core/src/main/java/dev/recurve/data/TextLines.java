package dev.recurve.data;

import dev.recurve.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The lines of a text file, decoded strictly. */
final class TextLines {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private TextLines() {}

  /**
   * All lines, without their ends and without a byte order mark.
   *
   * @throws DataException if the file cannot be read, or a line is not UTF-8, naming it
   */
  static List<String> of(Path file) {
    byte[] bytes = bytes(file);
    var lines = new ArrayList<String>();
    for (int from = 0; from < bytes.length; ) {
      int end = from;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      boolean carriage = end > from && bytes[end - 1] == '\r';
      var line = ByteBuffer.wrap(bytes, from, end - from - (carriage ? 1 : 0));
      lines.add(decoded(line, file, lines.size() + 1));
      from = end + 1;
    }
    if (!lines.isEmpty() && lines.getFirst().startsWith(BYTE_ORDER_MARK)) {
      lines.set(0, lines.getFirst().substring(BYTE_ORDER_MARK.length()));
    }
    return lines;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new DataException(
          "There is no file %s; looked in %s".formatted(file, file.toAbsolutePath().getParent()),
          e);
    } catch (IOException e) {
      throw new DataException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  private static String decoded(ByteBuffer line, Path file, int number) {
    int from = line.position();
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(line).toString();
    } catch (CharacterCodingException e) {
      throw new DataException(
          "%s, line %d, byte %d: expected text in UTF-8, received 0x%02X; save the file as UTF-8"
              .formatted(file, number, line.position() - from + 1, line.get(line.position())),
          e);
    }
  }
}
