package dev.recurve.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.conformance.RecurrentBits;
import dev.recurve.spi.BackendConfig;
import dev.recurve.spi.DType;
import dev.recurve.spi.Direction;
import dev.recurve.spi.Mat;
import dev.recurve.spi.UnaryOp;
import dev.recurve.spi.Workers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process that computes only something small does not wait for vectors to be loaded. */
class ColdStartTest {

  /** Small layers of each kind, from the probe to the result. */
  static final class SmallLayers {
    public static void main(String[] args) {
      var provider = new SimdProvider();
      provider.probe();
      var on = provider.open(new BackendConfig(new Workers(2)));
      var x = Mat.of(on.allocate(DType.F32, 64), 0, 1, 64);
      var w = Mat.of(on.allocate(DType.F32, 24 * 64), 0, 24, 64);
      var y = Mat.of(on.allocate(DType.F32, 24), 0, 1, 24);
      on.fill(x, 0.1);
      on.fill(w, 0.1);
      on.gemm(false, true, 1, x, w, 0, y);
      on.unary(UnaryOp.TANH, y, y);
      on.softmaxRows(
          true,
          y,
          y,
          (_, _, _) -> {
            throw new AssertionError("no scratch memory is needed");
          });
      for (var cell : RecurrentBits.cells()) {
        RecurrentBits.digest(on, cell, Direction.BOTH, 3, 17, 4, 2);
        RecurrentBits.digest(on, cell, Direction.FORWARD, 3, 17, 4, 2);
      }
      System.out.println("done");
    }
  }

  @Test
  void smallWorkLoadsNoVectors() throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--add-modules=jdk.incubator.vector",
                    "-Xlog:class+load",
                    "-cp",
                    System.getProperty("java.class.path"),
                    SmallLayers.class.getName()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output)
        .contains(
            "done",
            "dev.recurve.host.ScalarLoops",
            "dev.recurve.simd.ScalarMath",
            "jdk.incubator.vector.VectorShape")
        .doesNotContain("jdk.incubator.vector.FloatVector");
  }
}
