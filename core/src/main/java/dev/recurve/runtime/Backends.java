package dev.recurve.runtime;

import dev.recurve.spi.Backend;
import dev.recurve.spi.BackendProvider;
import dev.recurve.spi.Workers;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The backends of this process. Which there are follows from the jars on the path; each is looked
 * at once and opened at most once.
 *
 * <p>Two system properties count: {@code recurve.backend}, the id of the backend to use, and {@code
 * recurve.threads}, how many threads backends may keep busy (by default, all processors).
 */
public final class Backends {
  private Backends() {}

  /** The registry of this process, made at first use. */
  private static final class Holder {
    static final BackendRegistry REGISTRY =
        new BackendRegistry(
            Surveyor.survey(
                ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader()).stream()
                    .iterator()),
            name -> Optional.ofNullable(System.getProperty(name)),
            () -> System.getLogger(Backends.class.getName()));
  }

  /** Every backend on the path, with what it says of this machine. */
  public static Survey survey() {
    return Holder.REGISTRY.survey();
  }

  /**
   * The backend of this name, and no other.
   *
   * @throws dev.recurve.BackendException if there is none, or it cannot run here; the message lists
   *     every candidate with its reason and remedy
   */
  public static Backend open(String id) {
    return Holder.REGISTRY.open(id);
  }

  /**
   * The backend that is used when none is named in code: the one that {@code -Drecurve.backend}
   * names, and no other; or else the ready one with the highest priority. In that case a line in
   * the log says which, a warning if one of a higher priority is on the path but cannot run.
   *
   * @throws dev.recurve.BackendException if the wish cannot be fulfilled, or opening fails
   */
  public static Backend standard() {
    return Holder.REGISTRY.standard();
  }

  /**
   * The threads that all backends of this process share.
   *
   * @throws dev.recurve.BackendException if {@code recurve.threads} is not a whole number from 1 up
   */
  public static Workers workers() {
    return Holder.REGISTRY.workers();
  }
}
