package dev.recurve.spi;

/**
 * Weights in a backend's private layout. Core owns it, keeps it as long as the parameters it was
 * made from keep their version, and hands it back to the plan that made it.
 */
public interface Packed {
  /** Memory held, in bytes. */
  long bytes();
}
