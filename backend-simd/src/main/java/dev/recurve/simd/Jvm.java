package dev.recurve.simd;

import java.util.Locale;

/** What the running JVM says of itself. */
final class Jvm {
  private Jvm() {}

  /** Whether vector code becomes vector instructions. */
  sealed interface Compiler permits Strong, Weak {}

  /** It does. */
  record Strong() implements Compiler {}

  /**
   * It does not: every vector operation would be a call that allocates.
   *
   * @param reason why, as a sentence
   * @param remedy what to do about it, as a sentence
   */
  record Weak(String reason, String remedy) implements Compiler {}

  /**
   * Judges a JVM.
   *
   * @param name the system property {@code java.vm.name}
   * @param info the system property {@code java.vm.info}
   */
  static Compiler compiler(String name, String info) {
    if (info.contains("interpreted mode")) {
      return new Weak(
          "This JVM interprets all code, and interpreted vector code is hundreds of times slower.",
          "Start Java without -Xint.");
    }
    if (info.contains("emulated-client")) {
      return new Weak(
          "This JVM's optimising compiler is switched off, without which vector code is very slow.",
          "Start Java without -XX:TieredStopAtLevel, or with 4.");
    }
    if (name.contains("Client VM") || name.contains("Zero VM")) {
      return new Weak(
          "This JVM (%s) has no optimising compiler, without which vector code is very slow."
              .formatted(name),
          "Use a JDK whose virtual machine is a Server VM.");
    }
    return new Strong();
  }

  /** The name of an architecture's vectors of so many floats. */
  static String vectors(String arch, int lanes) {
    int bits = 32 * lanes;
    return switch (arch.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> bits == 512 ? "AVX-512" : bits == 256 ? "AVX2" : "SSE";
      case "aarch64" -> bits == 128 ? "NEON" : "SVE";
      default -> bits + "-bit vectors";
    };
  }
}
