package dev.recurve.spi;

import java.util.Set;

/** What a provider found out about this machine. */
public sealed interface Probe {
  /**
   * The backend can run.
   *
   * @param device the device in words, for example {@code AVX-512, 2 threads}
   * @param features what it offers beyond the required, in short words
   */
  record Ready(String device, Set<String> features) implements Probe {
    /** Copies the features. */
    public Ready {
      features = Set.copyOf(features);
    }
  }

  /**
   * The backend cannot run.
   *
   * @param reason what is missing, as a sentence
   * @param remedy what to do about it, as a sentence
   */
  record Unavailable(String reason, String remedy) implements Probe {}
}
