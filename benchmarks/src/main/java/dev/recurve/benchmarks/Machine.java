package dev.recurve.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The machine that is measured.
 *
 * @param processor its name
 * @param cores processors that this JVM may use
 * @param caches of one core, smallest first
 * @param system operating system
 * @param jvm name and version
 * @param load programs that wanted to run in the last minute, on average; negative if nobody knows
 */
record Machine(String processor, int cores, String caches, String system, String jvm, double load) {
  private static final String UNKNOWN = "unknown";
  private static final double BUSY_SHARE = 0.5;

  /** This one. */
  static Machine here() {
    return new Machine(
        processorName(Path.of("/proc/cpuinfo")),
        Runtime.getRuntime().availableProcessors(),
        cacheSizes(Path.of("/sys/devices/system/cpu/cpu0/cache")),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** Whether figures of both belong on one page. */
  boolean isSameAs(Machine other) {
    return describe().equals(other.describe());
  }

  /** All but what changes from minute to minute. */
  String describe() {
    return "%s, %d cores; %s; %s; %s".formatted(processor, cores, caches, system, jvm);
  }

  /** Whether others want the processors too, so that figures say little. */
  boolean isBusy() {
    return load > BUSY_SHARE * cores;
  }

  /** What Linux calls the processor. */
  static String processorName(Path info) {
    try (var lines = Files.lines(info)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse(UNKNOWN);
    } catch (IOException _) {
      return UNKNOWN;
    }
  }

  /** The caches as Linux lists them: a folder each, with level, type and size. */
  static String cacheSizes(Path folder) {
    try (var entries = Files.list(folder)) {
      var caches =
          entries
              .filter(entry -> entry.getFileName().toString().startsWith("index"))
              .sorted()
              .flatMap(entry -> cache(entry).stream())
              .collect(Collectors.toCollection(LinkedHashSet::new));
      return caches.isEmpty() ? UNKNOWN : String.join(", ", caches);
    } catch (IOException _) {
      return UNKNOWN;
    }
  }

  private static Optional<String> cache(Path entry) {
    try {
      String type = Files.readString(entry.resolve("type")).strip();
      return type.equals("Instruction")
          ? Optional.empty()
          : Optional.of(
              "L%s %s"
                  .formatted(
                      Files.readString(entry.resolve("level")).strip(),
                      Files.readString(entry.resolve("size")).strip()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
