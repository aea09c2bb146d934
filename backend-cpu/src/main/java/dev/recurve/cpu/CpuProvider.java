package dev.recurve.cpu;

import dev.recurve.spi.Backend;
import dev.recurve.spi.BackendConfig;
import dev.recurve.spi.BackendProvider;
import dev.recurve.spi.Probe;
import java.util.Locale;
import java.util.Set;

/**
 * Offers the backend {@code cpu}: products by OpenBLAS, whose natives come in a jar for each
 * platform. Its probe says what is missing: the jar, a folder to unpack into, a library that the
 * system lacks.
 */
public final class CpuProvider implements BackendProvider {
  /** The id of the backend. */
  public static final String ID = "cpu";

  private static final String OPENBLAS = "org.bytedeco:openblas";

  /** For the service loader. */
  public CpuProvider() {}

  @Override
  public String id() {
    return ID;
  }

  /**
   * Below {@code simd}, which is faster at recurrent layers of every size that was measured, and
   * above plain Java.
   */
  @Override
  public int priority() {
    return 50;
  }

  @Override
  public Probe probe() {
    try {
      return new Probe.Ready(
          "OpenBLAS %s, kernels for %s, %d processor%s"
              .formatted(
                  OpenBlas.version().orElse("of unknown version"),
                  OpenBlas.coreName(),
                  Runtime.getRuntime().availableProcessors(),
                  Runtime.getRuntime().availableProcessors() == 1 ? "" : "s"),
          Set.of("recurrent layers", "softmax and cross-entropy", "optimiser steps"));
    } catch (NoClassDefFoundError | ExceptionInInitializerError | UnsatisfiedLinkError e) {
      return unavailable(e);
    }
  }

  /** The answer for what went wrong while the library was loaded. */
  static Probe unavailable(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    var message = String.valueOf(cause.getMessage());
    var words = message.toLowerCase(Locale.ROOT);
    if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
      return new Probe.Unavailable(
          "The classes of OpenBLAS are not on the path: %s.".formatted(message),
          "Put %s and org.bytedeco:javacpp on the path.".formatted(OPENBLAS));
    }
    if (words.contains("libgfortran") || words.contains("libquadmath")) {
      return new Probe.Unavailable(
          "OpenBLAS was found, but the Fortran library that it needs was not: %s."
              .formatted(message),
          "Install libgfortran 5 (on Debian and Ubuntu: apt install libgfortran5).");
    }
    if (words.contains("read-only")
        || words.contains("permission denied")
        || words.contains("could not create")
        || words.contains("cannot create")) {
      return new Probe.Unavailable(
          "OpenBLAS cannot be unpacked: %s.".formatted(message),
          "Name a folder that can be written to with -Dorg.bytedeco.javacpp.cachedir=FOLDER.");
    }
    return new Probe.Unavailable(
        "OpenBLAS cannot be loaded: %s.".formatted(message),
        "Put the jars of %s and org.bytedeco:javacpp with the classifier of this platform on the"
                .formatted(OPENBLAS)
            + " path.");
  }

  @Override
  public Backend open(BackendConfig config) {
    return new CpuBackend(config.workers());
  }
}
