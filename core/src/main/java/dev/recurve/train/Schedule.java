package dev.recurve.train;

/**
 * How the learning rate changes during a run. A pure function of where the run stands: what a
 * schedule needs to remember is in the history, which checkpoints hold.
 */
public interface Schedule {
  /**
   * The factor on the optimiser's learning rate.
   *
   * @param step number of steps made before this one
   * @param history the epochs that are done
   */
  double factor(long step, History history);

  /** Name and settings, to refuse a checkpoint of a run with another schedule. */
  String describe();

  /** The learning rate never changes. */
  static Schedule constant() {
    return new Constant();
  }

  /** The learning rate falls by a factor whenever the loss has stopped improving. */
  static ReduceOnPlateau reduceOnPlateau(double factor, int patience) {
    return new ReduceOnPlateau(factor, patience, 1e-4, 0);
  }

  /** The learning rate never changes. */
  record Constant() implements Schedule {
    @Override
    public double factor(long step, History history) {
      return 1;
    }

    @Override
    public String describe() {
      return "constant";
    }
  }
}
