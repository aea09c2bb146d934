package dev.recurve.check;

import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Params;
import dev.recurve.RecurveException;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Looks for padding that shows. A layer over sequences is tried on batches of ragged and of equal
 * lengths; then
 *
 * <ul>
 *   <li>whatever stands in the padding, not-a-number included, and however much there is of it,
 *       output and all gradients of a training step have to stay as they were;
 *   <li>outside training, each sequence alone has to give what it gives in the batch;
 *   <li>in the padding, the output and the input's gradient have to be 0.
 * </ul>
 *
 * <pre>{@code
 * PaddingCheck.of(TrialInput.sequences(3), params -> new MyLayer(params))
 *     .check()
 *     .requireAgreement();
 * }</pre>
 */
public final class PaddingCheck<I> {
  private static final double TOLERANCE = 1e-5;
  private static final long SEED = 17;
  private static final int MORE = 3;

  private final TrialInput<I> input;
  private final Function<Params, ? extends Layer<I, ?>> model;
  private final Device device;
  private final List<Lengths> batches;

  private PaddingCheck(
      TrialInput<I> input,
      Function<Params, ? extends Layer<I, ?>> model,
      Device device,
      List<Lengths> batches) {
    this.input = input;
    this.model = model;
    this.device = device;
    this.batches = batches;
  }

  /**
   * A check on the default device.
   *
   * @param model builds the layer
   * @throws IllegalArgumentException if the input has no time and so no padding
   */
  public static <I> PaddingCheck<I> of(
      TrialInput<I> input, Function<Params, ? extends Layer<I, ?>> model) {
    if (!input.hasTime()) {
      throw new IllegalArgumentException(
          "Batches without time have no padding; try the layer on sequences or tokens");
    }
    var batches =
        List.of(Lengths.of(3, 5, 0, 1, 4), Lengths.of(4, 4, 4), Lengths.of(6), Lengths.of(0, 0, 2));
    return new PaddingCheck<>(input, model, Device.standard(), batches);
  }

  /** On another device. */
  public PaddingCheck<I> on(Device other) {
    return new PaddingCheck<>(input, model, other, batches);
  }

  /** Without sequences of length 0, for layers that refuse them as pools do. */
  public PaddingCheck<I> withoutEmpty() {
    var filled =
        batches.stream()
            .map(b -> Lengths.of(Arrays.stream(b.toArray()).filter(length -> length > 0).toArray()))
            .toList();
    return new PaddingCheck<>(input, model, device, filled);
  }

  /** On batches of these lengths only. */
  public PaddingCheck<I> lengths(Lengths... others) {
    return new PaddingCheck<>(input, model, device, List.of(others));
  }

  /**
   * Runs the check.
   *
   * @throws IllegalArgumentException if the layer gives neither a tensor nor a sequence
   */
  public Differences check() {
    var params = ParamStore.fresh(SEED, device);
    var layer = model.apply(params);
    params.seal();
    var found = new Differences.Collector(TOLERANCE);
    for (var lengths : batches) {
      try {
        padded(found, lengths, layer, params);
        alone(found, lengths, layer);
      } catch (RecurveException | IndexOutOfBoundsException e) {
        found.add("lengths %s: refused with: %s".formatted(lengths, e.getMessage()));
      }
    }
    return found.done();
  }

  private void padded(
      Differences.Collector found, Lengths lengths, Layer<I, ?> layer, ParamStore params) {
    var plain = Outcome.trained(input, Trial.plain(lengths), layer, params);
    requireZeroPadding(found, lengths, plain);
    var kept = params.values();
    for (double garbage : new double[] {0, Double.NaN, 1e30}) {
      for (int more : new int[] {0, MORE}) {
        var trial = Trial.padded(lengths, lengths.max() + more, garbage);
        params.restore(kept);
        var other = Outcome.trained(input, trial, layer, params);
        String where =
            "lengths %s, %d more steps of padding, %s in it".formatted(lengths, more, garbage);
        if (!plain.lengths().equals(other.lengths())) {
          found.add(
              "%s: lengths of the output, expected %s, received %s"
                  .formatted(where, plain.lengths().orElseThrow(), other.lengths().orElseThrow()));
          continue;
        }
        plain
            .tensors()
            .forEach(
                (name, values) ->
                    compare(found, where + ", " + name, values, other.tensors().get(name)));
      }
    }
  }

  /** Where there are more steps, those in common are compared, and the others have to be 0. */
  private static void compare(
      Differences.Collector found, String where, Outcome.Values plain, Outcome.Values other) {
    int more = other.numbers().length;
    if (more < plain.numbers().length) {
      found.add("%s: expected %s, received %s".formatted(where, plain.shape(), other.shape()));
      return;
    }
    var shape = more == plain.numbers().length ? plain.shape() : other.shape();
    found.compare(where, shape, Arrays.copyOf(plain.numbers(), more), other.numbers());
  }

  private static void requireZeroPadding(
      Differences.Collector found, Lengths lengths, Outcome outcome) {
    outcome
        .lengths()
        .ifPresent(
            own -> requireZero(found, Outcome.OUTPUT, own, outcome.tensors().get(Outcome.OUTPUT)));
    var gradient = outcome.tensors().get(Outcome.INPUT_GRADIENT);
    if (gradient != null) {
      requireZero(found, Outcome.INPUT_GRADIENT, lengths, gradient);
    }
  }

  private static void requireZero(
      Differences.Collector found, String name, Lengths lengths, Outcome.Values values) {
    var trial = Trial.plain(lengths);
    int rows = values.shape().dim(0) * lengths.batch();
    double[] expected = values.numbers().clone();
    int each = rows == 0 ? 0 : expected.length / rows;
    for (int row = 0; row < rows; row++) {
      if (trial.isPadding(row)) {
        Arrays.fill(expected, row * each, (row + 1) * each, 0);
      }
    }
    found.compare(
        "lengths %s, %s in the padding".formatted(lengths, name),
        values.shape(),
        expected,
        values.numbers());
  }

  private void alone(Differences.Collector found, Lengths lengths, Layer<I, ?> layer) {
    var together = Outcome.inferred(input, Trial.plain(lengths), layer, device);
    for (int b = 0; b < lengths.batch(); b++) {
      var single = Outcome.inferred(input, Trial.single(lengths, b), layer, device);
      String where = "lengths %s, sequence %d alone".formatted(lengths, b);
      int which = b;
      together
          .lengths()
          .ifPresent(
              all -> {
                int own = single.lengths().orElseThrow().at(0);
                if (own != all.at(which)) {
                  found.add(
                      "%s: length of the output, in the batch %d, alone %d"
                          .formatted(where, all.at(which), own));
                }
              });
      var batch = together.tensors().get(Outcome.OUTPUT);
      var own = single.tensors().get(Outcome.OUTPUT);
      double[] expected = pick(batch, together, b, lengths.batch(), own.numbers().length);
      found.compare(where, own.shape(), expected, own.numbers());
    }
  }

  /** A sequence's share of what a batch gave. */
  private static double[] pick(
      Outcome.Values values, Outcome outcome, int b, int batch, int wanted) {
    double[] picked = new double[wanted];
    boolean hasTime = outcome.lengths().isPresent();
    int steps = hasTime ? values.shape().dim(0) : 1;
    int each = steps * batch == 0 ? 0 : values.numbers().length / (steps * batch);
    for (int t = 0; t < steps && (t + 1) * each <= wanted; t++) {
      System.arraycopy(values.numbers(), (t * batch + b) * each, picked, t * each, each);
    }
    return picked;
  }

  /** For example {@code PaddingCheck of [3, 5, 0, 1, 4] and 3 more}. */
  @Override
  public String toString() {
    return "PaddingCheck of %s and %d more".formatted(batches.getFirst(), batches.size() - 1);
  }
}
