package dev.recurve.spi;

/**
 * The service by which a jar offers its backend. An implementation holds no static state, and names
 * no native or incubating type in a field or signature, so that it can always be loaded and can say
 * for itself why its backend cannot run.
 */
public interface BackendProvider {
  /** The name that users write, for example {@code simd}: lower case, no spaces. */
  String id();

  /** Without a wish, the ready backend with the highest priority is taken. */
  int priority();

  /** Looks at the machine. Quick; may throw, which counts as unavailable. */
  Probe probe();

  /** Opens the backend; called only after a probe that was ready. */
  Backend open(BackendConfig config);
}
