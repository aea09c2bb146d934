package dev.recurve.train;

/**
 * Gradients that are added up over several batches before the optimiser makes a step. Each batch's
 * mean loss counts by its weight, so that the step is that of one large batch. At the end of an
 * epoch, a step is made of what there is.
 */
final class Accumulation {
  private final int batches;
  private final int ofEpoch;
  private final boolean weighted;
  private double weight;

  /**
   * Nothing added up yet.
   *
   * @param batches for each step of the optimiser, at least 1
   * @param ofEpoch batches in an epoch
   * @param divided whether batches are cut into parts, whose gradients are added up too
   */
  Accumulation(int batches, int ofEpoch, boolean divided) {
    this.batches = batches;
    this.ofEpoch = ofEpoch;
    this.weighted = batches > 1 || divided;
  }

  /** Steps of the optimiser in an epoch. */
  long stepsInEpoch() {
    return (ofEpoch + batches - 1L) / batches;
  }

  /** Whether a batch is the first of those that are added up. */
  boolean begins(int batch) {
    return batch % batches == 0;
  }

  /** Whether the optimiser makes a step after a batch. */
  boolean ends(int batch) {
    return (batch + 1) % batches == 0 || batch + 1 == ofEpoch;
  }

  /** Whether gradients wait for more of them once so many batches of an epoch are done. */
  boolean waits(int done) {
    return done > 0 && !ends(done - 1);
  }

  /**
   * Counts a batch in.
   *
   * @return the factor on its mean loss
   */
  double add(int batch, double weightOfBatch) {
    weight = begins(batch) ? weightOfBatch : weight + weightOfBatch;
    return weighted ? weightOfBatch : 1;
  }

  /** The factor on the sum of gradients that makes it that of the mean loss. */
  double factor() {
    return weighted ? 1 / weight : 1;
  }

  /** The weights of the batches that are added up. */
  double weight() {
    return weight;
  }

  /** Goes on adding up. */
  void restore(double weightSoFar) {
    weight = weightSoFar;
  }
}
