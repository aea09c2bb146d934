package dev.recurve.train;

import dev.recurve.TrainingException;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tape;
import dev.recurve.data.Batches;
import dev.recurve.optim.Update;
import dev.recurve.params.ParameterBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds out where a number went bad: the step is made once more, with the same batch and the same
 * random masks, and every result is looked at.
 */
final class Autopsy<I, O, Y> {
  private final Setup<I, O, Y> setup;
  private final Batches<I, Y> data;
  private final Pass<I, O, Y> pass;
  private final Steps steps;
  private final Update update;

  Autopsy(
      Setup<I, O, Y> setup, Batches<I, Y> data, Pass<I, O, Y> pass, Steps steps, Update update) {
    this.setup = setup;
    this.data = data;
    this.pass = pass;
    this.steps = steps;
    this.update = update;
  }

  /**
   * A step that went bad.
   *
   * @param step its number, from 0
   * @param epoch from 0
   * @param batch its number in the epoch, from 0
   * @param values what it gave
   * @param before what the step before it gave, if that is known
   */
  record Casualty(
      long step,
      int epoch,
      int batch,
      StepLedger.Entry values,
      Optional<StepLedger.Entry> before) {}

  TrainingException report(Casualty bad, Optional<String> lastCheckpoint) {
    return new TrainingException(
        "Training stopped at step %d, epoch %d, batch %d (%s): %s %s and gradient norm %s%s. %s. The weights are those from before this step%s"
            .formatted(
                bad.step() + 1,
                bad.epoch() + 1,
                bad.batch() + 1,
                data.describe(bad.epoch(), bad.batch()),
                setup.loss().name(),
                Numbers.brief(bad.values().loss()),
                Numbers.brief(bad.values().norm()),
                bad.before().map(Autopsy::before).orElse(""),
                cause(bad),
                lastCheckpoint.map(text -> "; " + text).orElse("")));
  }

  private static String before(StepLedger.Entry before) {
    return " (the step before: %s and %s)"
        .formatted(Numbers.brief(before.loss()), Numbers.brief(before.norm()));
  }

  private String cause(Casualty bad) {
    var input = steps.infer(() -> BadNumbers.in(data.batch(bad.epoch(), bad.batch())));
    return input.orElseGet(
        () ->
            findInReplay(bad)
                + "; lower the learning rate, clip gradients with clipNorm, or look at the examples"
                + " of this batch");
  }

  private String findInReplay(Casualty bad) {
    try {
      for (int part = 0; part < pass.parts(); part++) {
        var place =
            pass.partOf(
                new Pass.Place(setup.randomKey(bad.step()), bad.epoch(), bad.batch()), part);
        int number = part;
        var names = steps.trainChecked(place.key(), tape -> badGradients(tape, place, number));
        if (!names.isEmpty()) {
          return "Every value on the way to the loss is finite, but not the gradient of %s"
              .formatted(String.join(", ", names));
        }
      }
    } catch (TrainingException e) {
      return e.getMessage();
    }
    return Double.isFinite(bad.values().norm())
        ? "Made once more, the step gave finite numbers"
        : "Every gradient is finite, but their norm is too large for " + setup.store().type();
  }

  private List<String> badGradients(Tape tape, Pass.Place place, int part) {
    update.clear();
    pass.replay(place, part).ifPresent(outcome -> tape.backward(outcome.loss()));
    return badGradients(setup.store().seal());
  }

  private static List<String> badGradients(List<ParameterBlock> blocks) {
    var names = new ArrayList<String>();
    for (var block : blocks) {
      if (block.isTrainable()) {
        block
            .parts(block.gradient())
            .forEach(
                (name, gradient) -> {
                  if (!Arrays.stream(gradient.toDoubles()).allMatch(Double::isFinite)) {
                    names.add(name);
                  }
                });
      }
    }
    return names;
  }
}
