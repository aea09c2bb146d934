package dev.recurve.params;

import dev.recurve.BundleException;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.spi.DType;
import dev.recurve.spi.HostMat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Moves whole tensors between a device and {@link HostArray}s, without loss. */
public final class HostArrays {
  private HostArrays() {}

  /** Waits and copies a float tensor's values out, in its own precision. */
  public static HostArray download(DeviceTensor tensor) {
    double[] values = HostMat.download(tensor.device().backend(), tensor.mat());
    if (tensor.type() == DType.F64) {
      return new HostArray.F64(tensor.shape(), values);
    }
    float[] exact = new float[values.length];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = (float) values[i];
    }
    return new HostArray.F32(tensor.shape(), exact);
  }

  /** Overwrites a tensor of the same size; rounds if its precision is lower. */
  public static void upload(HostArray array, DeviceTensor tensor) {
    HostMat.upload(tensor.device().backend(), array.toDoubles(), tensor.mat());
  }

  /** {@link #download(DeviceTensor)} for each of some named tensors. */
  public static Map<String, HostArray> download(Map<String, DeviceTensor> tensors) {
    var arrays = new LinkedHashMap<String, HostArray>();
    tensors.forEach((name, tensor) -> arrays.put(name, download(tensor)));
    return arrays;
  }

  /**
   * Overwrites each of some named tensors, or none.
   *
   * @param whose begins the message, for example {@code The checkpoint is of another model}
   * @throws BundleException if names or shapes differ, naming the first that does; nothing has
   *     changed then
   */
  public static void upload(
      String whose, Map<String, HostArray> arrays, Map<String, DeviceTensor> tensors) {
    misfit(arrays, tensors)
        .ifPresent(
            first -> {
              throw new BundleException("%s: the first difference is %s".formatted(whose, first));
            });
    extra(arrays, tensors)
        .ifPresent(
            name -> {
              throw new BundleException(
                  "%s: it has %s, which this one does not have".formatted(whose, name));
            });
    tensors.forEach((name, tensor) -> upload(arrays.get(name), tensor));
  }

  /**
   * The first array that is missing or has another shape, or else the first that there is no tensor
   * for; as a part of a message, for example {@code head.weight, here [1, 6], there missing}.
   */
  static Optional<String> firstDifference(
      Map<String, HostArray> arrays, Map<String, DeviceTensor> tensors) {
    return misfit(arrays, tensors)
        .or(
            () ->
                extra(arrays, tensors)
                    .map(
                        name ->
                            "%s, here missing, there %s"
                                .formatted(name, arrays.get(name).shape())));
  }

  private static Optional<String> misfit(
      Map<String, HostArray> arrays, Map<String, DeviceTensor> tensors) {
    for (var tensor : tensors.entrySet()) {
      var array = arrays.get(tensor.getKey());
      var here = tensor.getValue().shape();
      if (array == null || !array.shape().equals(here)) {
        return Optional.of(
            "%s, here %s, there %s"
                .formatted(
                    tensor.getKey(), here, array == null ? "missing" : array.shape().toString()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> extra(
      Map<String, HostArray> arrays, Map<String, DeviceTensor> tensors) {
    return arrays.keySet().stream().filter(name -> !tensors.containsKey(name)).findFirst();
  }
}
