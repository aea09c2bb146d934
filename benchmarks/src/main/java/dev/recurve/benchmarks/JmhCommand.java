package dev.recurve.benchmarks;

import dev.recurve.benchmarks.contest.BenchmarkException;
import dev.recurve.benchmarks.kernels.Kernels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recurve bench jmh}: single kernels. */
@Command(
    name = "jmh",
    description = {
      "Single kernels under JMH, each in a JVM of its own: products, recurrent layers, element-wise"
          + " functions, softmax, layer norm, optimisers, embeddings.",
      "",
      "For example: recurve bench jmh 'Recurrent.*infer' -p cell=LSTM,GRU"
    })
final class JmhCommand implements Runnable {
  @Spec private CommandSpec command;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      defaultValue = ".*",
      description = "Runs the benchmarks in whose names this is found; all by default.")
  private String pattern = ".*";

  @Option(
      names = "-p",
      paramLabel = "NAME=VALUE,…",
      description = "Values of a parameter, in place of all.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--forks",
      paramLabel = "N",
      defaultValue = "1",
      description = "JVMs for each benchmark, one after the other; ${DEFAULT-VALUE} by default.")
  private int forks;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that Recurve may keep busy; by default, all processors.")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--backend",
      paramLabel = "ID",
      description = "Recurve's backend; by default, the best one.")
  private Optional<String> backend = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Writes all figures there too, as JMH's JSON.")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--quick", description = "Measures briefly, for a first look.")
  private boolean quick;

  @Option(names = "--list", description = "Names the benchmarks, and runs none.")
  private boolean list;

  @Override
  public void run() {
    if (forks < 1 || threads.orElse(1) < 1) {
      throw usage("--forks and --threads are 1 or more");
    }
    try {
      Pattern.compile(pattern);
      var runner = new Runner(options().build());
      if (list) {
        runner.list();
      } else {
        runner.run();
      }
    } catch (NoBenchmarksException _) {
      throw usage("No benchmark's name has \"%s\"; --list names all".formatted(pattern));
    } catch (PatternSyntaxException e) {
      throw usage("The pattern is no regular expression: " + e.getMessage());
    } catch (RunnerException e) {
      throw new BenchmarkException("JMH failed: " + e.getMessage(), e);
    }
  }

  /** JMH's JVMs get this one's flags; what is added here comes behind them. */
  private ChainedOptionsBuilder options() {
    var flags = new ArrayList<String>();
    threads.ifPresent(count -> flags.add("-Drecurve.threads=" + count));
    backend.ifPresent(id -> flags.add("-Drecurve.backend=" + id));
    var options =
        new OptionsBuilder()
            .include(Kernels.class.getPackageName() + ".*" + pattern)
            .forks(forks)
            .shouldFailOnError(true)
            .jvmArgsAppend(flags.toArray(String[]::new));
    parameters.forEach((name, values) -> options.param(name, values.split(",")));
    output.ifPresent(file -> options.resultFormat(ResultFormatType.JSON).result(file.toString()));
    if (quick) {
      options
          .warmupIterations(3)
          .measurementIterations(3)
          .measurementTime(TimeValue.milliseconds(200));
    }
    return options;
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
