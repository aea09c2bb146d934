package dev.recurve.examples.report;

import dev.recurve.RecurveException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Replaces a file whole: a reader sees the old bytes or the new ones, never a part of them. */
final class AtomicFile {
  private AtomicFile() {}

  static void write(Path file, byte[] bytes) {
    var target = file.toAbsolutePath();
    // Files.createTempFile would make a file for its owner alone, and it would stay so.
    var draft =
        target.resolveSibling("." + target.getFileName() + "." + System.nanoTime() + ".tmp");
    try {
      Files.createDirectories(target.getParent());
      try {
        Files.write(draft, bytes, StandardOpenOption.CREATE_NEW);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new RecurveException(
          "cannot write " + file + ": " + reason(e) + "; choose another place", e);
    }
  }

  /** The message of a file system error is often a bare path, which says nothing. */
  private static String reason(IOException e) {
    return switch (e) {
      case FileAlreadyExistsException f -> f.getFile() + " is there and is not a directory";
      case AccessDeniedException f -> "access to " + f.getFile() + " is denied";
      default -> String.valueOf(e.getMessage());
    };
  }
}
