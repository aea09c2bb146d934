package dev.recurve.nn;

import dev.recurve.Layer;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.autodiff.DeviceTensor;

/**
 * Gives the same features of each step other axes: a column of pixels a height and a channel before
 * a {@link Conv2d}, and a plain vector after it.
 */
public final class Features implements Layer<Sequence, Sequence> {
  private final Shape wanted;
  private final boolean isFlat;

  private Features(Shape wanted, boolean isFlat) {
    this.wanted = wanted;
    this.isFlat = isFlat;
  }

  /** All features of a step in one axis. */
  public static Features flat() {
    return new Features(Shape.scalar(), true);
  }

  /** Features with these axes. */
  public static Features shaped(int... axes) {
    return new Features(Shape.of(axes), false);
  }

  /**
   * Reads the features anew.
   *
   * @throws ShapeException if their number differs
   */
  @Override
  public Sequence apply(Sequence input) {
    var features = input.features();
    var axes = isFlat ? Shape.of(Math.toIntExact(features.size())) : wanted;
    if (axes.size() != features.size()) {
      throw new ShapeException(
          "%s takes steps of %d features, received %s"
              .formatted(describe(), axes.size(), Axes.named(input.data().shape())));
    }
    var data = input.data().reshape(Shape.of(input.steps(), input.batch()).then(axes));
    return Sequence.of(DeviceTensor.of(data).knownZeroPadded(input.lengths()), input.lengths());
  }

  @Override
  public String describe() {
    return isFlat ? "Features(flat)" : "Features(%s)".formatted(wanted);
  }
}
