package dev.recurve.benchmarks;

import dev.recurve.benchmarks.contest.Outcome;
import dev.recurve.benchmarks.contest.Timings;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page of results.
 *
 * @param machine that was measured
 * @param ceilings what it can do
 * @param results one a row
 * @param quick whether it was only a first look
 */
record ResultsPage(Machine machine, Ceilings ceilings, List<SuiteResult> results, boolean quick) {
  private static final String HOW =
      """
      Each contestant has a process of its own and solves the same problem with the same numbers. They
      run in turns until there are many timings of each, all of them warm; times are medians, and a
      ratio is the rival's median over Recurve's: above 1, Recurve is faster. Training is forward and
      backward with all gradients (of the input too, unless it has one feature), without an optimiser
      and without making batches. GFLOP/s count the matrix products that the mathematics needs; the peak
      is what the processor does with multiplications and additions that stay in registers.
      """;

  /** All of it, as Markdown. */
  String markdown() {
    return Stream.of(heading(), ceilingsTable(), resultsTable(), skipped(), idleTable())
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  /** One sentence. */
  String summary() {
    long measured = measured().count();
    long reached = measured().filter(SuiteResult.Measured::isReached).count();
    return "%d of %d goals reached; rows skipped: %d."
        .formatted(reached, measured, results.size() - measured);
  }

  private Stream<SuiteResult.Measured> measured() {
    return results.stream()
        .flatMap(
            result -> result instanceof SuiteResult.Measured one ? Stream.of(one) : Stream.empty());
  }

  private String heading() {
    var rivals = new TreeSet<String>();
    measured().forEach(one -> rivals.add(one.rival().version()));
    var backends = new TreeSet<String>();
    measured().forEach(one -> backends.add(one.outcome().ours().version()));
    return """
    # Recurve and its rivals, side by side

    %s%s

    - Machine: %s, %d cores; caches %s; %s; load before the run %.1f
    - JVM: %s
    - Recurve: %s
    - Rivals: %s
    - Date: %s

    %s\
    """
        .formatted(
            summary(),
            quick ? " These are the figures of a first look (`--quick`)." : "",
            machine.processor(),
            machine.cores(),
            machine.caches(),
            machine.system(),
            machine.load(),
            machine.jvm(),
            backends.isEmpty() ? "not measured" : String.join("; ", backends),
            rivals.isEmpty() ? "none measured" : String.join("; ", rivals),
            LocalDate.now(),
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
    ceilings
        .peak()
        .forEach(
            (threads, peak) ->
                table.append(
                    "| %d | %.0f | %s |\n"
                        .formatted(
                            threads,
                            peak,
                            Optional.ofNullable(ceilings.sgemm().get(threads))
                                .map("%.0f"::formatted)
                                .orElse("–"))));
    return table.toString();
  }

  private String resultsTable() {
    var table =
        new StringBuilder(
            """
            ## Results

            | work | threads | median | p99 | GFLOP/s | of peak | rival | its threads | its median | ratio | goal | reached |
            |---|---:|---:|---:|---:|---:|---|---:|---:|---:|---:|---|
            """);
    measured().forEach(one -> table.append(line(one)));
    return table.toString();
  }

  private String line(SuiteResult.Measured one) {
    var ours = one.outcome().ours();
    return "| %s | %d | %s | %s | %s | %.0f %% | %s | %d | %s | **%.2f** | %s | %s |\n"
        .formatted(
            one.row().problem().describe(),
            ours.threads(),
            OutcomeText.time(ours.timings().medianMillis()),
            OutcomeText.time(ours.timings().percentileMillis(99)),
            "%.3g".formatted(one.outcome().gflops()),
            100 * one.share(ceilings),
            one.rival().name(),
            one.rival().threads(),
            OutcomeText.time(one.rival().timings().medianMillis()),
            one.ratio(),
            one.row().goalText(),
            one.isReached() ? "yes" : "no");
  }

  private String skipped() {
    var lines =
        results.stream()
            .flatMap(
                result ->
                    result instanceof SuiteResult.Skipped(var row, var reason)
                        ? Stream.of("- %s: %s".formatted(row.describe(), firstLine(reason)))
                        : Stream.empty())
            .toList();
    return lines.isEmpty() ? "" : "Not run:\n\n" + String.join("\n", lines) + "\n";
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private String idleTable() {
    var lines =
        measured()
            .flatMap(
                one ->
                    Stream.of(one.outcome().ours(), one.rival())
                        .flatMap(
                            side ->
                                side.afterIdle().stream()
                                    .map(timings -> idleLine(one, side, timings))))
            .toList();
    return lines.isEmpty()
        ? ""
        : """
        ## Steps after 10 ms of idleness

        | work | contestant | threads | median | p99 |
        |---|---|---:|---:|---:|
        """
            + String.join("", lines);
  }

  private static String idleLine(SuiteResult.Measured one, Outcome.Side side, Timings timings) {
    return "| %s | %s | %d | %s | %s |\n"
        .formatted(
            one.row().problem().describe(),
            side.name(),
            side.threads(),
            OutcomeText.time(timings.medianMillis()),
            OutcomeText.time(timings.percentileMillis(99)));
  }
}
