package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.Shape;
import dev.recurve.State;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.runtime.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * A convolution that ends at each step, one step at a time: it remembers as many of the last steps
 * as its window reaches back to.
 */
record CausalStep(Convolution convolution) implements Cell<CausalStep.Recent> {

  /**
   * What came before.
   *
   * @param output {@code [B, outputs]}
   * @param steps the last ones, zeros before the first, {@code [B, reach - 1, inputs]}
   */
  record Recent(Tensor output, Tensor steps) implements State<Recent> {
    @Override
    public Recent map(UnaryOperator<Tensor> function) {
      return new Recent(function.apply(output), function.apply(steps));
    }

    @Override
    public Recent zip(Recent other, BinaryOperator<Tensor> function) {
      return new Recent(function.apply(output, other.output), function.apply(steps, other.steps));
    }
  }

  @Override
  public int inputSize() {
    return convolution.inputs();
  }

  @Override
  public int outputSize() {
    return convolution.outputs();
  }

  @Override
  public Recent initialState(Tensor like, int batch) {
    int before = Border.CAUSAL.before(convolution.windows().reach().time());
    return new Recent(
        like.zeros(Shape.of(batch, outputSize())),
        like.zeros(Shape.of(batch, before, inputSize())));
  }

  @Override
  public Recent step(Tensor x, Recent state) {
    int batch = x.shape().dim(0);
    int before = state.steps.shape().dim(1);
    var steps = state.steps.concat(1, List.of(x.reshape(Shape.of(batch, 1, inputSize()))));
    var window = new ArrayList<Tensor>();
    int dilation = convolution.windows().dilation().time();
    for (int t = 0; t <= before; t += dilation) {
      window.add(steps.slice(1, t, t + 1).reshape(Shape.of(batch, inputSize())));
    }
    var columns = window.getFirst().concat(1, window.subList(1, window.size()));
    return new Recent(convolution.product(columns), steps.slice(1, 1, before + 1));
  }

  /** The step in a session. */
  record Plan(String name, CausalStep cell) implements Stage.Plan {
    @Override
    public Optional<Device> device() {
      return Optional.of(DeviceTensor.of(cell.convolution.weight().value()).device());
    }

    @Override
    public Optional<Stage.Input> input() {
      return Optional.of(new Stage.Input.Features(cell.inputSize()));
    }

    @Override
    public Stage make(Stage.Site site, DeviceTensor input) {
      requireFeatures(cell.inputSize(), input);
      var states = CellStates.of(name, Start.ofCell(cell), input, site.batch());
      var none = Noise.NONE.onAverage(states.initial());
      return new CellStage<>(site, cell, states, none, input);
    }
  }
}
