package dev.recurve.nn;

import dev.recurve.Shape;
import dev.recurve.State;
import dev.recurve.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The masks of one direction as a {@link StepLoop} meets them.
 *
 * @param input factors on the input, a row a sequence
 * @param recurrent factors on what the recurrent weights see, a row a sequence
 * @param zoneout for each tensor of the state, a row for each step of each sequence
 */
record StepMasks<S extends State<S>>(
    Optional<Tensor> input, Optional<Tensor> recurrent, List<Optional<Zoneout>> zoneout) {

  /** Masks rows {@code t·B + b} of the input. */
  Tensor maskInput(Tensor rows) {
    if (input.isEmpty()) {
      return rows;
    }
    var mask = input.get();
    int batch = mask.shape().dim(0);
    var perStep = Shape.of(rows.shape().dim(0) / batch).then(mask.shape());
    return rows.reshape(perStep).mul(mask).reshape(rows.shape());
  }

  /** Masks the rows that a timeline visits. */
  Tensor maskInput(Tensor rows, Timeline timeline) {
    if (input.isEmpty()) {
      return rows;
    }
    int batch = input.get().shape().dim(0);
    int[] sequences = IntStream.of(timeline.rows()).map(row -> row % batch).toArray();
    return rows.mul(PackedSteps.pick(input.get(), sequences));
  }

  /** The same masks with sequences and steps in the order of a timeline. */
  StepMasks<S> along(Timeline timeline) {
    return new StepMasks<>(
        input,
        recurrent.map(mask -> PackedSteps.pick(mask, timeline.order())),
        zoneout.stream().map(z -> z.map(all -> all.pick(timeline.rows()))).toList());
  }

  /** What the recurrent weights see of the previous outputs of the first sequences. */
  Tensor maskOutput(Tensor output) {
    return recurrent
        .map(mask -> output.mul(mask.slice(0, 0, output.shape().dim(0))))
        .orElse(output);
  }

  /**
   * Lets a step's new state keep some of the one before.
   *
   * @param from the step's first row
   */
  S zoneout(S before, S next, int from) {
    if (zoneout.stream().allMatch(Optional::isEmpty)) {
      return next;
    }
    int rows = before.tensors().getFirst().shape().dim(0);
    var each = zoneout.iterator();
    return next.zip(
        before,
        (fresh, old) ->
            each.next().map(z -> z.rows(from, from + rows).mix(old, fresh)).orElse(fresh));
  }
}
