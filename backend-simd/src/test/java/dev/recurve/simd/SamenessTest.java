package dev.recurve.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.spi.Workers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same bits interpreted, compiled by either compiler, cold and warm, on one thread or on two.
 */
@Tag("every-width")
class SamenessTest {
  /** Calls until everything has been compiled, at least the loops that matter. */
  private static final int REPEATS = 400;

  @Test
  void warmingUpChangesNothing() {
    var backend = new SimdBackend(new Workers(1));
    long cold = Everything.digest(backend);
    for (int i = 0; i < REPEATS; i++) {
      assertThat(Everything.digest(backend)).as("repetition %d", i).isEqualTo(cold);
    }
  }

  @Test
  void singleFloatsAndVectorsAreTheSame() {
    assertThat(Everything.digest(new SimdBackend(new Workers(1))))
        .isEqualTo(Everything.digest(SimdBackend.warm(new Workers(1))));
  }

  @Test
  void smallWorkIsTheSameOnTwoThreads() {
    assertThat(Everything.digest(SimdBackend.warm(new Workers(2))))
        .isEqualTo(Everything.digest(SimdBackend.warm(new Workers(1))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation"})
  void anotherJvmGivesTheSameBits(String mode) throws IOException, InterruptedException {
    var here = Everything.digests();
    assertThat(here.get(2)).isEqualTo(here.get(1));
    assertThat(inAnotherJvm(mode)).isEqualTo(here);
  }

  private static List<Long> inAnotherJvm(String mode) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                mode));
    // The same width as here.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-XX:MaxVectorSize"))
        .forEach(command::add);
    command.add(Everything.class.getName());
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output.lines().map(Long::valueOf).toList();
  }
}
