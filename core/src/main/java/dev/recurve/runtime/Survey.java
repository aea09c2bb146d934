package dev.recurve.runtime;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Every backend that was found on the path.
 *
 * @param candidates highest priority first
 */
public record Survey(List<Candidate> candidates) {

  /** Sorts the candidates; those of equal priority stay in the order given. */
  public Survey {
    candidates =
        candidates.stream()
            .sorted(Comparator.comparingInt(Candidate::priority).reversed())
            .toList();
  }

  /** The candidate of a name. */
  public Optional<Candidate> find(String id) {
    return candidates.stream().filter(candidate -> candidate.id().equals(id)).findFirst();
  }

  /** The ready candidate of the highest priority. */
  public Optional<Candidate> best() {
    return candidates.stream().filter(Candidate::isReady).findFirst();
  }

  /** Candidates of a higher priority than another, which cannot run here. */
  public List<Candidate> missedAbove(Candidate taken) {
    return candidates.stream()
        .filter(candidate -> !candidate.isReady() && candidate.priority() > taken.priority())
        .toList();
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
