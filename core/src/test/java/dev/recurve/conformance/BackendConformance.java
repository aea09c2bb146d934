package dev.recurve.conformance;

import dev.recurve.spi.Backend;
import dev.recurve.spi.RnnSpec;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;

/**
 * The contract of {@link Backend} as a test. A backend's module extends this class once:
 *
 * <pre>{@code
 * class FastBackendConformanceTest extends BackendConformance {
 *   private static final Backend BACKEND =
 *       new FastProvider().open(new BackendConfig(new Workers(2)));
 *
 *   @Override
 *   protected Backend backend() {
 *     return BACKEND;
 *   }
 * }
 * }</pre>
 *
 * <p>Everything is compared with plain arithmetic in double precision, written out in the suite, as
 * far off as {@link Tolerance#of} and {@link Tolerance#summing} allow; the same for every backend.
 * What a backend's {@link Backend#types()} do not name is not tried.
 */
public abstract class BackendConformance {
  /** For the backend's own test. */
  protected BackendConformance() {}

  /**
   * The backend under test; asked before every test, so it had better be the same one each time.
   */
  protected abstract Backend backend();

  /**
   * The recurrent layers that the backend promises to plan: declining one of them is a failure.
   * Every plan that it accepts is tested, promised or not. By default none.
   */
  protected Predicate<RnnSpec> requiredPlans() {
    return _ -> false;
  }

  @Nested
  class Memory extends MemoryConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }
  }

  @Nested
  class Permute extends PermuteConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }
  }

  @Nested
  class Linear extends LinearConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }
  }

  @Nested
  class Unary extends UnaryConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }
  }

  @Nested
  class Binary extends BinaryConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }
  }

  @Nested
  class Select extends SelectConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }
  }

  @Nested
  class Affine extends AffineConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }
  }

  @Nested
  class Gemm extends GemmConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }
  }

  @Nested
  class Reduce extends ReduceConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }
  }

  @Nested
  class Rows extends RowsConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }
  }

  @Nested
  class Scan extends ScanConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }
  }

  @Nested
  class Softmax extends SoftmaxConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }
  }

  @Nested
  class CrossEntropy extends CrossEntropyConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }
  }

  @Nested
  class Ctc extends CtcConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }
  }

  @Nested
  class Optimizers extends OptimizerConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }
  }

  @Nested
  class RandomMasks extends RandomMaskConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }
  }

  @Nested
  class Defaults extends DefaultsConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }
  }

  @Nested
  class Sameness extends SamenessConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }
  }

  @Nested
  class Recurrent extends RecurrentConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }

    @Override
    Predicate<RnnSpec> requiredPlans() {
      return BackendConformance.this.requiredPlans();
    }
  }

  @Nested
  class RecurrentSameness extends RecurrentSamenessConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }

    @Override
    Predicate<RnnSpec> requiredPlans() {
      return BackendConformance.this.requiredPlans();
    }
  }

  @Nested
  class Stepping extends SteppingConformance {
    @Override
    Backend backend() {
      return BackendConformance.this.backend();
    }

    @Override
    Predicate<RnnSpec> requiredPlans() {
      return BackendConformance.this.requiredPlans();
    }
  }
}
