package dev.recurve.examples.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The options that every command takes. */
public final class Settings {
  private static final String BACKEND = "recurve.backend";
  private static final String THREADS = "recurve.threads";

  @Option(
      names = "--backend",
      paramLabel = "ID",
      order = 100,
      scope = ScopeType.INHERIT,
      description =
          "The backend to compute on; see 'recurve backends' (default: the best that is ready).")
  private Optional<String> backend = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      order = 101,
      scope = ScopeType.INHERIT,
      description = "Threads to keep busy (default: all processors).")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "S",
      order = 102,
      scope = ScopeType.INHERIT,
      description = "Decides all that is random: the same seed gives the same model (default: 7).")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--json",
      order = 103,
      scope = ScopeType.INHERIT,
      description =
          "Results as one JSON object on standard output; all else goes to standard error.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      order = 104,
      scope = ScopeType.INHERIT,
      description = "Results, warnings and errors only.")
  private boolean quiet;

  @Option(
      names = "--debug",
      order = 105,
      scope = ScopeType.INHERIT,
      description = "The stack trace of an error.")
  private boolean debug;

  /**
   * Hands the choice of backend and threads to the library, which reads it at first use.
   *
   * @throws ParameterException if the number of threads is out of range
   */
  public void apply(CommandLine line) {
    if (threads.isPresent() && threads.get() < 1) {
      throw new ParameterException(line, "--threads is at least 1, received " + threads.get());
    }
    backend.ifPresent(id -> System.setProperty(BACKEND, id));
    threads.ifPresent(count -> System.setProperty(THREADS, Integer.toString(count)));
  }

  /** Chooses a backend and a number of threads where neither the command line nor the JVM does. */
  public static void propose(String backend, int threads) {
    if (System.getProperty(BACKEND) == null) {
      System.setProperty(BACKEND, backend);
    }
    if (System.getProperty(THREADS) == null) {
      System.setProperty(THREADS, Integer.toString(threads));
    }
  }

  /** The seed, if one was given. */
  public Optional<Long> seed() {
    return seed;
  }

  /** Whether results are JSON. */
  public boolean json() {
    return json;
  }

  /** Whether nothing but results, warnings and errors is wanted. */
  public boolean quiet() {
    return quiet;
  }

  /** Whether stack traces are wanted. */
  public boolean debug() {
    return debug;
  }
}
