package dev.recurve.nn;

import dev.recurve.Params;
import dev.recurve.RecurveException;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Streamable;
import dev.recurve.Streaming;
import java.util.function.UnaryOperator;

/**
 * A convolution along time: {@code y[t] = b + Σ_k W_k x[t·stride - before + k·dilation]}. Windows
 * know where each sequence ends: beyond its ends there are zeros, whatever stands in the padding,
 * and lengths shrink as the number of windows does.
 */
public final class Conv1d implements Streamable<Sequence, Sequence> {
  private final Convolution convolution;

  private Conv1d(Convolution convolution) {
    this.convolution = convolution;
  }

  /**
   * A convolution within the sequence, step by step, with a bias.
   *
   * @param inputs features going in
   * @param outputs features coming out
   * @param kernel steps of a window
   */
  public static Sized sized(int inputs, int outputs, int kernel) {
    return new Sized(Convolution.Choices.of("Conv1d", inputs, outputs, new Span(kernel, 1)));
  }

  /** The choices before the weights. */
  public static final class Sized {
    private final Convolution.Choices choices;

    private Sized(Convolution.Choices choices) {
      this.choices = choices;
    }

    /** One window every so many steps. */
    public Sized stride(int steps) {
      return with(windows -> windows.withStride(new Span(steps, 1)));
    }

    /** A window's elements lie so many steps apart. */
    public Sized dilation(int steps) {
      return with(windows -> windows.withDilation(new Span(steps, 1)));
    }

    /** Windows stand around each step, so that with a stride of 1 lengths stay. */
    public Sized same() {
      return with(windows -> windows.withBorders(Border.SAME, Border.VALID));
    }

    /** Windows end at each step, so that nothing is seen before its time. */
    public Sized causal() {
      return with(windows -> windows.withBorders(Border.CAUSAL, Border.VALID));
    }

    private Sized with(UnaryOperator<Windows> change) {
      return new Sized(choices.with(change.apply(choices.windows())));
    }

    /** Without the bias. */
    public Sized withoutBias() {
      return new Sized(choices.withoutBias());
    }

    /**
     * Builds the layer; parameters {@code weight} {@code [outputs, inputs, kernel]} and {@code
     * bias} {@code [outputs]}.
     */
    public Conv1d with(Params params) {
      return new Conv1d(choices.with(Shape.of(choices.windows().kernel().time()), params));
    }
  }

  /**
   * Convolves.
   *
   * @param input {@code [T, B, inputs]}
   * @return {@code [T', B, outputs]}
   * @throws ShapeException if steps have other features
   */
  @Override
  public Sequence apply(Sequence input) {
    int inputs = convolution.inputs();
    if (!input.features().equals(Shape.of(inputs))) {
      throw new ShapeException(
          "Conv1d expects steps of %d features, received %s"
              .formatted(inputs, Axes.named(input.data().shape())));
    }
    return convolution.apply(input, 1, _ -> Shape.of(convolution.outputs()));
  }

  /** Causal ones without a stride, which give something at every step and need nothing to come. */
  @Override
  public Streaming streaming() {
    var windows = convolution.windows();
    if (windows.time() != Border.CAUSAL || windows.stride().time() != 1) {
      throw new RecurveException(
          "%s cannot run one step at a time: its windows reach beyond the step or leave steps out; build it causal, with a stride of 1"
              .formatted(describe()));
    }
    return LayerSteps.of(new CausalStep.Plan(describe(), new CausalStep(convolution)));
  }

  @Override
  public String describe() {
    return "Conv1d(%d → %d, kernel %d)"
        .formatted(
            convolution.inputs(), convolution.outputs(), convolution.windows().kernel().time());
  }
}
