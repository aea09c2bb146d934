package dev.recurve.benchmarks.cold;

import dev.recurve.benchmarks.contest.BenchmarkException;
import dev.recurve.benchmarks.contest.ChildProcess;
import dev.recurve.benchmarks.contest.Timings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts of one kind.
 *
 * @param program what was started
 * @param archive what the JVM found prepared
 * @param timings of whole processes, from the start to the end
 * @param archiveBytes size of an archive that was made for the program; 0 without one
 */
public record ColdStart(Program program, Archive archive, Timings timings, long archiveBytes) {
  /** The time to be reached, in milliseconds. */
  public static final double GOAL_MILLIS = 250;

  /** Without further options the launcher uses an archive; any option keeps it from that. */
  private static final Map<String, String> NO_ARCHIVE =
      Map.of("RECURVE_JAVA_OPTS", "-Drecurve.archive=none");

  /** Whether the median is below the goal. */
  public boolean isReached() {
    return timings.medianMillis() < GOAL_MILLIS;
  }

  /** A way to start, prepared. */
  private record Start(
      Program program, Archive archive, Path file, List<String> command, Map<String, String> env) {
    void run() {
      ChildProcess.run(command, env);
    }

    long fileSize() {
      try {
        return Files.exists(file) ? Files.size(file) : 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Trains a small model, prepares all archives, and starts each program in turns.
   *
   * @param folder to work in; overwritten
   * @param java the JVM
   * @param launcher of the command line, if there is one
   * @param runs starts of each kind
   */
  public static List<ColdStart> measure(Path folder, Path java, Optional<Path> launcher, int runs) {
    var starts = starts(Site.build(folder), java, launcher);
    var nanos = new LinkedHashMap<Start, List<Timings>>();
    // The first round fills the caches of files and counts for nothing.
    for (int run = 0; run <= runs; run++) {
      for (var start : starts) {
        long begin = System.nanoTime();
        start.run();
        var timing = new Timings(System.nanoTime() - begin);
        if (run > 0) {
          nanos.computeIfAbsent(start, _ -> new ArrayList<>()).add(timing);
        }
      }
    }
    return nanos.entrySet().stream()
        .map(
            entry ->
                new ColdStart(
                    entry.getKey().program(),
                    entry.getKey().archive(),
                    Timings.merged(entry.getValue()),
                    entry.getKey().fileSize()))
        .toList();
  }

  private static List<Start> starts(Site site, Path java, Optional<Path> launcher) {
    var starts = new ArrayList<Start>();
    for (var program : List.of(Program.SERVICE, Program.PLAIN_SERVICE)) {
      for (var archive : Archive.values()) {
        starts.add(service(site, java, program, archive));
      }
    }
    launcher.ifPresent(
        file -> {
          starts.add(commandLine(site, file, Archive.JDK, NO_ARCHIVE));
          starts.add(commandLine(site, file, Archive.APP_CDS, Map.of()));
        });
    return starts;
  }

  private static Start service(Site site, Path java, Program program, Archive archive) {
    var file = site.folder().resolve("%s-%s.archive".formatted(program, archive));
    var flagsToMake = archive.flagsToMake(file);
    if (!flagsToMake.isEmpty()) {
      ChildProcess.run(command(site, java, program, flagsToMake), Map.of());
      if (!Files.exists(file)) {
        throw new BenchmarkException("The JVM made no %s for %s".formatted(archive.words(), file));
      }
    }
    return new Start(
        program, archive, file, command(site, java, program, archive.flagsToUse(file)), Map.of());
  }

  private static List<String> command(
      Site site, Path java, Program program, List<String> archiveFlags) {
    var command = new ArrayList<String>();
    command.add(java.toString());
    command.addAll(program.flags());
    command.addAll(archiveFlags);
    command.addAll(
        List.of("-cp", site.classPath(), FirstForecast.class.getName(), site.model().toString()));
    return List.copyOf(command);
  }

  /** Its archive is the launcher's own affair. */
  private static Start commandLine(
      Site site, Path launcher, Archive archive, Map<String, String> environment) {
    return new Start(
        Program.COMMAND_LINE,
        archive,
        site.folder().resolve("none"),
        List.of(
            launcher.toString(),
            "forecast",
            "predict",
            site.model().toString(),
            site.table().toString()),
        environment);
  }
}
