package dev.recurve.conformance;

import dev.recurve.runtime.ReferenceProvider;
import dev.recurve.spi.Backend;
import dev.recurve.spi.BackendConfig;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.Workers;
import java.util.function.Predicate;

/** The reference backend against the contract. */
class ReferenceConformanceTest extends BackendConformance {
  private static final Backend BACKEND =
      new ReferenceProvider().open(new BackendConfig(new Workers(1)));

  @Override
  protected Backend backend() {
    return BACKEND;
  }

  @Override
  protected Predicate<RnnSpec> requiredPlans() {
    return _ -> true;
  }
}
