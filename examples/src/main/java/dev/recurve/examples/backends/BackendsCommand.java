package dev.recurve.examples.backends;

import dev.recurve.examples.cli.Console;
import dev.recurve.examples.report.Cell;
import dev.recurve.examples.report.ConsoleTable;
import dev.recurve.examples.report.Table;
import dev.recurve.runtime.Backends;
import dev.recurve.runtime.Candidate;
import dev.recurve.spi.Probe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Lists every backend on the path: which is used, what it runs on, or why it cannot and what helps.
 */
@Command(
    name = "backends",
    description = "Lists the backends: the one that is used, and what keeps others from running.")
public final class BackendsCommand implements Callable<Integer> {
  private final Console console;

  /** The command. */
  public BackendsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var chosen = Backends.standard().id();
    var candidates = Backends.survey().candidates();
    console.print(ConsoleTable.render(table(candidates, chosen)));
    var result = new LinkedHashMap<String, Object>();
    result.put("task", "backends");
    result.put("chosen", chosen);
    result.put("threads", Backends.workers().threads());
    result.put("backends", candidates.stream().map(BackendsCommand::json).toList());
    console.result(result);
    return 0;
  }

  private static Table table(List<Candidate> candidates, String chosen) {
    var table =
        Table.captioned("Backends, those tried first on top")
            .text("backend")
            .text("state")
            .text("device, or reason and remedy");
    for (var candidate : candidates) {
      table =
          table.row(
              List.of(
                  Cell.of(candidate.id()),
                  Cell.of(state(candidate, chosen)),
                  Cell.of(candidate.explain())));
    }
    return table.note(
        "Choose with --backend ID; %d threads (--threads N)."
            .formatted(Backends.workers().threads()));
  }

  private static String state(Candidate candidate, String chosen) {
    if (!candidate.isReady()) {
      return "unavailable";
    }
    return candidate.id().equals(chosen) ? "chosen" : "ready";
  }

  private static Map<String, Object> json(Candidate candidate) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", candidate.id());
    fields.put("ready", candidate.isReady());
    switch (candidate.probe()) {
      case Probe.Ready ready -> {
        fields.put("device", ready.device());
        fields.put("features", new ArrayList<>(ready.features()));
      }
      case Probe.Unavailable(String reason, String remedy) -> {
        fields.put("reason", reason);
        fields.put("remedy", remedy);
      }
    }
    return fields;
  }
}
