package dev.recurve.train;

/**
 * Lowers the learning rate when the loss has stopped improving: on the validation set if there is
 * one, else on the training set. The rule is that of PyTorch's ReduceLROnPlateau.
 *
 * @param factor on the rate each time, between 0 and 1
 * @param patience epochs without improvement that are put up with; one more lowers the rate
 * @param threshold an improvement is a loss below {@code best · (1 - threshold)}
 * @param least the factor never falls below this
 */
public record ReduceOnPlateau(double factor, int patience, double threshold, double least)
    implements Schedule {
  /** Checks the settings. */
  public ReduceOnPlateau {
    if (!(factor > 0 && factor < 1 && patience >= 0 && threshold >= 0 && least >= 0)) {
      throw new IllegalArgumentException(
          "A plateau's factor lies between 0 and 1, patience, threshold and least are 0 or more; received %s, %d, %s and %s"
              .formatted(factor, patience, threshold, least));
    }
  }

  @Override
  public double factor(RunPosition position) {
    double current = 1;
    double best = Double.POSITIVE_INFINITY;
    int waited = 0;
    for (var epoch : position.history().epochs()) {
      if (epoch.watchedLoss() < best * (1 - threshold)) {
        best = epoch.watchedLoss();
        waited = 0;
      } else if (++waited > patience) {
        current = Math.max(current * factor, least);
        waited = 0;
      }
    }
    return current;
  }

  @Override
  public String describe(RunLength run) {
    return "reduce on plateau (factor %s, patience %d, threshold %s, least %s)"
        .formatted(factor, patience, threshold, least);
  }
}
