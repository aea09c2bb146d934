package dev.recurve.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Every backend that was found on the path.
 *
 * <p>What a start asks of it is done in loops: the first streams and comparators of a process cost
 * it milliseconds.
 *
 * @param candidates highest priority first
 */
public record Survey(List<Candidate> candidates) {

  /** Sorts the candidates; those of equal priority stay in the order given. */
  public Survey {
    var sorted = new ArrayList<>(candidates);
    sorted.sort((a, b) -> Integer.compare(b.priority(), a.priority()));
    candidates = List.copyOf(sorted);
  }

  /** The candidate of a name. */
  public Optional<Candidate> find(String id) {
    for (var candidate : candidates) {
      if (candidate.id().equals(id)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** The ready candidate of the highest priority. */
  public Optional<Candidate> best() {
    for (var candidate : candidates) {
      if (candidate.isReady()) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Candidates of a higher priority than another, which cannot run here. */
  public List<Candidate> missedAbove(Candidate taken) {
    var missed = new ArrayList<Candidate>();
    for (var candidate : candidates) {
      if (!candidate.isReady() && candidate.priority() > taken.priority()) {
        missed.add(candidate);
      }
    }
    return List.copyOf(missed);
  }

  /** The name of a ready or unavailable candidate that is most like a misspelt one, if any is. */
  public Optional<String> nearest(String misspelt) {
    return NearestName.of(misspelt, candidates.stream().map(Candidate::id).toList());
  }

  /**
   * A table for people, one line a candidate: name, priority, state, and the device or the reason
   * and the remedy.
   */
  public String describe() {
    int width = candidates.stream().mapToInt(candidate -> candidate.id().length()).max().orElse(0);
    String row = "%-" + Math.max(width, "backend".length()) + "s  %8s  %-11s  %s";
    var header = row.formatted("backend", "priority", "state", "device, or reason and remedy");
    return candidates.stream()
        .map(
            candidate ->
                row.formatted(
                    candidate.id(),
                    candidate.priority() == Candidate.UNKNOWN_PRIORITY ? "?" : candidate.priority(),
                    candidate.isReady() ? "ready" : "unavailable",
                    candidate.explain()))
        .collect(Collectors.joining("\n", header + "\n", ""));
  }
}
