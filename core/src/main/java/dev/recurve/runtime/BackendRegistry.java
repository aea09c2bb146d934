package dev.recurve.runtime;

import dev.recurve.BackendException;
import dev.recurve.spi.Backend;
import dev.recurve.spi.BackendConfig;
import dev.recurve.spi.Probe;
import dev.recurve.spi.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The backends of a survey, each opened at most once, and the threads that they share. */
final class BackendRegistry {
  static final String BACKEND = "recurve.backend";
  static final String THREADS = "recurve.threads";

  /** Highest priority first. */
  private final List<Surveyor.Found> found;

  private final Function<String, Optional<String>> settings;
  private final Supplier<System.Logger> log;

  private final Map<String, Backend> opened = new HashMap<>();
  private Optional<Workers> workers = Optional.empty();
  private Optional<Backend> standard = Optional.empty();

  /**
   * A registry.
   *
   * @param found what the survey found
   * @param settings looks up a setting by its name
   * @param log where it is said which backend is taken; asked for only then, as the first logger of
   *     a process takes longer to make than a backend
   */
  BackendRegistry(
      List<Surveyor.Found> found,
      Function<String, Optional<String>> settings,
      Supplier<System.Logger> log) {
    var sorted = new ArrayList<>(found);
    sorted.sort((a, b) -> Integer.compare(b.priority(), a.priority()));
    this.found = List.copyOf(sorted);
    this.settings = settings;
    this.log = log;
  }

  /** Asks every provider that has not been asked yet. */
  Survey survey() {
    var candidates = new ArrayList<Candidate>();
    for (var one : found) {
      candidates.add(one.candidate());
    }
    return new Survey(candidates);
  }

  synchronized Backend standard() {
    if (standard.isEmpty()) {
      var wish = settings.apply(BACKEND);
      standard = Optional.of(wish.isPresent() ? open(wish.get()) : openBest());
    }
    return standard.orElseThrow();
  }

  synchronized Backend open(String id) {
    if (!opened.containsKey(id)) {
      opened.put(id, openNew(id));
    }
    return opened.get(id);
  }

  synchronized Workers workers() {
    if (workers.isEmpty()) {
      workers = Optional.of(new Workers(threads()));
    }
    return workers.orElseThrow();
  }

  /** Those of a lower priority than the one that is taken are not asked. */
  private Backend openBest() {
    var missed = new ArrayList<Candidate>();
    for (var one : found) {
      var candidate = one.candidate();
      if (candidate.isReady()) {
        return openBest(candidate, missed);
      }
      missed.add(candidate);
    }
    throw refusal("No backend can run here.");
  }

  private Backend openBest(Candidate best, List<Candidate> missed) {
    var backend = open(best.id());
    var taken = "Recurve runs on the " + best.id() + " backend (" + best.explain() + ")";
    if (missed.isEmpty()) {
      log.get().log(System.Logger.Level.INFO, taken + ".");
    } else {
      var reasons =
          missed.stream()
              .map(one -> "%s: %s".formatted(one.id(), one.explain()))
              .collect(Collectors.joining("; "));
      log.get()
          .log(
              System.Logger.Level.WARNING,
              taken + ", because what comes before it cannot run here: " + reasons);
    }
    return backend;
  }

  private Backend openNew(String id) {
    var named = find(id);
    if (named.isEmpty()) {
      var hint = survey().nearest(id).map(" Did you mean \"%s\"?"::formatted).orElse("");
      throw refusal("There is no backend \"%s\".%s".formatted(id, hint));
    }
    var candidate = named.get().candidate();
    if (candidate.probe() instanceof Probe.Unavailable) {
      throw refusal("The backend \"%s\" cannot run here: %s".formatted(id, candidate.explain()));
    }
    var config = new BackendConfig(workers());
    try {
      var backend = named.get().provider().orElseThrow().open(config);
      SmokeCheck.run(backend);
      return backend;
    } catch (LinkageError | RuntimeException e) {
      throw new BackendException(
          "The backend \"%s\" (%s) failed when it was opened: %s\n"
                  .formatted(id, candidate.explain(), e.getMessage())
              + "To run on another, start Java with -D%s=NAME.".formatted(BACKEND)
              + listing(),
          e);
    }
  }

  private Optional<Surveyor.Found> find(String id) {
    for (var one : found) {
      if (one.id().equals(id)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  private BackendException refusal(String what) {
    return new BackendException(what + listing());
  }

  private String listing() {
    return "\nBackends on the path:\n" + survey().describe();
  }

  private int threads() {
    var wish = settings.apply(THREADS);
    int processors = Runtime.getRuntime().availableProcessors();
    if (wish.isEmpty()) {
      return processors;
    }
    try {
      int threads = Integer.parseInt(wish.get().strip());
      if (threads >= 1) {
        return threads;
      }
    } catch (NumberFormatException _) {
      // Told below, together with numbers that are too small.
    }
    throw new BackendException(
        "The number of threads, -D%s, is a whole number from 1 up, received \"%s\"."
                .formatted(THREADS, wish.get())
            + " Leave it out to use all %d processors.".formatted(processors));
  }
}
