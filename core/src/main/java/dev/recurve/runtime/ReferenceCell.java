package dev.recurve.runtime;

import dev.recurve.spi.RnnCell;

/** One step of a recurrent cell for one sequence, and the way back through it. */
sealed interface ReferenceCell
    permits ReferenceSimple, ReferenceLstm, ReferenceGruAfter, ReferenceGruBefore {

  /** Values that forward keeps for backward. */
  int keptSize();

  /** From x, h, masked and c to hNew, cNew and kept. */
  void forward(ReferenceWeights weights, ReferenceStep s);

  /** From dhNew and dcNew to dx, dh, dMasked, dc and the weights' gradients. */
  void backward(ReferenceWeightGrads grads, ReferenceStep s);

  /** The cell of a kind. */
  static ReferenceCell of(RnnCell cell, int units) {
    return switch (cell) {
      case RnnCell.Simple simple -> new ReferenceSimple(simple.activation(), units);
      case RnnCell.Lstm lstm -> new ReferenceLstm(units, lstm.peepholes(), lstm.projection() > 0);
      case RnnCell.Gru gru ->
          gru.resetAfter() ? new ReferenceGruAfter(units) : new ReferenceGruBefore(units);
    };
  }
}
