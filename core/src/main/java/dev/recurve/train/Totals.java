package dev.recurve.train;

/**
 * Sums over the steps of an epoch so far.
 *
 * @param loss of each step's mean loss times its weight
 * @param weight of what counted in the losses
 * @param norm of the gradients' norms at the optimiser's steps
 * @param updates how many of those
 * @param steps how many batches
 * @param seconds spent before the run was last interrupted
 */
record Totals(double loss, double weight, double norm, int updates, int steps, double seconds) {
  static final Totals ZERO = new Totals(0, 0, 0, 0, 0, 0);

  Totals plus(StepLedger.Entry step) {
    return new Totals(
        loss + step.loss() * step.weight(),
        weight + step.weight(),
        norm + (step.updated() ? step.norm() : 0),
        updates + (step.updated() ? 1 : 0),
        steps + 1,
        seconds);
  }

  Totals afterSeconds(double spent) {
    return new Totals(loss, weight, norm, updates, steps, spent);
  }

  double meanLoss() {
    return loss / weight;
  }

  double meanNorm() {
    return norm / updates;
  }
}
