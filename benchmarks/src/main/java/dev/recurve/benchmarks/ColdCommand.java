package dev.recurve.benchmarks;

import dev.recurve.benchmarks.cold.Archive;
import dev.recurve.benchmarks.cold.ColdStart;
import dev.recurve.benchmarks.contest.Launch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code recurve bench cold}: from the start of a process to its first forecast. */
@Command(
    name = "cold",
    description = {
      "The time of a process that opens a trained model, forecasts once, prints and ends: of the"
          + " smallest program that does so, and of `recurve forecast predict`; with what the JVM"
          + " can have prepared for it.",
      "",
      "AppCDS is -XX:ArchiveClassesAtExit and then -XX:SharedArchiveFile, or by itself"
          + " -XX:+AutoCreateSharedArchive; the AOT cache is -XX:AOTCacheOutput and then"
          + " -XX:AOTCache. With the Vector API, an incubator module, the JVM leaves lambdas and"
          + " the graph of modules out of an AOT cache, which then gains less than AppCDS.",
      "",
      "The model, a small GRU, is trained first. The last line of the output is JSON."
    })
final class ColdCommand implements Runnable {
  @Spec private CommandSpec command;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "15",
      description = "Starts of each kind; ${DEFAULT-VALUE} by default.")
  private int runs;

  @Option(names = "--json", description = "Prints nothing but the line of JSON.")
  private boolean json;

  @Override
  public void run() {
    if (runs < 1) {
      throw new ParameterException(command.commandLine(), "--runs is 1 or more, received " + runs);
    }
    var out = command.commandLine().getOut();
    var starts =
        ColdStart.measure(
            Launch.folder().resolve("target").resolve("cold"),
            Path.of(System.getProperty("java.home"), "bin", "java"),
            launcher(),
            runs);
    if (!json) {
      starts.forEach(start -> out.println(line(start, starts)));
    }
    out.println(jsonLine(starts, runs));
  }

  private static Optional<Path> launcher() {
    return Optional.ofNullable(Launch.folder().getParent())
        .map(root -> root.resolve("recurve"))
        .filter(Files::isExecutable);
  }

  static String line(ColdStart start, List<ColdStart> all) {
    var timings = start.timings();
    return "%s, archive: %s: median %s, best %s%s, goal < %s: %s"
        .formatted(
            start.program().words(),
            start.archive().words(),
            OutcomeText.time(timings.medianMillis()),
            OutcomeText.time(timings.bestMillis()),
            gain(start, all),
            OutcomeText.time(ColdStart.GOAL_MILLIS),
            start.isReached() ? "reached" : "not reached");
  }

  /** What the archive buys, over what every JDK does by itself. */
  private static String gain(ColdStart start, List<ColdStart> all) {
    if (start.archive() == Archive.JDK) {
      return "";
    }
    double difference =
        all.stream()
                .filter(
                    other -> other.program() == start.program() && other.archive() == Archive.JDK)
                .mapToDouble(other -> other.timings().medianMillis())
                .sum()
            - start.timings().medianMillis();
    String size =
        start.archiveBytes() == 0
            ? ""
            : " with a file of %.0f MB".formatted(start.archiveBytes() / 1e6);
    return ", %s %s%s"
        .formatted(
            difference >= 0 ? "saves" : "costs", OutcomeText.time(Math.abs(difference)), size);
  }

  static String jsonLine(List<ColdStart> starts, int runs) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("benchmark", "cold");
    fields.put("runs", runs);
    fields.put("goal_ms", ColdStart.GOAL_MILLIS);
    fields.put("starts", starts.stream().map(ColdCommand::fields).toList());
    return JsonLine.of(fields);
  }

  private static Map<String, Object> fields(ColdStart start) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("program", start.program().words());
    fields.put("archive", start.archive().words());
    fields.put("median_ms", JsonLine.rounded(start.timings().medianMillis()));
    fields.put("best_ms", JsonLine.rounded(start.timings().bestMillis()));
    fields.put("archive_bytes", start.archiveBytes());
    fields.put("reached", start.isReached());
    return fields;
  }
}
