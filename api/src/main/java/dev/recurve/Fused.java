package dev.recurve;

import dev.recurve.spi.Bias;
import dev.recurve.spi.RnnCell;
import java.util.ArrayList;
import java.util.List;
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
 * @param peephole {@code [3·H]} in the order i, f, o, for a peephole LSTM
 * @param projection {@code [P, H]}, for a projected LSTM
 */
public record Fused(
    RnnCell cell,
    int hiddenSize,
    Parameter weightIh,
    Parameter weightHh,
    Optional<Parameter> biasIh,
    Optional<Parameter> biasHh,
    Optional<Parameter> peephole,
    Optional<Parameter> projection) {

  /** A cell without peepholes and projection. */
  public Fused(
      RnnCell cell,
      int hiddenSize,
      Parameter weightIh,
      Parameter weightHh,
      Optional<Parameter> biasIh,
      Optional<Parameter> biasHh) {
    this(cell, hiddenSize, weightIh, weightHh, biasIh, biasHh, Optional.empty(), Optional.empty());
  }

  /** All weights there are. */
  public List<Parameter> parameters() {
    var all = new ArrayList<Parameter>();
    all.add(weightIh);
    all.add(weightHh);
    biasIh.ifPresent(all::add);
    biasHh.ifPresent(all::add);
    peephole.ifPresent(all::add);
    projection.ifPresent(all::add);
    return List.copyOf(all);
  }

  /** Which biases there are. */
  public Bias bias() {
    if (biasHh.isPresent()) {
      return Bias.BOTH;
    }
    return biasIh.isPresent() ? Bias.INPUT : Bias.NONE;
  }
}
