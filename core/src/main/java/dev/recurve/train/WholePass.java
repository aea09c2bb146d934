package dev.recurve.train;

import dev.recurve.autodiff.Tape;
import dev.recurve.data.Batches;
import java.util.Optional;

/** Batches that have nothing to do with each other, each as a whole. */
record WholePass<I, O, Y>(Setup<I, O, Y> setup, Batches<I, Y> data) implements Pass<I, O, Y> {
  @Override
  public Outcome learn(Tape tape, Place place, Accumulation accumulation) {
    return Pass.back(tape, place, forward(place), accumulation);
  }

  private Outcome forward(Place place) {
    var examples = data.batch(place.epoch(), place.batch());
    return setup.outcome(setup.net().apply(examples.input()), examples.target());
  }

  @Override
  public Optional<Outcome> replay(Place place, int part) {
    return Optional.of(forward(place));
  }
}
