package dev.recurve.nn;

import dev.recurve.State;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.spi.Mat;
import dev.recurve.spi.RnnStepper;
import java.util.List;
import java.util.Optional;

/** A recurrent layer of one depth, run by the backend's stepper, with which its state stays. */
final class FusedStage<S extends State<S>> implements Stage {
  private final DeviceTensor output;
  private final Mat x;
  private final Mat y;
  private final CellStates<S> kind;
  private final RnnStepper stepper;

  FusedStage(CellStates<S> kind, RnnStepper stepper, DeviceTensor input, DeviceTensor output) {
    this.output = output;
    this.x = input.mat();
    this.y = output.mat();
    this.kind = kind;
    this.stepper = stepper;
    reset();
  }

  @Override
  public DeviceTensor output() {
    return output;
  }

  @Override
  public void step() {
    stepper.step(x, y);
  }

  @Override
  public int stateCount() {
    return 1;
  }

  @Override
  public List<State<?>> states() {
    var copies = kind.initial().tensors().stream().map(t -> DeviceTensor.of(t).keep()).toList();
    stepper.store(copies.getFirst().mat(), second(copies));
    return List.of(kind.filled(copies));
  }

  @Override
  public void restore(List<? extends State<?>> states) {
    load(kind.accepted(states.getFirst()));
  }

  @Override
  public void reset() {
    load(kind.initial());
  }

  private void load(S state) {
    var tensors = state.tensors();
    stepper.load(Optional.of(DeviceTensor.of(tensors.getFirst()).mat()), second(tensors));
  }

  /** The cell state, which comes after the output if there is one. */
  private static Optional<Mat> second(List<? extends Tensor> tensors) {
    return tensors.stream().skip(1).findFirst().map(c -> DeviceTensor.of(c).mat());
  }

  @Override
  public void threads(int most) {
    stepper.threads(most);
  }
}
