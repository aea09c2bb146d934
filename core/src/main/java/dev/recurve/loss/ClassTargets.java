package dev.recurve.loss;

import dev.recurve.DataException;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/** Checks of integer targets on the host. */
final class ClassTargets {
  private ClassTargets() {}

  /**
   * Checks that each target is a class or ignored, and that one counts.
   *
   * @param place says where the target of a given index stands
   */
  static void require(int classes, OptionalInt ignored, int[] targets, IntFunction<String> place) {
    boolean any = false;
    for (int i = 0; i < targets.length; i++) {
      if (ignored.isPresent() && targets[i] == ignored.getAsInt()) {
        continue;
      }
      any = true;
      if (targets[i] < 0 || targets[i] >= classes) {
        throw new DataException(
            "The target %d at %s is not one of the %d classes 0…%d%s"
                .formatted(
                    targets[i],
                    place.apply(i),
                    classes,
                    classes - 1,
                    ignored.isPresent()
                        ? ", nor the ignored " + ignored.getAsInt()
                        : "; if it marks a target that shall not count, say so with ignoring(%d)"
                            .formatted(targets[i])));
      }
    }
    if (!any) {
      throw new DataException(
          targets.length == 0
              ? "cross-entropy has nothing to compare: there are no targets"
              : "cross-entropy has nothing to compare: all %d targets are the ignored %d"
                  .formatted(targets.length, ignored.getAsInt()));
    }
  }
}
