package dev.recurve.nn;

import dev.recurve.Layer;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.runtime.Device;
import java.util.Optional;

/** Any layer for single steps, by its own operations on tensors. */
final class TensorStage implements Stage {
  private final Site site;
  private final Layer<Tensor, Tensor> layer;
  private final DeviceTensor input;
  private final DeviceTensor output;

  /** How many features the layer gives is found by trying it on zeros. */
  private TensorStage(Site site, Layer<Tensor, Tensor> layer, DeviceTensor input) {
    this.site = site;
    this.layer = layer;
    this.input = input;
    var tried = layer.apply(input.zeros(input.shape()));
    this.output = site.window(tried.shape().rank() == 0 ? 1 : tried.shape().cols());
    write(tried);
  }

  private void write(Tensor result) {
    CellStage.write(layer.describe(), result, output);
  }

  @Override
  public DeviceTensor output() {
    return output;
  }

  @Override
  public void step() {
    site.steps()
        .serve(
            () -> {
              write(layer.apply(input));
              return output;
            });
  }

  /** The stage of a layer. */
  record Plan(Layer<Tensor, Tensor> layer) implements Stage.Plan {
    @Override
    public String name() {
      return layer.describe();
    }

    @Override
    public Optional<Device> device() {
      return Optional.empty();
    }

    @Override
    public Optional<Input> input() {
      return Optional.empty();
    }

    @Override
    public Stage make(Site site, DeviceTensor input) {
      return new TensorStage(site, layer, input);
    }
  }
}
