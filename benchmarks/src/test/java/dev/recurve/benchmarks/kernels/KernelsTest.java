package dev.recurve.benchmarks.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs once, on small operands; how long it takes does not matter here. */
class KernelsTest {
  private record Work(Class<? extends Kernels> benchmark, String shape) {}

  private static final List<Work> ALL =
      List.of(
          new Work(GemmBenchmark.class, "5x70x9"),
          new Work(RecurrentBenchmark.class, "4x3x2x5"),
          new Work(ElementwiseBenchmark.class, "3x20"),
          new Work(ArithmeticBenchmark.class, "3x20"),
          new Work(SoftmaxBenchmark.class, "3x20"),
          new Work(LayerNormBenchmark.class, "3x20"),
          new Work(EmbeddingBenchmark.class, "7x10x20"));

  private static ChainedOptionsBuilder once(Class<? extends Kernels> benchmark) {
    return new OptionsBuilder()
        .include(benchmark.getName() + "\\.")
        .forks(0)
        .mode(Mode.SingleShotTime)
        .warmupIterations(0)
        .measurementIterations(1)
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true);
  }

  private static Set<String> names(Collection<RunResult> results) {
    return results.stream().map(r -> r.getParams().getBenchmark()).collect(Collectors.toSet());
  }

  @Test
  void everyBenchmarkRuns() throws RunnerException {
    var ran = new TreeSet<String>();
    for (var work : ALL) {
      ran.addAll(
          names(new Runner(once(work.benchmark()).param("shape", work.shape()).build()).run()));
    }
    ran.addAll(
        names(new Runner(once(OptimizerBenchmark.class).param("weights", "50").build()).run()));

    var known =
        BenchmarkList.defaultList()
            .getAll(
                OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
            .stream()
            .map(entry -> entry.getUsername())
            .collect(Collectors.toSet());
    assertThat(known).hasSizeGreaterThanOrEqualTo(17);
    assertThat(ran).containsExactlyInAnyOrderElementsOf(known);
  }

  @Test
  void eachCellIsRun() throws RunnerException {
    var results =
        new Runner(once(RecurrentBenchmark.class).param("shape", "2x1x3x4").build()).run();

    assertThat(results.stream().map(r -> r.getParams().getParam("cell")).distinct())
        .containsExactlyInAnyOrder("LSTM", "GRU", "RNN");
  }

  @Test
  void whatFailsIsNotPassedOver() {
    var impossible = once(RecurrentBenchmark.class).param("shape", "4x3x0x5").build();

    assertThatThrownBy(() -> new Runner(impossible).run()).isInstanceOf(RunnerException.class);
  }
}
