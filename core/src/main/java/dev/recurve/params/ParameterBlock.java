package dev.recurve.params;

import dev.recurve.Shape;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of one group end to end, and their gradients likewise, so that clipping and an
 * optimiser's step are one call each. A frozen block has no gradients.
 */
public final class ParameterBlock {
  private final ParamGroup group;
  private final boolean trainable;
  private final List<StoredParameter> parameters;
  private final DeviceTensor values;
  private final DeviceTensor gradient;

  ParameterBlock(
      Device device, ParamGroup group, boolean trainable, List<StoredParameter> parameters) {
    this.group = group;
    this.trainable = trainable;
    this.parameters = List.copyOf(parameters);
    int size = Math.toIntExact(parameters.stream().mapToLong(p -> p.shape().size()).sum());
    var type = device.floatType();
    var memory = device.allocate(type, size);
    var gradients = device.allocate(type, trainable ? size : 0);
    values = DeviceTensor.over(device, memory, 0, Shape.of(size));
    gradient = DeviceTensor.over(device, gradients, 0, Shape.of(trainable ? size : 0));
    long offset = 0;
    for (var parameter : parameters) {
      var place = DeviceTensor.over(device, memory, offset, parameter.shape());
      device.backend().copy(parameter.value().mat(), place.mat());
      parameter.moveTo(
          trainable
              ? place.asParameter(
                  parameter.name(),
                  DeviceTensor.over(device, gradients, offset, parameter.shape()).mat())
              : place);
      offset += parameter.shape().size();
    }
    clearGradient();
  }

  /** Name and settings of the group. */
  public ParamGroup group() {
    return group;
  }

  /** Whether the optimiser changes these. */
  public boolean isTrainable() {
    return trainable;
  }

  /** All weights, {@code [n]}. */
  public DeviceTensor values() {
    return values;
  }

  /** All gradients, {@code [n]}; empty when frozen. */
  public DeviceTensor gradient() {
    return gradient;
  }

  /** The device. */
  public Device device() {
    return values.device();
  }

  /** The element type. */
  public DType type() {
    return values.type();
  }

  /** Names and shapes of the parameters in order. */
  public Map<String, Shape> layout() {
    var layout = new LinkedHashMap<String, Shape>();
    parameters.forEach(parameter -> layout.put(parameter.name(), parameter.shape()));
    return layout;
  }

  /**
   * Each parameter's part of something that lies as the weights do.
   *
   * @param whole {@code [n]}: the weights, their gradients, or an optimiser's slot
   * @return by name, each of its parameter's shape
   */
  public Map<String, DeviceTensor> parts(DeviceTensor whole) {
    var parts = new LinkedHashMap<String, DeviceTensor>();
    int at = 0;
    for (var parameter : parameters) {
      int end = Math.toIntExact(at + parameter.shape().size());
      var part = whole.slice(0, at, end).reshape(parameter.shape());
      parts.put(parameter.name(), DeviceTensor.of(part));
      at = end;
    }
    return parts;
  }

  /** Sets all gradients to 0: done at the start of each step. */
  public void clearGradient() {
    gradient.device().backend().fill(gradient.mat(), 0);
  }

  /** To be called whenever the weights have changed, so that packed copies are renewed. */
  public void changed() {
    parameters.forEach(StoredParameter::changed);
  }
}
