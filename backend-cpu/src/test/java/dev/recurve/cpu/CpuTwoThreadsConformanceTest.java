package dev.recurve.cpu;

import dev.recurve.conformance.BackendConformance;
import dev.recurve.spi.Backend;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.Workers;
import java.util.function.Predicate;

/** The contract, on two threads. */
class CpuTwoThreadsConformanceTest extends BackendConformance {
  private static final Backend BACKEND = new CpuBackend(new Workers(2));

  @Override
  protected Backend backend() {
    return BACKEND;
  }

  @Override
  protected Predicate<RnnSpec> requiredPlans() {
    return _ -> true;
  }
}
