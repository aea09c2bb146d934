package dev.recurve.metrics;

/**
 * What has been counted or summed over some predictions, and from which figures are read.
 * Immutable. The tally of two sets of predictions together is the {@link #plus sum} of theirs, so
 * that scores come from all predictions at once, never from averages of averages.
 *
 * @param <S> the tally's own type
 */
public interface Tally<S extends Tally<S>> {
  /**
   * Both together.
   *
   * @throws IllegalArgumentException if the two do not count the same thing
   */
  S plus(S other);
}
