package dev.recurve.runtime;

import dev.recurve.spi.Probe;

/**
 * A backend that was found on the path, whether it can run here or not.
 *
 * @param id the name that users write; for a provider that could not even be loaded, its class's
 *     name or {@code unknown}
 * @param priority without a wish, the ready backend with the highest is taken; {@link
 *     #UNKNOWN_PRIORITY} for a provider that could not be asked
 * @param probe what it says of this machine
 */
public record Candidate(String id, int priority, Probe probe) {
  /**
   * The highest there is, so that a provider too broken to be asked is not passed over in silence.
   */
  public static final int UNKNOWN_PRIORITY = Integer.MAX_VALUE;

  /** Whether it can run here. */
  public boolean isReady() {
    return probe instanceof Probe.Ready;
  }

  /** The device, or the reason and the remedy, in words. */
  public String explain() {
    // Every start asks this, and the first switch over types of a process takes 2 ms.
    return probe instanceof Probe.Unavailable(String reason, String remedy)
        ? reason + " " + remedy
        : ((Probe.Ready) probe).device();
  }
}
