package dev.recurve.io;

import java.util.Map;

/**
 * Where a model comes from, as far as one needs it to make the same again. The writer says all of
 * it; nothing is read from the machine behind the user's back.
 *
 * @param versions of Recurve, the JDK and whatever else counts, by name
 * @param seed of the run
 * @param backend the backend's fingerprint: name, version, width, threads
 * @param data fingerprints of the data sets, by name
 * @param date when it was made, ISO 8601
 */
public record Provenance(
    Map<String, String> versions,
    long seed,
    String backend,
    Map<String, String> data,
    String date) {
  /** Copies the maps. */
  public Provenance {
    versions = Map.copyOf(versions);
    data = Map.copyOf(data);
  }
}
