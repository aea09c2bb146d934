package dev.recurve.nn;

import dev.recurve.Layer;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;

/**
 * Folds windows along time, or along time and height, into their largest or their mean, feature by
 * feature, so that sequences become shorter. Windows lie within each sequence; where one is not
 * filled at the end, it is left out, or counts what it has: {@link #keepingRest}.
 */
public final class WindowPool implements Layer<Sequence, Sequence> {
  private final Kind kind;
  private final Windows windows;

  private enum Kind {
    MAX,
    MEAN
  }

  private WindowPool(Kind kind, Windows windows) {
    this.kind = kind;
    this.windows = windows;
  }

  /** The largest of every so many steps of a sequence {@code [T, B, C]}. */
  public static WindowPool max(int steps) {
    return max(new Span(steps, 1));
  }

  /** The largest of windows side by side over columns of pictures, {@code [T, B, height, C]}. */
  public static WindowPool max(Span extent) {
    return new WindowPool(Kind.MAX, Windows.of(extent).withStride(extent));
  }

  /** The mean of every so many steps of a sequence {@code [T, B, C]}. */
  public static WindowPool mean(int steps) {
    return mean(new Span(steps, 1));
  }

  /** The mean of windows side by side over columns of pictures, {@code [T, B, height, C]}. */
  public static WindowPool mean(Span extent) {
    return new WindowPool(Kind.MEAN, Windows.of(extent).withStride(extent));
  }

  /** With windows so many steps apart. */
  public WindowPool stride(int steps) {
    return stride(new Span(steps, windows.stride().height()));
  }

  /** With windows so far apart. */
  public WindowPool stride(Span strides) {
    return new WindowPool(kind, windows.withStride(strides));
  }

  /**
   * What is left at the end of a sequence or a column, too little for a window, is a window too.
   */
  public WindowPool keepingRest() {
    return new WindowPool(kind, windows.withBorders(Border.PARTIAL, Border.PARTIAL));
  }

  /**
   * Folds the windows.
   *
   * @param input {@code [T, B, C]} or {@code [T, B, height, C]}
   * @return {@code [T', B, C]} or {@code [T', B, height', C]}
   * @throws ShapeException if steps have other axes, or no window fits their height
   */
  @Override
  public Sequence apply(Sequence input) {
    int channels = input.size();
    boolean isFlat = input.features().rank() == 1;
    int rows = isFlat ? 1 : Axes.height(describe(), input, channels, windows);
    if (isFlat && windows.rows(1) != 1) {
      throw new ShapeException(
          "%s has windows over the height of pictures, [time, batch, height, channels], received %s"
              .formatted(describe(), Axes.named(input.data().shape())));
    }
    var over = windows.over(input, rows);
    var cells = input.data().reshape(Shape.of(input.steps() * input.batch() * rows, channels));
    var folded = fold(over, cells);
    return over.spread(folded, isFlat ? Shape.of(channels) : Shape.of(over.height(), channels));
  }

  private Tensor fold(Windows.Over over, Tensor cells) {
    return switch (kind) {
      case MAX -> Pool.largest(over.gatherRepeating(cells)).at(0);
      case MEAN -> {
        int[] elements = over.elements();
        double[] shares = new double[elements.length];
        for (int i = 0; i < shares.length; i++) {
          shares[i] = 1.0 / elements[i];
        }
        var device = DeviceTensor.of(cells).device();
        yield over.gatherApart(cells)
            .sum(0)
            .mul(Tensors.of(device, Shape.of(shares.length, 1), shares));
      }
    };
  }

  @Override
  public String describe() {
    return "WindowPool(%s, %s)".formatted(kind == Kind.MAX ? "largest" : "mean", windows.kernel());
  }
}
