package dev.recurve.nn;

import dev.recurve.Shape;
import dev.recurve.State;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.RecurrentOp;
import dev.recurve.autodiff.Tensors;
import dev.recurve.runtime.Device;
import java.util.List;
import java.util.Optional;

/**
 * The masks of one run of a layer's cells, the same whether a backend runs it whole or it goes step
 * by step; D directions.
 *
 * @param directions D
 * @param input factors on the input, {@code [D·B, I]}
 * @param recurrent factors on what the recurrent weights see, {@code [D·B, P]}
 * @param zoneout for each tensor of the state, rows direction, then time, then batch
 */
record NoiseMasks(
    Device device,
    int directions,
    Optional<DeviceTensor> input,
    Optional<DeviceTensor> recurrent,
    List<Optional<Zoneout>> zoneout) {

  /** As a backend's plan takes them. */
  RecurrentOp.Masks forPlan() {
    return new RecurrentOp.Masks(input, recurrent, zoneoutForPlan(0), zoneoutForPlan(1));
  }

  private Optional<DeviceTensor> zoneoutForPlan(int index) {
    if (index >= zoneout.size()) {
      return Optional.empty();
    }
    return zoneout
        .get(index)
        .map(
            z ->
                switch (z) {
                  case Zoneout.Drawn(var keep) -> keep;
                  case Zoneout.Expected(double share) ->
                      Tensors.filled(device, Shape.of(1, 1), share);
                });
  }

  /** Those of one direction. */
  <S extends State<S>> StepMasks<S> ofDirection(int direction) {
    return new StepMasks<>(
        input.map(mask -> part(mask, direction)),
        recurrent.map(mask -> part(mask, direction)),
        zoneout.stream().map(z -> z.map(all -> part(all, direction))).toList());
  }

  private Tensor part(DeviceTensor mask, int direction) {
    int rows = mask.shape().dim(0) / directions;
    return mask.slice(0, direction * rows, (direction + 1) * rows);
  }

  private Zoneout part(Zoneout zoneout, int direction) {
    return switch (zoneout) {
      case Zoneout.Drawn(var keep) -> {
        int rows = keep.shape().dim(0) / directions;
        yield zoneout.rows(direction * rows, (direction + 1) * rows);
      }
      case Zoneout.Expected expected -> expected;
    };
  }
}
