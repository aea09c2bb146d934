package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.Shape;
import dev.recurve.State;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.runtime.Device;
import dev.recurve.spi.Offer;
import dev.recurve.spi.RnnPlan;
import java.util.Optional;
import java.util.Set;

/**
 * One depth of a forward recurrent layer in a session: by the backend's stepper if it knows the
 * cell, else by the cell's own step. A stepper brings no masks, so that zoneout goes by the step.
 *
 * @param start what the cell begins with
 * @param runner runs it whole, if its cell has a fused form
 * @param noise of which zoneout alone acts outside training, as it does on average
 */
record DepthPlan<S extends State<S>>(
    String name, Cell<S> cell, Start<S> start, Optional<FusedRunner<S>> runner, Noise noise)
    implements Stage.Plan {

  @Override
  public Optional<Device> device() {
    return runner.map(FusedRunner::device).or(start::device);
  }

  @Override
  public Optional<Stage.Input> input() {
    return Optional.of(new Stage.Input.Features(cell.inputSize()));
  }

  @Override
  public Stage make(Stage.Site site, DeviceTensor input) {
    requireFeatures(cell.inputSize(), input);
    var states = CellStates.of(name, start, input, site.batch());
    var backend = site.device().backend();
    var whole = runner.filter(_ -> noise.masks(false).isEmpty());
    var way = whole.map(r -> r.way(backend, Set.of()));
    if (way.isPresent() && way.get().offer() instanceof Offer.Accepted<RnnPlan>(var plan)) {
      var size = Shape.of(Math.toIntExact(plan.stepperSize(site.batch())));
      var memory = DeviceTensor.owning(site.device(), site.device().floatType(), size);
      var stepper = whole.get().stepper(way.get(), plan, site.batch(), memory.mat());
      return new FusedStage<>(states, stepper, input, site.window(cell.outputSize()));
    }
    return new CellStage<>(site, cell, states, noise.onAverage(states.initial()), input);
  }
}
