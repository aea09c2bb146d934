package dev.recurve.nn;

import dev.recurve.Layer;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import java.util.function.UnaryOperator;

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
    return new Sized(Convolution.Choices.of("Conv2d", inputs, outputs, kernel));
  }

  /** The choices before the weights. */
  public static final class Sized {
    private final Convolution.Choices choices;

    private Sized(Convolution.Choices choices) {
      this.choices = choices;
    }

    /** How far windows lie apart. */
    public Sized stride(Span strides) {
      return with(windows -> windows.withStride(strides));
    }

    /** How far the elements of a window lie apart. */
    public Sized dilation(Span dilations) {
      return with(windows -> windows.withDilation(dilations));
    }

    /** Windows stand around each element, so that with a stride of 1 the extent stays. */
    public Sized same() {
      return with(windows -> windows.withBorders(Border.SAME, Border.SAME));
    }

    private Sized with(UnaryOperator<Windows> change) {
      return new Sized(choices.with(change.apply(choices.windows())));
    }

    /** Without the bias. */
    public Sized withoutBias() {
      return new Sized(choices.withoutBias());
    }

    /**
     * Builds the layer; parameters {@code weight} {@code [outputs, inputs, kernel height, kernel
     * time]} and {@code bias} {@code [outputs]}.
     */
    public Conv2d with(Params params) {
      var kernel = choices.windows().kernel();
      return new Conv2d(choices.with(Shape.of(kernel.height(), kernel.time()), params));
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
