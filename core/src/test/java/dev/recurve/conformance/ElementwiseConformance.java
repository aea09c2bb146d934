package dev.recurve.conformance;

import dev.recurve.spi.Mat;
import dev.recurve.spi.Write;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** What the tests of element-wise kernels have in common. */
abstract class ElementwiseConformance extends Conformance {

  /**
   * The sizes that an operand may have for a destination, each once; for a large one, two will do.
   */
  static List<Size> broadcasts(Size size) {
    if (size.elements() > 10_000) {
      return List.of(size, new Size(1, size.cols()));
    }
    var forms = List.of(size, new Size(1, size.cols()), new Size(size.rows(), 1), new Size(1, 1));
    return new ArrayList<>(new LinkedHashSet<>(forms));
  }

  static Mat operand(Matrices m, Host host) {
    return m.operand(host.rows(), host.cols(), host.values());
  }

  /** What stands in the destination: NaN where it must not be read. */
  static double[] before(Matrices m, Write write, Size size) {
    return write == Write.ADD
        ? m.normal(size.elements())
        : Matrices.constant(size.elements(), Double.NaN);
  }

  /** For results that are sums of a few products, not bit for bit. */
  static Tolerance tolerance(Matrices m) {
    return Tolerance.of(m.type()).summing(8);
  }
}
