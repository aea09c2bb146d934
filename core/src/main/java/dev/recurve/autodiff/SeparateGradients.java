package dev.recurve.autodiff;

import dev.recurve.spi.Buffer;
import dev.recurve.spi.Mat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gradients that are added up apart from those that lie beside the parameters, so that several
 * threads can walk back at once, each with its own. Bound to steps by {@link
 * Steps#Steps(dev.recurve.runtime.Device, SeparateGradients)}.
 */
public final class SeparateGradients {
  private final List<DeviceTensor> own;
  private final Map<Buffer, Buffer> places = new IdentityHashMap<>();

  /**
   * Memory for gradients, with undefined contents.
   *
   * @param beside where they lie for all others: whole stretches of memory, as those of parameter
   *     blocks are
   */
  public SeparateGradients(List<DeviceTensor> beside) {
    this.own =
        beside.stream().map(g -> DeviceTensor.owning(g.device(), g.type(), g.shape())).toList();
    for (int i = 0; i < own.size(); i++) {
      places.put(beside.get(i).mat().buffer(), own.get(i).mat().buffer());
    }
  }

  /** One for each that was given, in that order. */
  public List<DeviceTensor> all() {
    return own;
  }

  /** Sets all to 0. */
  public void clear() {
    own.forEach(gradient -> gradient.device().backend().fill(gradient.mat(), 0));
  }

  /** The place that a gradient has here. */
  Mat placeOf(Mat beside) {
    var buffer = places.get(beside.buffer());
    return buffer == null
        ? beside
        : new Mat(buffer, beside.offset(), beside.rows(), beside.cols(), beside.ld());
  }
}
