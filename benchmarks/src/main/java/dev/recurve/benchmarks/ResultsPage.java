package dev.recurve.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page of results.
 *
 * @param store figures of all sessions
 * @param grid the rows that belong on the page, in order
 */
record ResultsPage(SuiteStore store, List<SuiteRow> grid) {
  private static final String HOW =
      """
      Each contestant has a process of its own and solves the same problem with the same numbers. They
      run in turns until there are many timings of each, all of them warm, on as many threads as the
      table says; then their results are compared, outputs and gradients. Times are medians, and a ratio
      is the rival's median over Recurve's: above 1, Recurve is faster. Training is forward and backward
      with all gradients (of the input too, unless it has one feature), without an optimiser and without
      making batches; Recurve lays out its weights anew each time, as after an optimiser's step. GFLOP/s
      count the matrix products that the mathematics needs; the peak is what the processor does with
      multiplications and additions that stay in registers. Steps are also timed after 10 ms of nothing
      to do, as a sensor would step. Deeplearning4j has no GRU, so there is no GRU row against it.
      """;

  private record Line(SuiteRow row, RowFigures figures) {}

  /** All of it, as Markdown. */
  String markdown() {
    return Stream.of(heading(), ceilingsTable(), resultsTable(), notRun(), idleTable())
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  /** One sentence. */
  String summary() {
    long measured = lines().count();
    long reached = lines().filter(line -> line.row().isReachedBy(line.figures())).count();
    return "%d of %d goals reached; rows without figures: %d."
        .formatted(reached, measured, grid.size() - measured);
  }

  private Stream<Line> lines() {
    return grid.stream()
        .flatMap(row -> store.figures(row).stream().map(figures -> new Line(row, figures)));
  }

  private String all(Function<RowFigures, String> property, String otherwise) {
    var values = new TreeSet<String>();
    lines().forEach(line -> values.add(property.apply(line.figures())));
    return values.isEmpty() ? otherwise : String.join("; ", values);
  }

  private String heading() {
    var machine = store.machine();
    boolean quick = lines().anyMatch(line -> line.figures().quick());
    return """
    # Recurve and its rivals, side by side

    %s%s

    - Machine: %s, %d cores; caches %s; %s; load before the first session %.1f
    - JVM: %s
    - Recurve: %s
    - Rivals: %s
    - Measured: %s

    %s\
    """
        .formatted(
            summary(),
            quick ? " Rows marked * are a first look (`--quick`)." : "",
            machine.processor(),
            machine.cores(),
            machine.caches(),
            machine.system(),
            machine.load(),
            machine.jvm(),
            all(figures -> figures.ours().version(), "not measured"),
            all(figures -> figures.rival().version(), "none measured"),
            all(RowFigures::date, "nothing yet"),
            HOW);
  }

  private String ceilingsTable() {
    var table =
        new StringBuilder(
            """
            ## What the machine can do

            | threads | peak, GFLOP/s | OpenBLAS at 1024³, GFLOP/s |
            |---:|---:|---:|
            """);
    store
        .ceilings()
        .peak()
        .forEach(
            (threads, peak) ->
                table.append(
                    "| %d | %.0f | %s |\n"
                        .formatted(
                            threads,
                            peak,
                            Optional.ofNullable(store.ceilings().sgemm().get(threads))
                                .map("%.0f"::formatted)
                                .orElse("–"))));
    return table.toString();
  }

  private String resultsTable() {
    var table =
        new StringBuilder(
            """
            ## Results

            | work | threads | median | p99 | p99 after idling | GFLOP/s | of peak | rival | version | its threads | its median | its p99 | results differ by | ratio | goal | reached |
            |---|---:|---:|---:|---:|---:|---:|---|---|---:|---:|---:|---:|---:|---:|---|
            """);
    lines().forEach(line -> table.append(text(line)));
    return table.toString();
  }

  private static String text(Line line) {
    var figures = line.figures();
    var ours = figures.ours();
    var rival = figures.rival();
    return "| %s%s | %d | %s | %s | %s | %s | %.0f %% | %s | %s | %d | %s | %s | %.0e | **%.2f** | %s | %s |\n"
        .formatted(
            line.row().problem().describe(),
            figures.quick() ? " *" : "",
            ours.threads(),
            OutcomeText.time(ours.back().median()),
            OutcomeText.time(ours.back().p99()),
            ours.afterIdle().stream()
                .map(times -> OutcomeText.time(times.p99()))
                .findFirst()
                .orElse("–"),
            "%.3g".formatted(figures.gflops()),
            100 * figures.shareOfPeak(),
            rival.name(),
            rival.version(),
            rival.threads(),
            OutcomeText.time(rival.back().median()),
            OutcomeText.time(rival.back().p99()),
            figures.difference(),
            figures.ratio(),
            line.row().goalText(),
            line.row().isReachedBy(figures) ? "yes" : "no");
  }

  private String notRun() {
    var missing =
        grid.stream()
            .filter(store::lacks)
            .map(
                row ->
                    "- %s: %s"
                        .formatted(
                            row.describe(),
                            firstLine(
                                store.skipped().getOrDefault(row.describe(), "not measured yet"))))
            .toList();
    return missing.isEmpty() ? "" : "Without figures:\n\n" + String.join("\n", missing) + "\n";
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private String idleTable() {
    var steps =
        lines()
            .flatMap(
                line ->
                    Stream.of(line.figures().ours(), line.figures().rival())
                        .flatMap(
                            side ->
                                side.afterIdle().stream()
                                    .map(times -> idleText(line.row(), side, times))))
            .toList();
    return steps.isEmpty()
        ? ""
        : """
        ## Steps after 10 ms of idleness

        | work | contestant | threads | median | p99 |
        |---|---|---:|---:|---:|
        """
            + String.join("", steps);
  }

  private static String idleText(SuiteRow row, RowFigures.Side side, RowFigures.Times times) {
    return "| %s | %s | %d | %s | %s |\n"
        .formatted(
            row.problem().describe(),
            side.name(),
            side.threads(),
            OutcomeText.time(times.median()),
            OutcomeText.time(times.p99()));
  }
}
