package dev.recurve.train;

/**
 * Where a run stands before a step of the optimiser.
 *
 * @param step how many steps the optimiser has made before
 * @param history the epochs that are done
 * @param length of the whole run
 */
public record RunPosition(long step, History history, RunLength length) {
  /** How many epochs are done. */
  public int epoch() {
    return history.epochs().size();
  }
}
