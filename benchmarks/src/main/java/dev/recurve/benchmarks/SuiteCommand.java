package dev.recurve.benchmarks;

import dev.recurve.benchmarks.contest.BenchmarkException;
import dev.recurve.benchmarks.contest.Effort;
import dev.recurve.benchmarks.contest.Launch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
      description =
          "Runs the rows whose description has these words; the page keeps the others as they were"
              + " measured on this machine before.")
  private Optional<String> only = Optional.empty();

  @Option(
      names = "--missing",
      description = "Runs the rows without figures, as after an interruption; keeps the others.")
  private boolean missing;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Where the page goes, and the figures beside it as JSON; by default, RESULTS.md of the"
              + " benchmarks.")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--quick",
      description =
          "Measures briefly, for a first look, and writes no page unless --output is given.")
  private boolean quick;

  @Override
  public void run() {
    var effort = quick ? Effort.QUICK : Effort.FULL;
    var grid = grid();
    var asked = chosen(grid);
    var out = command.commandLine().getOut();
    var machine = Machine.here();
    var page = output.orElseGet(() -> Launch.folder().resolve("RESULTS.md"));
    var figures = figuresBeside(page);
    boolean isWritten = !quick || output.isPresent();
    var store =
        isWritten && (missing || only.isPresent())
            ? SuiteStore.read(figures, machine)
            : SuiteStore.empty(machine);
    var rows = missing ? asked.stream().filter(store::lacks).toList() : asked;
    if (machine.isBusy()) {
      out.printf("The machine is busy (load %.1f): the figures will say little.%n", machine.load());
    }
    out.println("Measuring what the machine can do…");
    var ceilings =
        store
            .ceilings()
            .measured(
                IntStream.concat(IntStream.of(1), rows.stream().mapToInt(SuiteRow::threads)),
                effort);
    store = store.with(ceilings);
    ceilings.peak().forEach((count, peak) -> out.println(line(count, peak, ceilings)));
    for (var row : rows) {
      store = measured(store, row, effort, out);
      if (isWritten) {
        // After each row, so that an interrupted session can be gone on with.
        store.write(figures);
      }
    }
    out.println();
    out.println(new ResultsPage(store, asked).summary());
    if (isWritten) {
      write(new ResultsPage(store, grid), page, out);
    }
  }

  private static Path figuresBeside(Path page) {
    String name = page.getFileName().toString();
    return page.resolveSibling(
        (name.endsWith(".md") ? name.substring(0, name.length() - 3) : name) + ".json");
  }

  private SuiteStore measured(SuiteStore store, SuiteRow row, Effort effort, PrintWriter out) {
    try {
      var figures =
          RowFigures.of(
              row,
              row.contest(backend).run(effort),
              store.ceilings().peak().get(row.threads()),
              quick);
      out.println(line(row, figures));
      return store.with(figures);
    } catch (BenchmarkException e) {
      out.println("%s: skipped, %s".formatted(row.describe(), e.getMessage()));
      return store.without(row, e.getMessage());
    }
  }

  private List<SuiteRow> grid() {
    int count = threads.orElseGet(Runtime.getRuntime()::availableProcessors);
    if (count < 1) {
      throw new ParameterException(
          command.commandLine(), "--threads is 1 or more, received " + count);
    }
    return Grid.rows(count);
  }

  private List<SuiteRow> chosen(List<SuiteRow> grid) {
    var rows = grid.stream().filter(row -> only.isEmpty() || matches(row, only.get())).toList();
    if (rows.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "No row has \"%s\"; for example, \"%s\" is one"
              .formatted(only.orElse(""), grid.getFirst().describe()));
    }
    return rows;
  }

  private static boolean matches(SuiteRow row, String words) {
    return row.describe().toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
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

  private static String line(SuiteRow row, RowFigures figures) {
    return "%s: %s, %.0f %% of peak, rival %s, ratio %.2f, goal %s: %s"
        .formatted(
            row.describe(),
            OutcomeText.time(figures.ours().back().median()),
            100 * figures.shareOfPeak(),
            OutcomeText.time(figures.rival().back().median()),
            figures.ratio(),
            row.goalText(),
            row.isReachedBy(figures) ? "reached" : "not reached");
  }

  private static void write(ResultsPage results, Path page, PrintWriter out) {
    try {
      Files.writeString(page, results.markdown());
      out.println("Written to " + page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
