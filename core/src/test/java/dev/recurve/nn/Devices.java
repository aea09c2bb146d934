package dev.recurve.nn;

import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.List;

/** The backend under test, in both precisions. */
final class Devices {
  static final Device F32 = Device.standard();
  static final Device F64 = Device.standard().withType(DType.F64);

  private Devices() {}

  static List<Device> both() {
    return List.of(F64, F32);
  }

  static Device of(DType type) {
    return Device.standard().withType(type);
  }
}
