package dev.recurve.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.runtime.ReferenceProvider;
import dev.recurve.spi.Backend;
import dev.recurve.spi.BackendConfig;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.Workers;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;

/** The reference backend with its calls deferred, against the contract. */
class DeferredConformanceTest extends BackendConformance {
  private static final DeferredBackend BACKEND =
      new DeferredBackend(new ReferenceProvider().open(new BackendConfig(new Workers(1))));

  @Override
  protected Backend backend() {
    return BACKEND;
  }

  @Override
  protected Predicate<RnnSpec> requiredPlans() {
    return _ -> true;
  }

  @AfterAll
  static void theSuiteGivesBackWhatItTakes() {
    assertThat(BACKEND.liveBuffers()).isZero();
    assertThat(BACKEND.liveBytes()).isZero();
  }
}
