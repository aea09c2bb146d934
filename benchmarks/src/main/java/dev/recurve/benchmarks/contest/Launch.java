package dev.recurve.benchmarks.contest;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a contestant's process is started.
 *
 * @param command the JVM with its flags and class path
 * @param environment what is added to the environment
 */
public record Launch(List<String> command, Map<String, String> environment) {
  /** The folder of this module: where results go, and native libraries are unpacked. */
  private static final String FOLDER = "recurve.benchmarks";

  private static final List<String> FLAGS =
      List.of("--enable-native-access=ALL-UNNAMED", "-D%s=%s".formatted(FOLDER, folder()));

  /** The module's folder; the working directory unless the launcher named it. */
  public static Path folder() {
    return Path.of(System.getProperty(FOLDER, "")).toAbsolutePath();
  }

  /** Where a library may unpack its natives, to be found again by the next run. */
  public static Path natives(String library) {
    return folder().resolve("target").resolve("natives").resolve(library);
  }

  /**
   * Recurve itself: with this JVM's own flags, so that what is tried out on the command line
   * counts.
   *
   * @param backend the backend wished for, or the best one
   */
  public static Launch recurve(int threads, Optional<String> backend) {
    var flags = new ArrayList<String>();
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-agentlib"))
        .forEach(flags::add);
    flags.addAll(FLAGS);
    flags.add("--add-modules=jdk.incubator.vector");
    flags.add("-Drecurve.threads=" + threads);
    backend.ifPresent(id -> flags.add("-Drecurve.backend=" + id));
    return java(flags, System.getProperty("java.class.path"), Map.of());
  }

  /** A rival on this class path. */
  static Launch rival(String classPath, Map<String, String> environment) {
    return java(FLAGS, classPath, environment);
  }

  /**
   * The class path goes by the environment: ONNX Runtime crashes, without a word, in a process
   * whose command line has more than 4096 characters.
   */
  private static Launch java(
      List<String> flags, String classPath, Map<String, String> environment) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    var all = new HashMap<>(environment);
    all.put("CLASSPATH", classPath);
    return new Launch(List.copyOf(command), Map.copyOf(all));
  }
}
