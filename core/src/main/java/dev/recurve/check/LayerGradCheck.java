package dev.recurve.check;

import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Params;
import dev.recurve.Tensor;
import dev.recurve.autodiff.GradCheck;
import dev.recurve.params.ParamStore;
import dev.recurve.params.ParameterBlock;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.Optional;
import java.util.function.Function;

/**
 * Compares the gradients of a layer, with respect to its input and to all its parameters, with
 * central differences, in float64 on the reference backend:
 *
 * <pre>{@code
 * LayerGradCheck.of(TrialInput.sequences(3), params -> new MyLayer(params))
 *     .check()
 *     .requireAgreement();
 * }</pre>
 *
 * <p>Batches are small, for each number takes two passes of the layer. A layer with kinks, such as
 * a rectifier's, may differ where a number lies within 0.00001 of one.
 */
public final class LayerGradCheck<I> {
  private static final String REFERENCE = "java";
  private static final long SEED = 17;

  private final TrialInput<I> input;
  private final Function<Params, ? extends Layer<I, ?>> model;
  private final Lengths lengths;
  private final boolean isTraining;

  private LayerGradCheck(
      TrialInput<I> input,
      Function<Params, ? extends Layer<I, ?>> model,
      Lengths lengths,
      boolean isTraining) {
    this.input = input;
    this.model = model;
    this.lengths = lengths;
    this.isTraining = isTraining;
  }

  /**
   * A check on a batch of sequences of lengths 2, 4 and 1, not as in training.
   *
   * @param model builds the layer
   */
  public static <I> LayerGradCheck<I> of(
      TrialInput<I> input, Function<Params, ? extends Layer<I, ?>> model) {
    return new LayerGradCheck<>(input, model, Lengths.of(2, 4, 1), false);
  }

  /** With sequences of other lengths. */
  public LayerGradCheck<I> lengths(int... others) {
    return new LayerGradCheck<>(input, model, Lengths.of(others), isTraining);
  }

  /** As in training, with the same random masks in every pass. */
  public LayerGradCheck<I> training() {
    return new LayerGradCheck<>(input, model, lengths, true);
  }

  /**
   * Runs the check.
   *
   * @throws IllegalArgumentException if the layer gives neither a tensor nor a sequence
   */
  public GradCheck.Report check() {
    var device = Device.open(REFERENCE).withType(DType.F64);
    var params = ParamStore.fresh(SEED, device);
    var layer = model.apply(params);
    var blocks = params.seal();
    var trial = Trial.plain(lengths);
    var check =
        GradCheck.on(device)
            .parameters(params.parameters(), () -> blocks.forEach(ParameterBlock::changed));
    if (isTraining) {
      check = check.training();
    }
    var values = input.values(trial);
    if (values.isPresent()) {
      check = check.input("input", values.get().shape(), values.get().numbers());
    }
    return check.check(
        in -> {
          var numbers = in.isEmpty() ? Optional.<Tensor>empty() : Optional.of(in.getFirst());
          return Outcome.tensor(layer.apply(input.input(trial, device, numbers)));
        });
  }
}
