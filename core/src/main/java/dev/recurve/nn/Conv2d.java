package dev.recurve.nn;

import dev.recurve.Layer;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;

/**
 * A convolution along time and height, for sequences whose steps are columns of pictures or of
 * spectrograms, {@code [T, B, height, channels]}: the front end of a convolutional recurrent
 * network (Shi et al. 2017). Time is a picture's width; lengths are honoured as by {@link Conv1d}.
 */
public final class Conv2d implements Layer<Sequence, Sequence> {
  private final Convolution convolution;

  private Conv2d(Convolution convolution) {
    this.convolution = convolution;
  }

  /**
   * A convolution within each picture, with a bias.
   *
   * @param inputs channels going in
   * @param outputs channels coming out
   * @param kernel extent of a window
   */
  public static Sized sized(int inputs, int outputs, Span kernel) {
    return new Sized(inputs, outputs, Windows.of(kernel), true);
  }

  /** The choices before the weights. */
  public static final class Sized {
    private final int inputs;
    private final int outputs;
    private final Windows windows;
    private final boolean bias;

    private Sized(int inputs, int outputs, Windows windows, boolean bias) {
      Convolution.check("Conv2d", inputs, outputs);
      this.inputs = inputs;
      this.outputs = outputs;
      this.windows = windows;
      this.bias = bias;
    }

    /** How far windows lie apart. */
    public Sized stride(Span strides) {
      return with(windows.withStride(strides));
    }

    /** How far the elements of a window lie apart. */
    public Sized dilation(Span dilations) {
      return with(windows.withDilation(dilations));
    }

    /** Windows stand around each element, so that with a stride of 1 the extent stays. */
    public Sized same() {
      return with(windows.withBorders(Border.SAME, Border.SAME));
    }

    private Sized with(Windows others) {
      return new Sized(inputs, outputs, others, bias);
    }

    /** Without the bias. */
    public Sized withoutBias() {
      return new Sized(inputs, outputs, windows, false);
    }

    /**
     * Builds the layer; parameters {@code weight} {@code [outputs, inputs, kernel height, kernel
     * time]} and {@code bias} {@code [outputs]}.
     */
    public Conv2d with(Params params) {
      var kernel = Shape.of(windows.kernel().height(), windows.kernel().time());
      return new Conv2d(Convolution.with(inputs, outputs, windows, kernel, bias, params));
    }
  }

  /**
   * Convolves.
   *
   * @param input {@code [T, B, height, inputs]}
   * @return {@code [T', B, height', outputs]}
   * @throws ShapeException if steps have other axes or channels, or no window fits their height
   */
  @Override
  public Sequence apply(Sequence input) {
    int rows = Axes.height("Conv2d", input, convolution.inputs(), convolution.windows());
    return convolution.apply(input, rows, height -> Shape.of(height, convolution.outputs()));
  }

  @Override
  public String describe() {
    return "Conv2d(%d → %d, kernel %s)"
        .formatted(convolution.inputs(), convolution.outputs(), convolution.windows().kernel());
  }
}
