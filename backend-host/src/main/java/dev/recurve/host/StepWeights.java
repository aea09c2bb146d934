package dev.recurve.host;

/** A direction's weights in a layout that a backend has for steps of very few rows. */
public interface StepWeights {
  /** Bytes that they take. */
  long bytes();

  /** Makes them. */
  interface Maker {
    /**
     * Lays weights out for steps.
     *
     * @param forward the right-hand side of the gates
     */
    StepWeights make(Stretch forward);
  }
}
