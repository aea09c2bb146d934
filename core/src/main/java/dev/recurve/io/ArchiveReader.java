package dev.recurve.io;

import dev.recurve.BundleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads an {@link Archive}: the ZIP file's directory, every entry's checksum, and the format. */
final class ArchiveReader {
  private final Path path;
  private final Archive.Format newest;

  ArchiveReader(Path path, Archive.Format newest) {
    this.path = path;
    this.newest = newest;
  }

  Archive read() {
    if (!Files.isRegularFile(path)) {
      throw new BundleException(
          Files.exists(path)
              ? "%s is not a file; a %s is one file".formatted(path, newest.name())
              : "There is no file %s".formatted(path));
    }
    var entries = entries();
    byte[] format = entries.remove(Archive.FORMAT_ENTRY);
    if (format == null) {
      throw new BundleException(
          "%s is not a %s: it is a ZIP file without %s"
              .formatted(path, newest.name(), Archive.FORMAT_ENTRY));
    }
    var header = JsonObject.members(format, path + ", " + Archive.FORMAT_ENTRY);
    requireReadable(header);
    requireComplete(header, entries.keySet());
    return new Archive(path, entries);
  }

  private Map<String, byte[]> entries() {
    try (var zip = new ZipFile(path.toFile())) {
      var entries = new LinkedHashMap<String, byte[]>();
      for (var entry : Collections.list(zip.entries())) {
        try (var in = zip.getInputStream(entry)) {
          entries.put(entry.getName(), checked(entry, in));
        }
      }
      return entries;
    } catch (IOException | IllegalArgumentException e) {
      throw new BundleException(
          "%s is not a %s, or it is cut short or damaged: %s"
              .formatted(path, newest.name(), e.getMessage()),
          e);
    }
  }

  private byte[] checked(ZipEntry entry, InputStream in) throws IOException {
    byte[] contents = in.readNBytes(Math.toIntExact(Math.min(entry.getSize(), Integer.MAX_VALUE)));
    var crc = new CRC32();
    crc.update(contents);
    if (contents.length != entry.getSize() || in.read() >= 0 || crc.getValue() != entry.getCrc()) {
      throw new IOException(
          "the entry %s does not have the contents it was written with".formatted(entry.getName()));
    }
    return contents;
  }

  /** Looks at name and version alone: a newer version may have anything else in it. */
  private void requireReadable(JsonValue.Members header) {
    String name = header.properties().get("format") instanceof JsonValue.Text(var text) ? text : "";
    long version =
        header.properties().get("version") instanceof JsonValue.Digits digits
            ? digits.toLong().orElse(0)
            : 0;
    if (!name.equals(newest.name())) {
      throw new BundleException(
          "%s is a %s; a %s is wanted here"
              .formatted(path, name.isEmpty() ? "file of another kind" : name, newest.name()));
    }
    if (version > newest.version()) {
      throw new BundleException(
          "%s is a %s of version %d; this Recurve reads up to version %d. Use a newer Recurve, or write the file again with this one"
              .formatted(path, name, version, newest.version()));
    }
    if (version < 1) {
      throw new BundleException("%s has no sound format version: %s".formatted(path, header));
    }
  }

  private void requireComplete(JsonValue.Members header, Set<String> names) {
    var written = new LinkedHashSet<String>();
    if (header.properties().get("entries") instanceof JsonValue.Elements(var entries)) {
      for (var entry : entries) {
        written.add(entry instanceof JsonValue.Text(var name) ? name : entry.toString());
      }
    }
    if (!names.equals(written)) {
      throw new BundleException(
          "%s is damaged: it was written with the entries %s and has %s"
              .formatted(path, written, names));
    }
  }
}
