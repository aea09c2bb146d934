package dev.recurve.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.spi.BackendConfig;
import dev.recurve.spi.Probe;
import dev.recurve.spi.Workers;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the probe says, here and where something is missing. */
class CpuProviderTest {

  @Test
  void saysWhichLibraryItFound() {
    assertThat(new CpuProvider().probe())
        .isInstanceOfSatisfying(
            Probe.Ready.class,
            ready ->
                assertThat(ready.device())
                    .contains("OpenBLAS 0.3.31", "kernels for " + OpenBlas.coreName()));
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new NoClassDefFoundError("org/bytedeco/javacpp/Loader"),
            "org/bytedeco/javacpp/Loader",
            "org.bytedeco:openblas"),
        Arguments.of(
            new ExceptionInInitializerError(
                new UnsatisfiedLinkError("libgfortran.so.5: cannot open shared object file")),
            "Fortran",
            "libgfortran5"),
        Arguments.of(
            new ExceptionInInitializerError(
                new IllegalStateException(
                    "cannot unpack", new IOException("/cache: Read-only file system"))),
            "cannot be unpacked",
            "-Dorg.bytedeco.javacpp.cachedir"),
        Arguments.of(
            new UnsatisfiedLinkError("no jniopenblas_nolapack in java.library.path"),
            "no jniopenblas_nolapack",
            "classifier of this platform"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void saysWhatIsMissingAndWhatToDo(Throwable failure, String reason, String remedy) {
    assertThat(CpuProvider.unavailable(failure))
        .isInstanceOfSatisfying(
            Probe.Unavailable.class,
            unavailable -> {
              assertThat(unavailable.reason()).contains(reason);
              assertThat(unavailable.remedy()).contains(remedy);
            });
  }

  @Test
  void itsResultsDependOnTheLibraryAndTheThreads() {
    var backend = new CpuProvider().open(new BackendConfig(new Workers(2)));
    assertThat(backend.id()).isEqualTo("cpu");
    assertThat(backend.fingerprint()).startsWith("cpu 1, OpenBLAS 0.3.31").endsWith("2 threads");
  }
}
