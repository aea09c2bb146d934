package dev.recurve.nn;

import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;

/**
 * How much of each unit of a tensor of the state stays what it was: z in {@code z∘h + (1-z)∘h̃}.
 */
sealed interface Zoneout {

  /**
   * Drawn at random.
   *
   * @param keep 1 or 0, rows direction, then time, then batch
   */
  record Drawn(DeviceTensor keep) implements Zoneout {}

  /**
   * The same for all.
   *
   * @param share at least 0 and less than 1
   */
  record Expected(double share) implements Zoneout {}

  /** Rows {@code from … to-1}. */
  default Zoneout rows(int from, int to) {
    return switch (this) {
      case Drawn(var keep) -> new Drawn(DeviceTensor.of(keep.slice(0, from, to)));
      case Expected expected -> expected;
    };
  }

  /** Rows by number. */
  default Zoneout pick(int[] rows) {
    return switch (this) {
      case Drawn(var keep) -> new Drawn(DeviceTensor.of(PackedSteps.pick(keep, rows)));
      case Expected expected -> expected;
    };
  }

  /** {@code z∘before + (1-z)∘next}. */
  default Tensor mix(Tensor before, Tensor next) {
    return switch (this) {
      case Drawn(var keep) -> keep.mul(before).add(keep.oneMinus().mul(next));
      case Expected(double share) -> before.mul(share).add(next.mul(1 - share));
    };
  }
}
