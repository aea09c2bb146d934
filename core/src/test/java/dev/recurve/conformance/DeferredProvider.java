package dev.recurve.conformance;

import dev.recurve.runtime.ReferenceProvider;
import dev.recurve.spi.Backend;
import dev.recurve.spi.BackendConfig;
import dev.recurve.spi.BackendProvider;
import dev.recurve.spi.Probe;
import java.util.Set;

/**
 * Offers the reference backend with its calls deferred, for tests: {@code
 * -Drecurve.backend=deferred}. Never chosen without a wish.
 */
public final class DeferredProvider implements BackendProvider {
  /** The id of the deferred backend. */
  public static final String ID = "deferred";

  /** For the service loader. */
  public DeferredProvider() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int priority() {
    return -1;
  }

  @Override
  public Probe probe() {
    return new Probe.Ready("the reference backend, every call deferred", Set.of());
  }

  @Override
  public Backend open(BackendConfig config) {
    return new DeferredBackend(new ReferenceProvider().open(config));
  }
}
