package dev.recurve.io;

import dev.recurve.BundleException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file whole or not at all: beside its place first, forced to the disk, then moved over
 * it. A crash at any moment leaves the old file or the new one.
 */
final class AtomicFile {
  private AtomicFile() {}

  /** What puts the contents into a stream. */
  interface Contents {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file; missing folders are made.
   *
   * @throws BundleException if it is there and may not be replaced, or cannot be written
   */
  static void write(Path path, boolean overwrite, Contents contents) {
    var target = path.toAbsolutePath();
    refuseExisting(target, overwrite);
    var draft =
        target.resolveSibling(
            ".%s.%d.%d.tmp"
                .formatted(target.getFileName(), ProcessHandle.current().pid(), System.nanoTime()));
    try {
      Files.createDirectories(target.getParent());
      writeThrough(draft, contents);
      refuseExisting(target, overwrite);
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      forceFolder(target.getParent());
    } catch (IOException e) {
      throw new BundleException(
          "%s cannot be written: %s; what stood there before is untouched".formatted(path, e), e);
    } finally {
      deleteQuietly(draft);
    }
  }

  private static void refuseExisting(Path target, boolean overwrite) {
    if (Files.isDirectory(target)) {
      throw new BundleException("%s is a folder; name a file in it".formatted(target));
    }
    if (!overwrite && Files.exists(target)) {
      throw new BundleException(
          "%s exists; name another file, or ask for it to be overwritten".formatted(target));
    }
  }

  private static void writeThrough(Path draft, Contents contents) throws IOException {
    try (var channel =
        FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
      contents.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  /** Makes the move itself last; where folders cannot be opened, the file system sees to it. */
  private static void forceFolder(Path folder) {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      return;
    }
  }

  private static void deleteQuietly(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException _) {
      return;
    }
  }
}
