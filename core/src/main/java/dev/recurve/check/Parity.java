package dev.recurve.check;

import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Params;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import java.util.List;
import java.util.function.Function;

/**
 * Compares what a model gives on two backends: the same weights, the same batches and the same
 * random masks; outputs in use and in training, and all gradients.
 *
 * <pre>{@code
 * Parity.of(TrialInput.tokens(50), params -> new MyModel(params), "java", "simd")
 *     .check()
 *     .requireAgreement();
 * }</pre>
 */
public final class Parity<I> {
  /** How far numbers may be apart, relative to the largest of their tensor. */
  private static final double TOLERANCE = 1e-4;

  private static final long SEED = 17;

  private final TrialInput<I> input;
  private final Function<Params, ? extends Layer<I, ?>> model;
  private final Device first;
  private final Device second;
  private final double tolerance;
  private final List<Lengths> batches;

  private Parity(
      TrialInput<I> input,
      Function<Params, ? extends Layer<I, ?>> model,
      Device first,
      Device second,
      double tolerance,
      List<Lengths> batches) {
    this.input = input;
    this.model = model;
    this.first = first;
    this.second = second;
    this.tolerance = tolerance;
    this.batches = batches;
  }

  /**
   * A comparison of two backends in float32.
   *
   * @param model builds the layer
   * @param first the id of a backend, which is taken to be right
   * @param second the id of the other
   * @throws dev.recurve.BackendException if one of them cannot run, with its remedy
   */
  public static <I> Parity<I> of(
      TrialInput<I> input,
      Function<Params, ? extends Layer<I, ?>> model,
      String first,
      String second) {
    return of(input, model, Device.open(first), Device.open(second));
  }

  /** A comparison of two devices, for example of one in both precisions. */
  public static <I> Parity<I> of(
      TrialInput<I> input,
      Function<Params, ? extends Layer<I, ?>> model,
      Device first,
      Device second) {
    var batches = List.of(Lengths.of(3, 17, 1, 8, 5), Lengths.full(4, 9), Lengths.of(12));
    return new Parity<>(input, model, first, second, TOLERANCE, batches);
  }

  /** With numbers at most so far apart, relative to the largest of their tensor; usually 1e-4. */
  public Parity<I> tolerance(double relative) {
    return new Parity<>(input, model, first, second, relative, batches);
  }

  /** On batches of these lengths only. */
  public Parity<I> lengths(Lengths... others) {
    return new Parity<>(input, model, first, second, tolerance, List.of(others));
  }

  /**
   * Runs the comparison.
   *
   * @throws IllegalArgumentException if the model gives neither a tensor nor a sequence
   */
  public Differences check() {
    var params = ParamStore.fresh(SEED, first);
    var layer = model.apply(params);
    var otherParams = ParamStore.from(params.values(), second);
    var otherLayer = model.apply(otherParams);
    params.seal();
    otherParams.seal();
    var found = new Differences.Collector(tolerance);
    for (var lengths : batches) {
      var trial = Trial.plain(lengths);
      compare(
          found,
          "lengths %s, in use".formatted(lengths),
          Outcome.inferred(input, trial, layer, first),
          Outcome.inferred(input, trial, otherLayer, second));
      compare(
          found,
          "lengths %s, in training".formatted(lengths),
          Outcome.trained(input, trial, layer, params),
          Outcome.trained(input, trial, otherLayer, otherParams));
    }
    return found.done();
  }

  private static void compare(
      Differences.Collector found, String where, Outcome one, Outcome other) {
    one.tensors()
        .forEach(
            (name, values) -> {
              var received = other.tensors().get(name);
              if (!values.shape().equals(received.shape())) {
                found.add(
                    "%s, %s: expected %s, received %s"
                        .formatted(where, name, values.shape(), received.shape()));
                return;
              }
              found.compare(
                  where + ", " + name, values.shape(), values.numbers(), received.numbers());
            });
  }

  /** For example {@code Parity of java and simd}. */
  @Override
  public String toString() {
    return "Parity of %s and %s".formatted(first, second);
  }
}
