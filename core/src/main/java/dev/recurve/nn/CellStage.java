package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.ShapeException;
import dev.recurve.State;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import java.util.List;

/** Any cell, by its own step on tensors. */
final class CellStage<S extends State<S>> implements Stage {
  private final Site site;
  private final Cell<S> cell;
  private final CellStates<S> kind;
  private final StepMasks<S> masks;
  private final DeviceTensor input;
  private final DeviceTensor output;
  private S state;

  CellStage(Site site, Cell<S> cell, CellStates<S> kind, StepMasks<S> masks, DeviceTensor input) {
    this.site = site;
    this.cell = cell;
    this.kind = kind;
    this.masks = masks;
    this.input = input;
    this.output = site.window(cell.outputSize());
    this.state = kind.initial();
  }

  @Override
  public DeviceTensor output() {
    return output;
  }

  @Override
  public void step() {
    state = site.steps().serve(this::next);
  }

  private S next() {
    var next = masks.zoneout(state, cell.step(input, state), 0);
    write(kind.name(), next.output(), output);
    return next.map(Tensor::keep);
  }

  /** Copies a result into a window. */
  static void write(String name, Tensor result, DeviceTensor window) {
    if (!result.shape().equals(window.shape())) {
      throw new ShapeException(
          "%s gave %s in a step, expected %s (batch, features)"
              .formatted(name, result.shape(), window.shape()));
    }
    window.device().backend().copy(DeviceTensor.of(result).mat(), window.mat());
  }

  @Override
  public int stateCount() {
    return 1;
  }

  @Override
  public List<State<?>> states() {
    return List.of(state.map(Tensor::keep));
  }

  @Override
  public void restore(List<? extends State<?>> states) {
    state = kind.accepted(states.getFirst()).map(Tensor::keep);
  }

  @Override
  public void reset() {
    state = kind.initial();
  }
}
