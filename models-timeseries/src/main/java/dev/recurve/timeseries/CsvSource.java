package dev.recurve.timeseries;

import dev.recurve.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Where CSV text comes from.
 *
 * @param name what messages call it
 * @param bytes reads all of it
 */
record CsvSource(String name, Supplier<byte[]> bytes) {
  /** A file, read when asked for. */
  static CsvSource file(Path path) {
    return new CsvSource(String.valueOf(path.getFileName()), () -> read(path));
  }

  private static byte[] read(Path path) {
    if (!Files.exists(path)) {
      throw new DataException(
          "file not found: %s (looked in %s)".formatted(path, path.toAbsolutePath().getParent()));
    }
    if (Files.isDirectory(path)) {
      throw new DataException("%s is a folder; expected a CSV file".formatted(path));
    }
    try {
      if (Files.size(path) > Integer.MAX_VALUE / 2) {
        throw new DataException(
            "%s has %d bytes; at most %d can be read, split it"
                .formatted(path, Files.size(path), Integer.MAX_VALUE / 2));
      }
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new DataException("cannot read %s: %s".formatted(path, e), e);
    }
  }
}
