package dev.recurve.train;

import dev.recurve.Layer;
import dev.recurve.TrainingException;
import dev.recurve.autodiff.Steps;
import dev.recurve.data.Batches;
import dev.recurve.loss.Loss;
import dev.recurve.metrics.Metric;
import dev.recurve.metrics.Scoring;
import java.util.List;

/** The mean loss and other figures over a data set, without gradients and without dropout. */
final class Evaluation<I, O, Y> {
  private final Layer<I, O> net;
  private final Loss<O, Y> loss;
  private final List<Metric<O, Y>> metrics;

  Evaluation(Layer<I, O> net, Loss<O, Y> loss, List<Metric<O, Y>> metrics) {
    this.net = net;
    this.loss = loss;
    this.metrics = metrics;
  }

  /**
   * The loss is weighted by what counts in each batch.
   *
   * @throws TrainingException if a batch's loss is not finite, naming the batch
   */
  Scores scores(Steps steps, Batches<I, Y> data) {
    var scoring = Scoring.of(metrics);
    var ledger = new StepLedger(steps.device());
    var reading = new Reading<>(net, data);
    var totals = Totals.ZERO;
    for (int index = 0; index < data.count(); index++) {
      int batch = index;
      steps.infer(() -> note(ledger, scoring, data, reading, batch));
      if (ledger.isFull() || index == data.count() - 1) {
        totals = settle(ledger, totals, steps, data);
      }
    }
    return new Scores(totals.meanLoss(), scoring.results());
  }

  private Void note(
      StepLedger ledger,
      Scoring<O, Y> scoring,
      Batches<I, Y> data,
      Reading<I, O> reading,
      int index) {
    var batch = data.batch(0, index);
    var prediction = reading.apply(index, batch.input());
    var mean = loss.mean(prediction, batch.target());
    ledger.note(mean, mean, loss.weight(prediction, batch.target()), false);
    // A loss that is not finite is reported from the ledger, with the place.
    if (!metrics.isEmpty() && Double.isFinite(mean.item())) {
      scoring.add(prediction, batch.target());
    }
    return null;
  }

  private Totals settle(StepLedger ledger, Totals before, Steps steps, Batches<I, Y> data) {
    var totals = before;
    for (var entry : ledger.take()) {
      if (!entry.isFinite()) {
        throw notFinite(entry.loss(), steps, data, totals.steps());
      }
      totals = totals.plus(entry);
    }
    return totals;
  }

  private TrainingException notFinite(double value, Steps steps, Batches<I, Y> data, int index) {
    var input = steps.infer(() -> BadNumbers.in(data.batch(0, index)));
    return new TrainingException(
        "Evaluation: the %s of batch %d (%s) is %s. %s"
            .formatted(
                loss.name(),
                index,
                data.describe(0, index),
                value,
                input.orElse(
                    "The batch itself holds finite numbers only; the model's output has grown out"
                        + " of bounds")));
  }
}
