package dev.recurve.spi;

/**
 * A backend's answer to a request for a plan, given before anything runs. What it accepts it does
 * in full; what it cannot do it declines here, and never later.
 */
public sealed interface Offer<P> {
  /** The backend will run it, by this plan. */
  record Accepted<P>(P plan) implements Offer<P> {}

  /** The backend will not run it; the reason is a sentence for a person. */
  record Declined<P>(String reason) implements Offer<P> {}
}
