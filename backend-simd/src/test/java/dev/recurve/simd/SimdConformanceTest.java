package dev.recurve.simd;

import dev.recurve.conformance.BackendConformance;
import dev.recurve.spi.Backend;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.Workers;
import java.util.function.Predicate;

/** The contract, on one thread. */
class SimdConformanceTest extends BackendConformance {
  private static final Backend BACKEND = SimdBackend.warm(new Workers(1));

  @Override
  protected Backend backend() {
    return BACKEND;
  }

  @Override
  protected Predicate<RnnSpec> requiredPlans() {
    return Plans.PROMISED;
  }
}
