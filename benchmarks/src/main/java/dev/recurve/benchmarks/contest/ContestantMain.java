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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The process of one contestant: does what standard input says, and ends with it. */
public final class ContestantMain {
  private Optional<Contestant> contestant = Optional.empty();

  private ContestantMain() {}

  /** Answers each line with a line, until there are no more. */
  public static void main(String[] args) throws IOException {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var main = new ContestantMain();
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      Message.parse(line).map(main::answer).ifPresent(answer -> out.println(answer.line()));
    }
    main.contestant.ifPresent(Contestant::close);
    System.exit(0);
  }

  private Message answer(Message order) {
    try {
      return switch (order) {
        case Prepare(var name, var problem, var threads) -> {
          var found = find(name);
          found.prepare(problem, threads);
          contestant = Optional.of(found);
          yield new Ready(found.version());
        }
        case Warm(var seconds) -> {
          Stopwatch.warm(contestant.orElseThrow()::run, seconds);
          yield new Warmed();
        }
        case Time(var seconds, var gapMillis) ->
            new Timed(Stopwatch.time(contestant.orElseThrow()::run, seconds, gapMillis));
        case Tell() -> new Told(contestant.orElseThrow().results());
        default -> new Failed("This is not an order: " + order);
      };
    } catch (BenchmarkException e) {
      return new Failed(e.getMessage());
    } catch (Exception | LinkageError e) {
      e.printStackTrace();
      return new Failed(e.toString());
    }
  }

  private static Contestant find(String name) {
    return ServiceLoader.load(Contestant.class).stream()
        .flatMap(provider -> made(provider).stream())
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new BenchmarkException("its library is not on the class path"));
  }

  /** The contestant, unless its library is missing. */
  private static Optional<Contestant> made(ServiceLoader.Provider<Contestant> provider) {
    try {
      return Optional.of(provider.get());
    } catch (ServiceConfigurationError | LinkageError _) {
      return Optional.empty();
    }
  }
}
