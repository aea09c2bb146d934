package dev.recurve.io;

import dev.recurve.BundleException;
import dev.recurve.params.HostArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Named arrays in the safetensors format: the length of a JSON header as 8 bytes, little end first;
 * the header, which gives each array's type, shape and place; the values, little end first.
 *
 * <p>The order of the map does not show in the bytes: wider types come first, so that every value
 * is aligned, and names are sorted within a type. See <a
 * href="https://github.com/huggingface/safetensors#format">the format's description</a>.
 */
public final class Safetensors {
  private Safetensors() {}

  /**
   * What a file holds.
   *
   * @param arrays by name, in the order of the file
   * @param metadata free text by name
   */
  public record Contents(Map<String, HostArray> arrays, Map<String, String> metadata) {}

  /**
   * Arrays and metadata as bytes.
   *
   * @throws BundleException if they need 2 GiB or more
   */
  public static byte[] encode(Map<String, HostArray> arrays, Map<String, String> metadata) {
    var ordered = ordered(arrays);
    byte[] header = header(ordered, metadata);
    long size = Long.BYTES + header.length + ordered.stream().mapToLong(Named::bytes).sum();
    if (size > Integer.MAX_VALUE - Long.BYTES) {
      throw new BundleException(
          "The weights need %d bytes; one file holds less than 2 GiB".formatted(size));
    }
    var bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header);
    for (var named : ordered) {
      switch (named.array()) {
        case HostArray.F32 floats -> {
          for (float value : floats.values()) {
            bytes.putFloat(value);
          }
        }
        case HostArray.F64 doubles -> {
          for (double value : doubles.values()) {
            bytes.putDouble(value);
          }
        }
      }
    }
    return bytes.array();
  }

  /**
   * Reads a whole file's bytes. Arrays of F16 and BF16 are widened to F32.
   *
   * @param where for messages
   * @throws BundleException if the bytes are not a sound file, or an array has another type than
   *     F32, F64, F16 or BF16
   */
  public static Contents decode(byte[] bytes, String where) {
    return new SafetensorsReader(bytes, where).read();
  }

  /**
   * Reads a file, {@link #decode}.
   *
   * @throws BundleException also if there is no such file
   */
  public static Contents read(Path path) {
    try {
      return decode(Files.readAllBytes(path), path.toString());
    } catch (NoSuchFileException e) {
      throw new BundleException("There is no file %s".formatted(path), e);
    } catch (IOException e) {
      throw new BundleException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
    }
  }

  /**
   * Writes a file whole or not at all.
   *
   * @param overwrite whether a file that is there is replaced
   * @throws BundleException if it is there and may not be replaced, or cannot be written
   */
  public static void write(
      Path path, Map<String, HostArray> arrays, Map<String, String> metadata, boolean overwrite) {
    AtomicFile.write(path, overwrite, out -> out.write(encode(arrays, metadata)));
  }

  private record Named(String name, HostArray array) {
    int width() {
      return switch (array) {
        case HostArray.F32 _ -> Float.BYTES;
        case HostArray.F64 _ -> Double.BYTES;
      };
    }

    long bytes() {
      return array.shape().size() * width();
    }

    String type() {
      return width() == Float.BYTES ? "F32" : "F64";
    }
  }

  private static List<Named> ordered(Map<String, HostArray> arrays) {
    return arrays.entrySet().stream()
        .map(entry -> new Named(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparing(Named::width).reversed().thenComparing(Named::name))
        .toList();
  }

  /** The header, with spaces at its end so that the values begin at a multiple of 8 bytes. */
  private static byte[] header(List<Named> ordered, Map<String, String> metadata) {
    var header = new LinkedHashMap<String, Object>();
    if (!metadata.isEmpty()) {
      header.put(SafetensorsReader.METADATA, new TreeMap<>(metadata));
    }
    long from = 0;
    for (var named : ordered) {
      if (named.name().equals(SafetensorsReader.METADATA)) {
        throw new IllegalArgumentException(
            "%s is not a name for an array: the format uses it".formatted(named.name()));
      }
      var entry = new LinkedHashMap<String, Object>();
      entry.put("dtype", named.type());
      entry.put("shape", named.array().shape().toArray());
      entry.put("data_offsets", new long[] {from, from + named.bytes()});
      header.put(named.name(), entry);
      from += named.bytes();
    }
    byte[] json = Json.writeCompact(header);
    var padded = ByteBuffer.allocate((json.length + 7) / 8 * 8).put(json);
    while (padded.hasRemaining()) {
      padded.put((byte) ' ');
    }
    return padded.array();
  }
}
