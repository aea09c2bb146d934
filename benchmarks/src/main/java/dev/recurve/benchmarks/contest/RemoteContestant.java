package dev.recurve.benchmarks.contest;

import dev.recurve.benchmarks.contest.Message.Failed;
import dev.recurve.benchmarks.contest.Message.Prepare;
import dev.recurve.benchmarks.contest.Message.Ready;
import dev.recurve.benchmarks.contest.Message.Tell;
import dev.recurve.benchmarks.contest.Message.Time;
import dev.recurve.benchmarks.contest.Message.Timed;
import dev.recurve.benchmarks.contest.Message.Told;
import dev.recurve.benchmarks.contest.Message.Warm;
import dev.recurve.benchmarks.contest.Message.Warmed;
import dev.recurve.benchmarks.problem.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A contestant in a JVM of its own, so that native libraries do not disturb each other and each JVM
 * compiles for one problem only.
 */
public final class RemoteContestant implements AutoCloseable {
  private static final int LAST_LINES = 20;

  private final String name;
  private final Problem problem;
  private final int threads;
  private final Process process;
  private final Path errors;
  private final PrintStream orders;
  private final BufferedReader answers;
  private String version = "";

  private RemoteContestant(
      String name, Problem problem, int threads, Process process, Path errors) {
    this.name = name;
    this.problem = problem;
    this.threads = threads;
    this.process = process;
    this.errors = errors;
    this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts the process and prepares the problem.
   *
   * @throws BenchmarkException if the contestant cannot take part; the message says why
   */
  public static RemoteContestant start(String name, Launch launch, Problem problem, int threads) {
    var remote = launch(name, launch, problem, threads);
    try {
      var ready = remote.ask(new Prepare(name, problem, threads), Ready.class);
      remote.version = ready.version();
      return remote;
    } catch (RuntimeException e) {
      remote.close();
      throw e;
    }
  }

  private static RemoteContestant launch(String name, Launch launch, Problem problem, int threads) {
    try {
      var errors = Files.createTempFile("recurve-bench", ".log");
      var command = new ArrayList<String>(launch.command());
      command.add(ContestantMain.class.getName());
      var builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.environment().putAll(launch.environment());
      return new RemoteContestant(name, problem, threads, builder.start(), errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** What it solves. */
  public Problem problem() {
    return problem;
  }

  /** Library and version. */
  public String version() {
    return version;
  }

  /** Threads that it may keep busy. */
  public int threads() {
    return threads;
  }

  /** Runs for a while, untimed. */
  public void warm(double seconds) {
    ask(new Warm(seconds), Warmed.class);
  }

  /** Runs back to back for a while. */
  public Timings time(double seconds) {
    return timeWithGaps(seconds, 0);
  }

  /** Runs for a while, idle before each run. */
  public Timings timeWithGaps(double seconds, double gapMillis) {
    return new Timings(ask(new Time(seconds, gapMillis), Timed.class).nanos());
  }

  /** What comes out, as {@link Contestant#results} says. */
  public Map<String, float[]> results() {
    return ask(new Tell(), Told.class).results();
  }

  private <M extends Message> M ask(Message order, Class<M> expected) {
    orders.println(order.line());
    try {
      for (var line = answers.readLine(); line != null; line = answers.readLine()) {
        var answer = Message.parse(line);
        if (answer.isPresent()) {
          if (answer.get() instanceof Failed(var reason)) {
            throw new BenchmarkException("%s: %s".formatted(name, reason));
          }
          return expected.cast(answer.get());
        }
      }
      throw new BenchmarkException(
          "The process of %s ended; its last words were:\n%s"
              .formatted(name, String.join("\n", lastWords())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> lastWords() throws IOException {
    var lines = Files.readString(errors, StandardCharsets.UTF_8).lines().toList();
    return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
  }

  /** Ends the process. */
  @Override
  public void close() {
    orders.close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(errors);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
