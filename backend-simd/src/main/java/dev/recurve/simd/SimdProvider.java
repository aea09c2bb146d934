package dev.recurve.simd;

import dev.recurve.spi.Backend;
import dev.recurve.spi.BackendConfig;
import dev.recurve.spi.BackendProvider;
import dev.recurve.spi.Probe;
import java.util.Set;

/**
 * Offers the backend {@code simd}: pure Java on the Vector API, without native code. Wants {@code
 * --add-modules jdk.incubator.vector}, a JVM whose optimising compiler is on, and vectors of 128 to
 * 512 bits; its probe says which of them is missing.
 */
public final class SimdProvider implements BackendProvider {
  /** The id of the backend. */
  public static final String ID = "simd";

  /**
   * A system property: {@code true} lets the backend run, slowly, where vector code is not
   * compiled; for comparing results bit for bit.
   */
  static final String WITHOUT_COMPILER = "recurve.simd.withoutCompiler";

  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  /** For the service loader. */
  public SimdProvider() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public Probe probe() {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return new Probe.Unavailable(
          "The module %s, which this backend computes with, is not there.".formatted(VECTOR_MODULE),
          "Start Java with --add-modules %s.".formatted(VECTOR_MODULE));
    }
    var compiler =
        Jvm.compiler(
            System.getProperty("java.vm.name", ""), System.getProperty("java.vm.info", ""));
    if (compiler instanceof Jvm.Weak(var reason, var remedy)
        && !Boolean.getBoolean(WITHOUT_COMPILER)) {
      return new Probe.Unavailable(
          reason,
          remedy + " To run all the same, slowly, set -D%s=true.".formatted(WITHOUT_COMPILER));
    }
    return ofWidth(Lanes.COUNT, Runtime.getRuntime().availableProcessors());
  }

  /** The answer for vectors of so many floats. */
  static Probe ofWidth(int lanes, int processors) {
    return switch (lanes) {
      case 4, 8, 16 ->
          new Probe.Ready(
              // Not by a format: for the digits of %d the locale's data are loaded, 15 ms.
              Jvm.vectors(System.getProperty("os.arch", ""), lanes)
                  + ", "
                  + lanes
                  + " lanes, "
                  + processors
                  + (processors == 1 ? " processor" : " processors"),
              Set.of("recurrent layers", "softmax and cross-entropy", "optimiser steps"));
      default ->
          new Probe.Unavailable(
              "This JVM's vectors hold %d floats; this backend is made for 4, 8 or 16."
                  .formatted(lanes),
              lanes < 4
                  ? "Leave out -XX:MaxVectorSize and -XX:UseAVX or -XX:UseSSE, or run on a"
                      + " processor with 128-bit vectors."
                  : "Start Java with -XX:MaxVectorSize=64.");
    };
  }

  @Override
  public Backend open(BackendConfig config) {
    return new SimdBackend(config.workers());
  }
}
