package dev.recurve.train;

import dev.recurve.TrainingException;
import dev.recurve.autodiff.Steps;
import dev.recurve.data.Batches;
import dev.recurve.optim.OptimizerState;
import dev.recurve.optim.Update;
import java.util.ArrayList;
import java.util.Optional;

/** Steps at rising learning rates, after which the weights are what they were. */
final class RateFinder<I, O, Y> {
  /** The share of the past in the smoothed loss. */
  private static final double MEMORY = 0.95;

  /** The search ends when the smoothed loss is so many times the least. */
  private static final double DIVERGED = 4;

  private final Setup<I, O, Y> setup;
  private final Batches<I, Y> data;

  RateFinder(Setup<I, O, Y> setup, Batches<I, Y> data) {
    this.setup = setup;
    this.data = data;
  }

  RateSearch search(RateRange range) {
    if (!(setup.optimizer().learningRate() > 0)) {
      throw new IllegalArgumentException(
          "Rates are tried as multiples of the optimiser's own, which is %s; give it one above 0"
              .formatted(setup.optimizer().learningRate()));
    }
    var before = setup.store().values();
    try (var steps = new Steps(setup.store().device());
        var pass = Pass.of(setup, data)) {
      return search(range, steps, pass);
    } finally {
      setup.store().restore(before);
    }
  }

  private RateSearch search(RateRange range, Steps steps, Pass<I, O, Y> pass) {
    var blocks = setup.store().seal();
    var update =
        new Update(
            setup.optimizer(),
            OptimizerState.create(setup.optimizer(), blocks),
            blocks,
            setup.clipping(),
            setup.noise(),
            Optional.empty());
    var points = new ArrayList<RateSearch.Point>();
    double mean = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int step = 0; step < range.steps(); step++) {
      double rate = range.rate(step);
      double loss = loss(step, rate, steps, pass, update);
      mean = MEMORY * mean + (1 - MEMORY) * loss;
      double smoothed = mean / (1 - Math.pow(MEMORY, step + 1.0));
      if (!Double.isFinite(smoothed) && points.isEmpty()) {
        throw new TrainingException(
            "The loss is %s before any step: look at the data (%s) and at the model's first weights"
                .formatted(loss, data.describe(0, 0)));
      }
      if (!Double.isFinite(smoothed) || smoothed > DIVERGED * Math.abs(least)) {
        return new RateSearch(points, true);
      }
      points.add(new RateSearch.Point(rate, loss, smoothed));
      least = Math.min(least, smoothed);
    }
    return new RateSearch(points, false);
  }

  private double loss(int step, double rate, Steps steps, Pass<I, O, Y> pass, Update update) {
    var place = new Pass.Place(setup.randomKey(step), step / data.count(), step % data.count());
    var single = new Accumulation(1, data.count(), setup.workers() > 1);
    return steps.train(
        place.key(),
        tape -> {
          update.clear();
          var outcome = pass.learn(tape, place, single);
          update.apply(rate / setup.optimizer().learningRate(), single.factor());
          return outcome.loss().item();
        });
  }
}
