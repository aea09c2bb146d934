package dev.recurve.examples.forecast;

import dev.recurve.DataException;
import dev.recurve.timeseries.GapPolicy;
import dev.recurve.timeseries.TimeSeries;
import dev.recurve.timeseries.TimeSeriesCsv;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A CSV file as a run remembers it.
 *
 * @param path where it is, absolute
 * @param sha256 of its bytes, hexadecimal
 * @param time the column of times; an empty text if it is found by its name or contents
 * @param columns those that are read
 * @param gaps what is done with rows that are missing in time
 */
public record DataFile(
    String path, String sha256, String time, List<String> columns, GapPolicy gaps) {
  /** Copies the list. */
  public DataFile {
    columns = List.copyOf(columns);
  }

  /** A file, as it is now. */
  public static DataFile of(
      Path file, Optional<String> time, List<String> columns, GapPolicy gaps) {
    return new DataFile(
        file.toAbsolutePath().normalize().toString(), sha256(file), time.orElse(""), columns, gaps);
  }

  /**
   * Reads a file.
   *
   * @throws DataException if it is missing or not sound, with the place
   */
  public static TimeSeries read(
      Path file, Optional<String> time, List<String> columns, GapPolicy gaps) {
    var csv = TimeSeriesCsv.of(file).columns(columns).gaps(gaps);
    return time.map(csv::time).orElse(csv).read();
  }

  /**
   * Reads the very file that the run began with.
   *
   * @throws DataException if it is missing or not the same any more
   */
  TimeSeries readAgain() {
    var series = readAlike(Path.of(path));
    if (!isSame(Path.of(path))) {
      throw new DataException(
          ("%s has changed since the run began (SHA-256 was %s, is %s); put the old file back, or"
                  + " train anew")
              .formatted(path, sha256, sha256(Path.of(path))));
    }
    return series;
  }

  /** Reads another file in the same way. */
  TimeSeries readAlike(Path file) {
    return read(file, Optional.of(time).filter(name -> !name.isEmpty()), columns, gaps);
  }

  /** Whether a file has the same contents. */
  boolean isSame(Path file) {
    return sha256(file).equals(sha256);
  }

  /** The file's own name. */
  String name() {
    return String.valueOf(Path.of(path).getFileName());
  }

  private static String sha256(Path file) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
