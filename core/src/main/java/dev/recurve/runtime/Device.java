package dev.recurve.runtime;

import dev.recurve.spi.Backend;
import dev.recurve.spi.DType;
import dev.recurve.spi.HostMat;
import dev.recurve.spi.Mat;
import java.lang.ref.Cleaner;

/**
 * A backend in use, with the float type that tensors on it have. Immutable and safe to share
 * between threads.
 */
public final class Device {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Backend backend;
  private final DType floatType;

  private Device(Backend backend, DType floatType) {
    this.backend = backend;
    this.floatType = floatType;
  }

  /**
   * The process's default: the backend wished for by {@code -Drecurve.backend}, or the best that
   * can run here, with float32.
   *
   * @throws dev.recurve.BackendException if the one wished for cannot run
   */
  public static Device standard() {
    return of(Backends.standard(), DType.F32);
  }

  /**
   * A backend by name, with float32.
   *
   * @throws dev.recurve.BackendException if it is unknown or cannot run here
   */
  public static Device open(String id) {
    return of(Backends.open(id), DType.F32);
  }

  /**
   * A backend with a float type.
   *
   * @throws IllegalArgumentException if the backend does not have that type
   */
  public static Device of(Backend backend, DType floatType) {
    if (!floatType.isFloat() || !backend.types().contains(floatType)) {
      throw new IllegalArgumentException(
          "The %s backend has the types %s; values cannot be %s"
              .formatted(backend.id(), backend.types(), floatType));
    }
    return new Device(backend, floatType);
  }

  /** The same backend with another float type. */
  public Device withType(DType type) {
    return of(backend, type);
  }

  /** The backend. */
  public Backend backend() {
    return backend;
  }

  /** The type of values, weights and gradients. */
  public DType floatType() {
    return floatType;
  }

  /** Memory that lives as long as somebody refers to it. Contents are undefined. */
  public Storage allocate(DType type, long size) {
    var buffer = backend.allocate(type, size);
    if (!backend.isGarbageCollected()) {
      // On the buffer, not on the storage: a window that a kernel is about to be given refers to
      // the
      // buffer alone.
      CLEANER.register(buffer, backend.releaser(buffer));
    }
    return new Storage(buffer);
  }

  /** The values of a float window, row by row. */
  public double[] download(Mat mat) {
    return HostMat.download(backend, mat);
  }

  /** Two devices are the same if they share a backend and a float type. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Device that && backend == that.backend && floatType == that.floatType;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(backend) * 31 + floatType.hashCode();
  }

  @Override
  public String toString() {
    return backend.id() + " " + floatType;
  }
}
