package dev.recurve.benchmarks.allocation;

import dev.recurve.benchmarks.contest.ChildProcess;
import dev.recurve.benchmarks.contest.Launch;
import dev.recurve.benchmarks.problem.CellKind;
import java.util.ArrayList;
import java.util.List;

/**
 * What a warm training step allocates over short and over long sequences, each in a process of its
 * own.
 *
 * @param cell its cells
 * @param net what is trained
 * @param few bytes of a step over {@value #SHORT} steps of time
 * @param many bytes of a step over {@value #LONG}
 */
public record Allocation(CellKind cell, Net net, long few, long many) {
  /** Steps of the short sequences. */
  public static final int SHORT = 50;

  /** Steps of the long ones. */
  public static final int LONG = 400;

  /** The two may not differ by so many bytes: a step of time then leaves nothing behind. */
  public static final long GOAL = 4096;

  /** Measures. */
  public static Allocation measure(CellKind cell, Net net, Launch launch) {
    return new Allocation(
        cell, net, bytes(cell, net, SHORT, launch), bytes(cell, net, LONG, launch));
  }

  private static long bytes(CellKind cell, Net net, int steps, Launch launch) {
    var command = new ArrayList<>(launch.command());
    command.addAll(
        List.of(AllocationMain.class.getName(), cell.name(), net.name(), Integer.toString(steps)));
    return Long.parseLong(ChildProcess.run(command, launch.environment()).strip());
  }

  /** How much the two differ. */
  public long difference() {
    return Math.abs(many - few);
  }

  /** Whether that is little enough. */
  public boolean isReached() {
    return difference() < GOAL;
  }

  /** One line, for tables. */
  public String describe() {
    return "%s B%d I%d H%d, %s"
        .formatted(
            cell.name(), AllocationMain.BATCH, AllocationMain.INPUT, AllocationMain.HIDDEN, net);
  }
}
