package dev.recurve.benchmarks.rivals;

import dev.recurve.benchmarks.contest.BenchmarkException;
import dev.recurve.benchmarks.contest.Contestant;
import dev.recurve.benchmarks.contest.Launch;
import dev.recurve.benchmarks.problem.GemmProblem;
import dev.recurve.benchmarks.problem.Problem;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/** OpenBLAS's matrix product, on as many threads as its environment says. */
public final class OpenBlas implements Contestant {
  private Optional<Product> product = Optional.empty();

  /** For the service loader. */
  public OpenBlas() {}

  private record Product(GemmProblem problem, FloatPointer a, FloatPointer b, FloatPointer c) {}

  @Override
  public String name() {
    return "openblas";
  }

  @Override
  public String version() {
    try {
      return "OpenBLAS " + Loader.getVersion("org.bytedeco", "openblas");
    } catch (IOException e) {
      throw new BenchmarkException("The version of OpenBLAS cannot be found", e);
    }
  }

  @Override
  public void prepare(Problem problem, int threads) {
    if (!(problem instanceof GemmProblem gemm)) {
      throw new BenchmarkException(name() + " multiplies matrices only");
    }
    System.setProperty("org.bytedeco.javacpp.cachedir", Launch.natives("javacpp").toString());
    product =
        Optional.of(
            new Product(
                gemm,
                new FloatPointer(gemm.a()),
                new FloatPointer(gemm.b()),
                new FloatPointer((long) gemm.m() * gemm.n())));
  }

  @Override
  public void run() {
    var p = product.orElseThrow();
    var size = p.problem();
    openblas_nolapack.cblas_sgemm(
        openblas_nolapack.CblasRowMajor,
        openblas_nolapack.CblasNoTrans,
        size.transposed() ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
        size.m(),
        size.n(),
        size.k(),
        1,
        p.a(),
        size.k(),
        p.b(),
        size.transposed() ? size.k() : size.n(),
        0,
        p.c(),
        size.n());
  }

  @Override
  public Map<String, float[]> results() {
    run();
    var p = product.orElseThrow();
    float[] c = new float[p.problem().m() * p.problem().n()];
    p.c().get(c);
    return Map.of("y", c);
  }

  @Override
  public void close() {
    product.ifPresent(
        p -> {
          p.a().close();
          p.b().close();
          p.c().close();
        });
  }
}
