package dev.recurve.params;

import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.spi.DType;
import dev.recurve.spi.HostMat;

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
}
