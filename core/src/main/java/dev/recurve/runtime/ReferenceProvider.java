package dev.recurve.runtime;

import dev.recurve.spi.Backend;
import dev.recurve.spi.BackendConfig;
import dev.recurve.spi.BackendProvider;
import dev.recurve.spi.Probe;
import java.util.Set;

/**
 * Offers the reference backend, {@code java}: plain loops on one thread, ready everywhere, the
 * yardstick for the results of all others.
 */
public final class ReferenceProvider implements BackendProvider {
  /** The id of the reference backend. */
  public static final String ID = "java";

  /** For the service loader. */
  public ReferenceProvider() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Probe probe() {
    return new Probe.Ready("plain Java loops, one thread", Set.of("float64", "recurrent layers"));
  }

  @Override
  public Backend open(BackendConfig config) {
    return new ReferenceBackend();
  }
}
