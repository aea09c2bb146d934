package dev.recurve.runtime;

import dev.recurve.spi.BackendProvider;
import dev.recurve.spi.Probe;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader.Provider;

/**
 * Finds every provider on the path once. Each probes the machine when somebody wants to know, once:
 * loading a native library takes longer than to run a small model on another backend. Whatever a
 * broken one throws, where ever it throws it, becomes a candidate that is unavailable, and the
 * survey goes on.
 */
final class Surveyor {
  /** A loader that fails this often in a row will not come to an end by itself. */
  private static final int FAILURES_IN_A_ROW = 32;

  /** A candidate, and its provider when that could be loaded. */
  static final class Found {
    private final String id;
    private final int priority;
    private final Optional<BackendProvider> provider;
    private Optional<Candidate> candidate;

    private Found(Candidate broken) {
      this.id = broken.id();
      this.priority = broken.priority();
      this.provider = Optional.empty();
      this.candidate = Optional.of(broken);
    }

    private Found(String id, int priority, BackendProvider provider) {
      this.id = id;
      this.priority = priority;
      this.provider = Optional.of(provider);
      this.candidate = Optional.empty();
    }

    String id() {
      return id;
    }

    int priority() {
      return priority;
    }

    Optional<BackendProvider> provider() {
      return provider;
    }

    /** With what the provider says of this machine. */
    synchronized Candidate candidate() {
      if (candidate.isEmpty()) {
        candidate = Optional.of(new Candidate(id, priority, probe(provider.orElseThrow())));
      }
      return candidate.orElseThrow();
    }
  }

  private final Iterator<? extends Provider<BackendProvider>> providers;
  private final List<Found> found = new ArrayList<>();

  private Surveyor(Iterator<? extends Provider<BackendProvider>> providers) {
    this.providers = providers;
  }

  static List<Found> survey(Iterator<? extends Provider<BackendProvider>> providers) {
    var surveyor = new Surveyor(providers);
    surveyor.lookAtAll();
    return List.copyOf(surveyor.found);
  }

  private void lookAtAll() {
    int failures = 0;
    while (failures < FAILURES_IN_A_ROW) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        lookAt(providers.next());
        failures = 0;
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        add(broken("unknown", "A backend's provider cannot be found or loaded", e));
        failures++;
      }
    }
  }

  private void lookAt(Provider<BackendProvider> entry) {
    BackendProvider provider;
    String id;
    int priority;
    try {
      provider = entry.get();
      id = Objects.requireNonNull(provider.id(), "it has no id");
      priority = provider.priority();
    } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
      add(broken(entry.type().getSimpleName(), "The provider cannot be created", e));
      return;
    }
    if (isFound(id)) {
      add(new Candidate(id, priority, taken(id, entry.type())));
      return;
    }
    found.add(new Found(id, priority, provider));
  }

  private boolean isFound(String id) {
    for (var other : found) {
      if (other.id().equals(id)) {
        return true;
      }
    }
    return false;
  }

  private static Probe probe(BackendProvider provider) {
    try {
      return Objects.requireNonNull(provider.probe(), "it gave no answer");
    } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
      return unavailable("The probe of this machine failed", e);
    }
  }

  private static Probe taken(String id, Class<?> type) {
    return new Probe.Unavailable(
        "Another provider on the path is called \"%s\" too, and %s came second."
            .formatted(id, type.getName()),
        "Keep only one of the two jars.");
  }

  private static Candidate broken(String id, String what, Throwable cause) {
    return new Candidate(id, Candidate.UNKNOWN_PRIORITY, unavailable(what, cause));
  }

  private static Probe.Unavailable unavailable(String what, Throwable cause) {
    return new Probe.Unavailable(what + ": " + causes(cause) + ".", remedy(cause));
  }

  /** What was thrown and what lies beneath it; the innermost is often the one that explains. */
  private static String causes(Throwable thrown) {
    var text =
        new StringBuilder(
            thrown instanceof ServiceConfigurationError ? thrown.getMessage() : thrown.toString());
    for (var cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      text.append(", caused by ").append(cause);
    }
    return text.toString();
  }

  private static String remedy(Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case UnsupportedClassVersionError _ -> {
          return "Run on a newer JDK: the backend's jar was built for one.";
        }
        case NoClassDefFoundError _, ClassNotFoundException _ -> {
          return "Put the jars that the backend needs on the path, in matching versions, or take"
              + " its jar off.";
        }
        default -> {}
      }
    }
    return "Take the backend's jar off the path, or replace it by one of the same version as"
        + " recurve-core.";
  }

  private void add(Candidate unavailable) {
    // A loader that is stuck reports the same failure again and again; once is enough.
    for (var other : found) {
      if (other.provider().isEmpty() && other.candidate().equals(unavailable)) {
        return;
      }
    }
    found.add(new Found(unavailable));
  }
}
