package dev.recurve.train;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Where a run stands, besides weights and the optimiser's slots; written as JSON.
 *
 * @param identity what a run that goes on from here must have in common with this one
 * @param backend fingerprint of the backend: it alone may differ, at the price of other bits
 * @param step steps made
 * @param updates steps that the optimiser has counted
 * @param epoch the running epoch, from 0
 * @param batch batches of it that are done
 * @param accumulated the weights of those whose gradients wait for the optimiser's next step
 * @param totals over those that are done
 * @param epochs that are done
 */
record RunState(
    Map<String, String> identity,
    String backend,
    long step,
    long updates,
    int epoch,
    int batch,
    double accumulated,
    Totals totals,
    List<Epoch> epochs) {

  /** An epoch as JSON; without a validation set, its loss is an empty list. */
  record Epoch(
      int epoch,
      double trainLoss,
      List<Double> validLoss,
      double learningRate,
      double gradientNorm,
      double seconds,
      Map<String, Double> metrics) {

    static Epoch of(EpochRecord epoch) {
      return new Epoch(
          epoch.epoch(),
          epoch.trainLoss(),
          epoch.validLoss().stream().boxed().toList(),
          epoch.learningRate(),
          epoch.gradientNorm(),
          epoch.seconds(),
          epoch.metrics());
    }

    EpochRecord toRecord() {
      return new EpochRecord(
          epoch,
          trainLoss,
          validLoss.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(validLoss.getFirst()),
          learningRate,
          gradientNorm,
          seconds,
          metrics);
    }
  }

  History history() {
    return new History(epochs.stream().map(Epoch::toRecord).toList());
  }
}
