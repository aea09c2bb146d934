package dev.recurve.loss;

import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The losses of a batch's items, each multiplied by how much the item counts.
 *
 * @param losses {@code [rows, items]}; 0 where an item does not count
 * @param counts of the same shape, without history; empty where each item counts 1
 * @param total all counts summed, where the host knows it without waiting
 * @param shape the items of one row
 * @param grid where the rows come from
 */
record Items(Tensor losses, Optional<Tensor> counts, OptionalDouble total, Shape shape, Grid grid) {

  /**
   * Items that count 1 each.
   *
   * @param losses {@code [rows, shape…]}
   */
  static Items equal(Tensor losses, Shape shape, Grid grid) {
    double total = losses.shape().size();
    return new Items(
        flat(losses, shape, grid), Optional.empty(), OptionalDouble.of(total), shape, grid);
  }

  /**
   * Items that count differently.
   *
   * @param losses {@code [rows, shape…]}, multiplied by the counts
   * @param counts the same shape
   */
  static Items counted(Tensor losses, Tensor counts, OptionalDouble total, Shape shape, Grid grid) {
    return new Items(
        flat(losses, shape, grid),
        Optional.of(flat(counts.detach(), shape, grid)),
        total,
        shape,
        grid);
  }

  private static Tensor flat(Tensor items, Shape shape, Grid grid) {
    return items.reshape(Shape.of(grid.rows(), Math.toIntExact(shape.size())));
  }

  /** The same items as steps of sequences, or the like. */
  Items on(Grid other) {
    return new Items(losses, counts, total, shape, other);
  }

  /**
   * With each row's items counting so much more.
   *
   * @param factors {@code [rows, 1]}, 0 or more
   */
  Items times(Tensor factors) {
    var plain = factors.detach();
    var present = counts.orElseGet(() -> ones(losses.shape()));
    return new Items(
        losses.mul(plain), Optional.of(present.mul(plain)), OptionalDouble.empty(), shape, grid);
  }

  /** Each item's loss where it belongs: {@code [T, B, shape…]} or {@code [B, shape…]}. */
  Tensor each() {
    return grid.timed()
        ? grid.spread(losses, grid.steps())
            .reshape(Shape.of(grid.steps(), grid.batch()).then(shape))
        : losses.reshape(Shape.of(grid.batch()).then(shape));
  }

  Tensor reduced(Reduction how) {
    return switch (how) {
      case MEAN ->
          total.isPresent()
              ? losses.sum().mul(1 / total.getAsDouble())
              : losses.sum().div(counts.orElseThrow().sum());
      case SUM -> losses.sum();
      case SEQUENCE_MEAN -> sequenceMean();
    };
  }

  /** {@code 1/n Σ_b (Σ loss_b / Σ count_b)} over the n sequences in which something counts. */
  private Tensor sequenceMean() {
    var sums = perSequence(losses);
    if (counts.isEmpty()) {
      double[] factors = new double[grid.batch()];
      long counting = Arrays.stream(grid.lengths().toArray()).filter(length -> length > 0).count();
      for (int b = 0; b < factors.length; b++) {
        double items = (double) grid.lengths().at(b) * shape.size();
        factors[b] = items == 0 ? 0 : 1 / (items * counting);
      }
      var device = DeviceTensor.of(losses).device();
      return sums.mul(Tensors.of(device, Shape.of(factors.length), factors)).sum();
    }
    var weights = perSequence(counts.get());
    var present = weights.greater(weights.zeros(weights.shape()));
    var means = sums.div(weights.where(present, ones(weights.shape())));
    return means.sum().div(present.sum());
  }

  /** Sums over each sequence, {@code [B]}; over its own steps, so that padding changes no bit. */
  private Tensor perSequence(Tensor values) {
    return grid.spread(values.sum(-1).reshape(Shape.of(grid.rows(), 1)), grid.lengths().max())
        .sum(0)
        .reshape(Shape.of(grid.batch()));
  }

  private Tensor ones(Shape of) {
    return Tensors.filled(DeviceTensor.of(losses).device(), of, 1);
  }
}
