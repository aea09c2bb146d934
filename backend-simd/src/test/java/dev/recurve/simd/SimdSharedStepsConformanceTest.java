package dev.recurve.simd;

import dev.recurve.conformance.BackendConformance;
import dev.recurve.spi.Backend;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.Workers;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;

/** The contract where threads share each step of every recurrent layer, as they do large ones. */
@Tag("every-width")
class SimdSharedStepsConformanceTest extends BackendConformance {
  private static final Backend BACKEND = SimdBackend.warm(new Workers(3), RnnRules.ALWAYS);

  @Override
  protected Backend backend() {
    return BACKEND;
  }

  @Override
  protected Predicate<RnnSpec> requiredPlans() {
    return Plans.PROMISED;
  }
}
