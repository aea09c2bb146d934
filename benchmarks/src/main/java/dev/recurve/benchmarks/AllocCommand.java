package dev.recurve.benchmarks;

import dev.recurve.benchmarks.allocation.Allocation;
import dev.recurve.benchmarks.allocation.Net;
import dev.recurve.benchmarks.contest.Launch;
import dev.recurve.benchmarks.problem.CellKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code recurve bench alloc}: what a warm training step allocates. */
@Command(
    name = "alloc",
    description = {
      "Bytes that all threads together allocate in a warm training step, batches excluded: after"
          + " 200 steps, the mean of the next 100, over 50 and over 400 steps of time. The two"
          + " should differ by less than 4 KiB.",
      "",
      "layer       a recurrent layer, against targets for all its outputs",
      "classifier  a linear layer of 10 classes reads its last step",
      "",
      "Each measurement prints a line of JSON, too."
    })
final class AllocCommand implements Runnable {
  @Spec private CommandSpec command;

  @Option(
      names = "--cell",
      split = ",",
      paramLabel = "CELL",
      defaultValue = "lstm,gru",
      description = "Of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
  private List<CellKind> cells = List.of();

  @Option(
      names = "--net",
      split = ",",
      paramLabel = "NET",
      defaultValue = "layer,classifier",
      description = "Of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
  private List<Net> nets = List.of();

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

  @Option(names = "--json", description = "Prints nothing but the lines of JSON.")
  private boolean json;

  @Override
  public void run() {
    var out = command.commandLine().getOut();
    int count = threads.orElseGet(Runtime.getRuntime()::availableProcessors);
    var launch = Launch.recurve(count, backend);
    for (var net : nets) {
      for (var cell : cells) {
        var allocation = Allocation.measure(cell, net, launch);
        if (!json) {
          out.println(line(allocation));
        }
        out.println(jsonLine(allocation, count));
      }
    }
  }

  static String line(Allocation a) {
    return "%s: %,d bytes over %d steps, %,d over %d; they differ by %,d, goal < %,d: %s"
        .formatted(
            a.describe(),
            a.few(),
            Allocation.SHORT,
            a.many(),
            Allocation.LONG,
            a.difference(),
            Allocation.GOAL,
            a.isReached() ? "reached" : "not reached");
  }

  static String jsonLine(Allocation a, int threads) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("benchmark", "alloc");
    fields.put("cell", a.cell().toString());
    fields.put("net", a.net().toString());
    fields.put("threads", threads);
    fields.put("bytes_t%d".formatted(Allocation.SHORT), a.few());
    fields.put("bytes_t%d".formatted(Allocation.LONG), a.many());
    fields.put("difference", a.difference());
    fields.put("goal", Allocation.GOAL);
    fields.put("reached", a.isReached());
    return JsonLine.of(fields);
  }
}
