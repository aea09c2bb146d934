package dev.recurve.loss;

import dev.recurve.DataException;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import java.util.function.DoublePredicate;
import java.util.function.IntFunction;

/** Which targets a formula makes sense for. 1 always is one. */
enum Domain {
  /** Any number. */
  ANY("any number", _ -> true),
  /** For percentages. */
  NOT_ZERO("a number other than 0", y -> y != 0),
  /** For rates and unnormalised counts. */
  NOT_NEGATIVE("0 or more", y -> y >= 0),
  /** For logarithms. */
  POSITIVE("greater than 0", y -> y > 0),
  /** For counts. */
  COUNT("a count: 0, 1, 2, …", y -> y >= 0 && y == Math.rint(y)),
  /** For probabilities. */
  PROBABILITY("a probability in 0…1", y -> y >= 0 && y <= 1),
  /** For margins. */
  SIGN("-1 or 1", y -> y == 1 || y == -1);

  private final String words;
  private final DoublePredicate contains;

  Domain(String words, DoublePredicate contains) {
    this.words = words;
    this.contains = contains;
  }

  /**
   * Checks targets on the host.
   *
   * @param place says where the target of a given index stands
   */
  void require(String loss, double[] targets, IntFunction<String> place) {
    for (int i = 0; i < targets.length; i++) {
      if (!contains.test(targets[i])) {
        throw new DataException(
            "The target %s at %s is not for %s, which wants %s"
                .formatted(targets[i], place.apply(i), loss, words));
      }
    }
  }

  /** The same where reading the targets costs next to nothing. */
  void requireOnHost(String loss, Tensor targets, IntFunction<String> place) {
    if (this != ANY && DeviceTensor.of(targets).device().backend().isGarbageCollected()) {
      require(loss, targets.toDoubles(), place);
    }
  }
}
