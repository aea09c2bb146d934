package dev.recurve.benchmarks;

import dev.recurve.benchmarks.contest.BenchmarkException;
import dev.recurve.benchmarks.contest.Effort;
import dev.recurve.benchmarks.contest.Launch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code recurve bench suite}: the whole grid, as a page. */
@Command(
    name = "suite",
    description = "Runs the whole grid, prints a table, and writes it to benchmarks/RESULTS.md.")
final class SuiteCommand implements Runnable {
  @Spec private CommandSpec command;

  @Option(
      names = "--backend",
      paramLabel = "ID",
      description = "Recurve's backend; by default, the best one.")
  private Optional<String> backend = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads where a row does not say; by default, all processors.")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--only",
      paramLabel = "WORDS",
      description = "Runs the rows whose description has these words, and writes no page.")
  private Optional<String> only = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where the page goes; by default, RESULTS.md of the benchmarks.")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--quick", description = "Measures briefly, for a first look.")
  private boolean quick;

  @Override
  public void run() {
    var effort = quick ? Effort.QUICK : Effort.FULL;
    var rows = rows();
    var out = command.commandLine().getOut();
    var machine = Machine.here();
    if (machine.isBusy()) {
      out.printf("The machine is busy (load %.1f): the figures will say little.%n", machine.load());
    }
    out.println("Measuring what the machine can do…");
    var ceilings =
        Ceilings.measure(
            IntStream.concat(IntStream.of(1), rows.stream().mapToInt(SuiteRow::threads)), effort);
    ceilings.peak().forEach((count, peak) -> out.println(line(count, peak, ceilings)));
    var results = new ArrayList<SuiteResult>();
    for (var row : rows) {
      var result = result(row, effort);
      results.add(result);
      out.println(line(result, ceilings));
    }
    var page = new ResultsPage(machine, ceilings, results, quick);
    out.println();
    out.println(page.summary());
    if (output.isPresent() || only.isEmpty()) {
      write(page, out);
    }
  }

  private List<SuiteRow> rows() {
    int count = threads.orElseGet(Runtime.getRuntime()::availableProcessors);
    if (count < 1) {
      throw new ParameterException(
          command.commandLine(), "--threads is 1 or more, received " + count);
    }
    var rows =
        Grid.rows(count).stream()
            .filter(row -> only.isEmpty() || matches(row, only.get()))
            .toList();
    if (rows.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "No row has \"%s\"; for example, \"%s\" is one"
              .formatted(only.orElse(""), Grid.rows(count).getFirst().describe()));
    }
    return rows;
  }

  private static boolean matches(SuiteRow row, String words) {
    return row.describe().toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
  }

  private SuiteResult result(SuiteRow row, Effort effort) {
    try {
      return new SuiteResult.Measured(row, row.contest(backend).run(effort));
    } catch (BenchmarkException e) {
      return new SuiteResult.Skipped(row, e.getMessage());
    }
  }

  private static String line(int threads, double peak, Ceilings ceilings) {
    return "%d %s: peak %.0f GFLOP/s, OpenBLAS %s"
        .formatted(
            threads,
            threads == 1 ? "thread" : "threads",
            peak,
            Optional.ofNullable(ceilings.sgemm().get(threads))
                .map("%.0f GFLOP/s"::formatted)
                .orElse("not measured"));
  }

  private static String line(SuiteResult result, Ceilings ceilings) {
    return switch (result) {
      case SuiteResult.Measured measured ->
          "%s: %s, %.0f %% of peak, rival %s, ratio %.2f, goal %s: %s"
              .formatted(
                  measured.row().describe(),
                  OutcomeText.time(measured.outcome().ours().timings().medianMillis()),
                  100 * measured.share(ceilings),
                  OutcomeText.time(measured.rival().timings().medianMillis()),
                  measured.ratio(),
                  measured.row().goalText(),
                  measured.isReached() ? "reached" : "not reached");
      case SuiteResult.Skipped(var row, var reason) ->
          "%s: skipped, %s".formatted(row.describe(), reason);
    };
  }

  private void write(ResultsPage page, PrintWriter out) {
    var file = output.orElseGet(() -> Launch.folder().resolve("RESULTS.md"));
    try {
      Files.writeString(file, page.markdown());
      out.println("Written to " + file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
