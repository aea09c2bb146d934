package dev.recurve.params;

import dev.recurve.Init;
import dev.recurve.ModelBuffer;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Shape;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import dev.recurve.runtime.Device;
import java.util.Map;

/**
 * Values of a model's parameters that never change: the same constructors build a model over them
 * that is safe to serve from many threads.
 */
public final class Snapshot implements Params {
  private final Device device;
  private final Source.Loaded source;

  private Snapshot(Device device, Source.Loaded source) {
    this.device = device;
    this.source = source;
  }

  /** A snapshot of these values on a device. */
  public static Snapshot of(Device device, Map<String, HostArray> values) {
    return new Snapshot(device, new Source.Loaded(values));
  }

  @Override
  public Parameter get(String name, Shape shape, Init init) {
    return fixed(Segments.join("", name), shape, init, true);
  }

  @Override
  public ModelBuffer buffer(String name, Shape shape, Init init) {
    return fixed(Segments.join("", name), shape, init, false);
  }

  @Override
  public Params child(String name) {
    return new Branch(this::fixed, Segments.join("", name));
  }

  @Override
  public String path() {
    return "";
  }

  /** The device that the values lie on. */
  public Device device() {
    return device;
  }

  private FixedParameter fixed(String path, Shape shape, Init init, boolean isTrained) {
    double[] values;
    synchronized (source) {
      values = source.values(path, shape, init);
    }
    var own = DeviceTensor.owning(device, device.floatType(), shape);
    device.backend().copy(Tensors.of(device, shape, values).mat(), own.mat());
    return new FixedParameter(path, own);
  }
}
