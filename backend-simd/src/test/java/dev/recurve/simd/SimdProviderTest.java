package dev.recurve.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.spi.BackendConfig;
import dev.recurve.spi.BackendProvider;
import dev.recurve.spi.Probe;
import dev.recurve.spi.Workers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimdProviderTest {

  /** Prints what the probe says, in another JVM. */
  static final class Say {
    public static void main(String[] args) {
      System.out.println(new SimdProvider().probe());
    }
  }

  @Test
  void isFoundAndReadyHere() {
    var provider =
        ServiceLoader.load(BackendProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(one -> one.id().equals("simd"))
            .findFirst()
            .orElseThrow();

    assertThat(provider.priority()).isEqualTo(100);
    assertThat(provider.probe()).isInstanceOf(Probe.Ready.class);
    var backend = provider.open(new BackendConfig(new Workers(2)));
    assertThat(backend.id()).isEqualTo("simd");
    assertThat(backend.fingerprint()).contains("simd", Lanes.COUNT + " lanes", "2 threads");
  }

  @Test
  void explainsTheMissingModule() throws IOException, InterruptedException {
    assertThat(saidBy())
        .startsWith("Unavailable")
        .contains("jdk.incubator.vector, which", "Start Java with --add-modules");
  }

  @ParameterizedTest
  @CsvSource({"-Xint, without -Xint", "-XX:TieredStopAtLevel=1, without -XX:TieredStopAtLevel"})
  void explainsThatVectorCodeIsNotCompiled(String flag, String remedy)
      throws IOException, InterruptedException {
    assertThat(saidBy("--add-modules=jdk.incubator.vector", flag))
        .startsWith("Unavailable")
        .contains(remedy, "-D" + SimdProvider.WITHOUT_COMPILER + "=true");
    assertThat(
            saidBy(
                "--add-modules=jdk.incubator.vector",
                flag,
                "-D" + SimdProvider.WITHOUT_COMPILER + "=true"))
        .startsWith("Ready");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 32})
  void explainsAWidthItIsNotMadeFor(int lanes) {
    assertThat(SimdProvider.ofWidth(lanes, 2))
        .isInstanceOfSatisfying(
            Probe.Unavailable.class,
            no -> {
              assertThat(no.reason()).contains("hold %d floats".formatted(lanes));
              assertThat(no.remedy()).contains("-XX:MaxVectorSize");
            });
  }

  @Test
  void saysWhatItRunsOn() {
    assertThat(SimdProvider.ofWidth(8, 2))
        .isInstanceOfSatisfying(
            Probe.Ready.class, ready -> assertThat(ready.device()).contains("8 lanes, 2 proc"));
  }

  @ParameterizedTest
  @CsvSource({
    "amd64, 16, AVX-512",
    "x86_64, 8, AVX2",
    "amd64, 4, SSE",
    "aarch64, 4, NEON",
    "aarch64, 8, SVE",
    "riscv64, 8, 256-bit vectors"
  })
  void namesTheVectors(String arch, int lanes, String name) {
    assertThat(Jvm.vectors(arch, lanes)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "OpenJDK 64-Bit Server VM, 'mixed mode, sharing', true",
    "OpenJDK 64-Bit Server VM, 'compiled mode', true",
    "OpenJDK 64-Bit Server VM, 'interpreted mode, sharing', false",
    "OpenJDK 64-Bit Server VM, 'mixed mode, emulated-client', false",
    "OpenJDK Client VM, mixed mode, false",
    "OpenJDK 64-Bit Zero VM, interpreted mode, false"
  })
  void judgesTheCompiler(String name, String info, boolean isStrong) {
    assertThat(Jvm.compiler(name, info) instanceof Jvm.Strong).isEqualTo(isStrong);
  }

  private static String saidBy(String... flags) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Say.class.getName()));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
