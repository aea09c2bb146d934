package dev.recurve;

import dev.recurve.spi.Bias;
import dev.recurve.spi.RnnCell;
import java.util.Optional;

/**
 * A cell as a backend may know it, with the weights to run it with. The cell's state then consists
 * of the output h, followed by the cell state c if there is one.
 *
 * @param cell the kind
 * @param hiddenSize units, H
 * @param weightIh {@code [gates·H, I]}
 * @param weightHh {@code [gates·H, P]}
 * @param biasIh {@code [gates·H]}
 * @param biasHh {@code [gates·H]}
 */
public record Fused(
    RnnCell cell,
    int hiddenSize,
    Parameter weightIh,
    Parameter weightHh,
    Optional<Parameter> biasIh,
    Optional<Parameter> biasHh) {

  /** Which biases there are. */
  public Bias bias() {
    if (biasHh.isPresent()) {
      return Bias.BOTH;
    }
    return biasIh.isPresent() ? Bias.INPUT : Bias.NONE;
  }
}
