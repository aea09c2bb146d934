package dev.recurve.runtime;

import dev.recurve.spi.Offer;
import dev.recurve.spi.Packed;
import dev.recurve.spi.RnnCall;
import dev.recurve.spi.RnnGrads;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.RnnWeights;
import java.util.List;

/**
 * Recurrent layers as plain loops: each sequence by itself, step by step. All is computed in
 * double; states, outputs and what is kept for backward are rounded when they are stored, so that a
 * sequence may be cut anywhere and carried on from its state with the same bits. Sums run over each
 * sequence's own steps, so that padding cannot change them.
 */
record ReferenceRnn(RnnSpec spec, ReferenceCell cell) implements RnnPlan {

  static Offer<RnnPlan> offer(RnnSpec spec) {
    return new Offer.Accepted<>(
        new ReferenceRnn(spec, ReferenceCell.of(spec.cell(), spec.hiddenSize())));
  }

  @Override
  public String describe() {
    return "plain loops, one sequence after the other";
  }

  @Override
  public long reserveSize(int steps, int batch) {
    return (long) spec.direction().count() * steps * batch * reservePerStep();
  }

  /** The previous state, then what the cell keeps. */
  int reservePerStep() {
    return spec.outputSize() + cellSize() + cell.keptSize();
  }

  /** Elements of the cell state, 0 without one. */
  int cellSize() {
    return spec.cell().states() == 2 ? spec.hiddenSize() : 0;
  }

  @Override
  public long workspaceSize(int steps, int batch, boolean training) {
    return 0;
  }

  @Override
  public Packed pack(List<RnnWeights> weights) {
    return new Weights(weights.stream().map(ReferenceWeights::of).toList());
  }

  @Override
  public void forward(Packed packed, RnnCall call) {
    for (int d = 0; d < spec.direction().count(); d++) {
      new ReferencePass(this, d, call).forward(weights(packed, d));
    }
  }

  @Override
  public void backward(Packed packed, RnnCall call, RnnGrads grads) {
    for (int d = 0; d < spec.direction().count(); d++) {
      var sums = new ReferenceWeightGrads(weights(packed, d));
      new ReferencePass(this, d, call).backward(sums, grads);
      if (!grads.weights().isEmpty()) {
        sums.addTo(grads.weights().get(d));
      }
    }
  }

  private static ReferenceWeights weights(Packed packed, int direction) {
    if (packed instanceof Weights weights) {
      return weights.directions().get(direction);
    }
    throw new IllegalArgumentException(
        "Expected weights that this plan packed, received " + packed.getClass().getName());
  }

  /** One entry a direction. */
  private record Weights(List<ReferenceWeights> directions) implements Packed {
    @Override
    public long bytes() {
      return directions.stream()
          .mapToLong(
              one ->
                  (2L * (one.ih().length + one.hh().length + one.gateRows())
                          + one.peephole().length
                          + one.projection().length)
                      * Double.BYTES)
          .sum();
    }
  }
}
