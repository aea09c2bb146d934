package dev.recurve.io;

import dev.recurve.BundleException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * One file with named entries, in a stated format and version: a ZIP file whose first entry,
 * {@value #FORMAT_ENTRY}, says what it is and lists the others. The same entries give the same
 * bytes.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class Archive {
  /** The entry that says which format the file has. */
  static final String FORMAT_ENTRY = "format.json";

  /** The earliest time that ZIP knows: files do not depend on when they were written. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private static final String STORED_SUFFIX = ".safetensors";

  private final Path path;
  private final Map<String, byte[]> entries;

  /**
   * What a file is.
   *
   * @param name for example {@code recurve-bundle}
   * @param version from 1; grows when older readers would misread the file
   */
  public record Format(String name, int version) {}

  Archive(Path path, Map<String, byte[]> entries) {
    this.path = path;
    this.entries = entries;
  }

  /**
   * Writes a file whole or not at all; missing folders are made.
   *
   * @param entries contents by name, in order
   * @param overwrite whether a file that is there is replaced
   * @throws BundleException if it is there and may not be replaced, or cannot be written
   */
  public static void write(
      Path path, Format format, Map<String, byte[]> entries, boolean overwrite) {
    if (entries.containsKey(FORMAT_ENTRY)) {
      throw new IllegalArgumentException(
          "The entry %s is written by the archive itself".formatted(FORMAT_ENTRY));
    }
    var all = new LinkedHashMap<String, byte[]>();
    all.put(
        FORMAT_ENTRY,
        Json.write(
            Map.of(
                "format", format.name(),
                "version", format.version(),
                "entries", entries.keySet())));
    all.putAll(entries);
    AtomicFile.write(path, overwrite, out -> writeZip(all, out));
  }

  private static void writeZip(Map<String, byte[]> entries, OutputStream out) throws IOException {
    var zip = new ZipOutputStream(out);
    for (var entry : entries.entrySet()) {
      zip.putNextEntry(zipEntry(entry.getKey(), entry.getValue()));
      zip.write(entry.getValue());
      zip.closeEntry();
    }
    zip.finish();
  }

  /** Weights look random to a compressor, so they are stored as they are. */
  private static ZipEntry zipEntry(String name, byte[] contents) {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    if (name.endsWith(STORED_SUFFIX)) {
      var crc = new CRC32();
      crc.update(contents);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(contents.length);
      entry.setCompressedSize(contents.length);
      entry.setCrc(crc.getValue());
    }
    return entry;
  }

  /**
   * Reads a whole file and checks all of it.
   *
   * @param newest the format that is wanted, with the newest version that can be read
   * @throws BundleException if there is no such file; if it is cut short, damaged, of another
   *     format or of a newer version
   */
  public static Archive read(Path path, Format newest) {
    return new ArchiveReader(path, newest).read();
  }

  /** Where it was read from. */
  public Path path() {
    return path;
  }

  /** The names of the entries. */
  public Set<String> names() {
    return new TreeSet<>(entries.keySet());
  }

  /** Whether there is an entry of this name. */
  public boolean has(String name) {
    return entries.containsKey(name);
  }

  /**
   * A copy of an entry's contents.
   *
   * @throws BundleException if there is none of this name
   */
  public byte[] entry(String name) {
    return contents(name).clone();
  }

  /**
   * An entry as typed JSON.
   *
   * @throws BundleException if there is none of this name, or it does not fit the type
   */
  public <T> T json(String name, Class<T> type) {
    return Json.read(contents(name), type, where(name));
  }

  /**
   * An entry as JSON, read by hand: nothing but what is read is loaded, so that a short-lived
   * process starts sooner.
   *
   * @param reader asks for every property
   * @throws BundleException if there is none of this name, or it is not what the reader asks for
   */
  public <T> T json(String name, Function<JsonObject, T> reader) {
    return JsonObject.read(contents(name), where(name), reader);
  }

  /** The properties of an entry that is a JSON object. */
  JsonValue.Members members(String name) {
    return JsonObject.members(contents(name), where(name));
  }

  /**
   * An entry as named arrays.
   *
   * @throws BundleException if there is none of this name, or it is not sound
   */
  public Safetensors.Contents arrays(String name) {
    return Safetensors.decode(contents(name), where(name));
  }

  private byte[] contents(String name) {
    byte[] contents = entries.get(name);
    if (contents == null) {
      throw new BundleException("%s has no entry %s; it has %s".formatted(path, name, names()));
    }
    return contents;
  }

  private String where(String name) {
    return path + ", " + name;
  }
}
