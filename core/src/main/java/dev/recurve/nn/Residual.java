package dev.recurve.nn;

import dev.recurve.Layer;
import dev.recurve.Sequence;
import dev.recurve.ShapeException;
import dev.recurve.State;
import dev.recurve.Streamable;
import dev.recurve.Streaming;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.runtime.Device;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A layer whose input is added to its output, so that it learns what to change (He, Zhang, Ren and
 * Sun 2016; between recurrent layers as in Wu et al. 2016): {@code y = x + f(x)}. Streams if the
 * layer does.
 */
public final class Residual implements Streamable<Sequence, Sequence> {
  private final Layer<Sequence, Sequence> layer;

  private Residual(Layer<Sequence, Sequence> layer) {
    this.layer = layer;
  }

  /**
   * The input around a layer.
   *
   * @param layer gives as many features as it takes, and keeps the lengths
   */
  public static Residual of(Layer<Sequence, Sequence> layer) {
    return new Residual(layer);
  }

  /**
   * Adds.
   *
   * @throws ShapeException if the layer's output has another shape than the input
   */
  @Override
  public Sequence apply(Sequence input) {
    var output = layer.apply(input);
    if (!output.data().shape().equals(input.data().shape())
        || !output.lengths().equals(input.lengths())) {
      throw new ShapeException(
          "%s adds its input %s to an output of the same shape, received %s from %s"
              .formatted(describe(), input, output, layer.describe()));
    }
    return Sequence.of(input.data().add(output.data()), input.lengths());
  }

  /**
   * The layer's own steps, and the addition.
   *
   * @throws dev.recurve.RecurveException if the layer cannot run one step at a time
   */
  @Override
  public Streaming streaming() {
    if (!(Streamable.of(layer).streaming() instanceof LayerSteps(var plans))) {
      throw new IllegalArgumentException("Steps come from Recurve's layers: " + layer.describe());
    }
    return LayerSteps.of(new Plan(describe(), plans));
  }

  @Override
  public String describe() {
    return "Residual(%s)".formatted(layer.describe());
  }

  @Override
  public String explain() {
    return layer.explain();
  }

  @Override
  public List<Child> children() {
    return List.of(new Child("layer", layer));
  }

  private record Plan(String name, List<Stage.Plan> inner) implements Stage.Plan {
    @Override
    public Optional<Device> device() {
      return inner.stream().map(Stage.Plan::device).flatMap(Optional::stream).findFirst();
    }

    @Override
    public Optional<Stage.Input> input() {
      return inner.stream().findFirst().flatMap(Stage.Plan::input);
    }

    @Override
    public Stage make(Stage.Site site, DeviceTensor input) {
      var stages = new ArrayList<Stage>();
      var window = input;
      for (var plan : inner) {
        var stage = plan.make(site, window);
        stages.add(stage);
        window = stage.output();
      }
      requireFeatures(window.shape().cols(), input);
      return new Added(List.copyOf(stages), input, window, site.window(window.shape().cols()));
    }
  }

  /** Stages one after another, and what went in added to what came out. */
  private record Added(
      List<Stage> stages, DeviceTensor input, DeviceTensor last, DeviceTensor output)
      implements Stage {
    @Override
    public void step() {
      for (var stage : stages) {
        stage.step();
      }
      output
          .device()
          .backend()
          .binary(BinaryOp.ADD, input.mat(), last.mat(), Write.SET, output.mat());
    }

    @Override
    public int stateCount() {
      return stages.stream().mapToInt(Stage::stateCount).sum();
    }

    @Override
    public List<State<?>> states() {
      var all = new ArrayList<State<?>>();
      stages.forEach(stage -> all.addAll(stage.states()));
      return List.copyOf(all);
    }

    @Override
    public void restore(List<? extends State<?>> states) {
      int from = 0;
      for (var stage : stages) {
        stage.restore(states.subList(from, from + stage.stateCount()));
        from += stage.stateCount();
      }
    }

    @Override
    public void reset() {
      stages.forEach(Stage::reset);
    }

    @Override
    public void threads(int most) {
      stages.forEach(stage -> stage.threads(most));
    }
  }
}
