package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.State;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import dev.recurve.runtime.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a cell begins each sequence with: its own initial state, to which learned values may be
 * added.
 *
 * @param offsets one for each tensor of the state, of its shape without the batch; or none
 */
record Start<S extends State<S>>(Cell<S> cell, List<Parameter> offsets) {
  Start {
    offsets = List.copyOf(offsets);
  }

  static <S extends State<S>> Start<S> ofCell(Cell<S> cell) {
    return new Start<>(cell, List.of());
  }

  /**
   * A start that is trained, at first the cell's own: parameters {@code 0}, {@code 1} and so on.
   */
  static <S extends State<S>> Start<S> learned(Cell<S> cell, Params params) {
    var offsets = new ArrayList<Parameter>();
    var own = cell.initialState(Tensors.of(Shape.of(1), 0f), 1);
    for (var tensor : own.tensors()) {
      var shape = tensor.shape().range(1, tensor.shape().rank());
      offsets.add(params.get("" + offsets.size(), shape, Init.zeros()));
    }
    return new Start<>(cell, offsets);
  }

  /** Where learned values lie, if there are any. */
  Optional<Device> device() {
    return offsets.stream().findFirst().map(offset -> DeviceTensor.of(offset.value()).device());
  }

  /** The state before the first step. */
  S state(Tensor like, int batch) {
    var own = cell.initialState(like, batch);
    if (offsets.isEmpty()) {
      return own;
    }
    var next = offsets.iterator();
    return own.map(tensor -> tensor.add(next.next().value()));
  }
}
