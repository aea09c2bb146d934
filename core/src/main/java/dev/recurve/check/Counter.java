package dev.recurve.check;

import dev.recurve.Shape;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.params.ParameterBlock;
import dev.recurve.spi.Buffer;
import dev.recurve.spi.Mat;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a {@link CountingBackend} has counted: operations, and the parameters that were read. */
final class Counter {
  private final List<Weight> weights = new ArrayList<>();
  private final Set<Weight> touched = new LinkedHashSet<>();
  private double flops;

  /** A parameter or buffer of the model, and where it lies. */
  record Weight(String name, Shape shape, boolean isTrained, Buffer memory, long from) {
    boolean contains(Mat mat) {
      return mat.buffer() == memory && mat.offset() >= from && mat.offset() < from + shape.size();
    }
  }

  /** Makes a block's parameters known. */
  void add(ParameterBlock block) {
    block
        .parts(block.values())
        .forEach(
            (name, part) -> {
              var mat = DeviceTensor.of(part).mat();
              weights.add(
                  new Weight(name, part.shape(), block.isTrainable(), mat.buffer(), mat.offset()));
            });
  }

  void add(double operations) {
    flops += operations;
  }

  /** Notes whose memory is read or written. */
  void touch(Mat... mats) {
    for (var mat : mats) {
      weights.stream().filter(weight -> weight.contains(mat)).forEach(touched::add);
    }
  }

  /** Floating-point operations so far; a product and its sum are two. */
  double flops() {
    return flops;
  }

  /** The parameters read since the last time, those read before left out. */
  List<Weight> takeTouched() {
    var taken = List.copyOf(touched);
    weights.removeAll(taken);
    touched.clear();
    return taken;
  }
}
