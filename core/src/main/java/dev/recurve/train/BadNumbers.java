package dev.recurve.train;

import dev.recurve.Sequence;
import dev.recurve.Tensor;
import dev.recurve.data.Batch;
import dev.recurve.spi.DType;
import java.util.Arrays;
import java.util.Optional;

/** Looks for values that are not finite in what a model is given. */
final class BadNumbers {
  private BadNumbers() {}

  /** The first one in a batch, as a sentence; looks into tensors and sequences. */
  static Optional<String> in(Batch<?, ?> batch) {
    return in("input", batch.input()).or(() -> in("target", batch.target()));
  }

  private static Optional<String> in(String what, Object part) {
    return switch (part) {
      case Sequence sequence -> in(what, sequence.data());
      case Tensor tensor when tensor.type() != DType.I32 -> in(what, tensor);
      default -> Optional.empty();
    };
  }

  private static Optional<String> in(String what, Tensor tensor) {
    double[] values = tensor.toDoubles();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        return Optional.of(
            "The %s data holds %s at %s of %s; fill or leave out what is missing"
                .formatted(
                    what,
                    values[i],
                    Arrays.toString(place(i, tensor.shape().toArray())),
                    tensor.shape()));
      }
    }
    return Optional.empty();
  }

  private static int[] place(int index, int[] dims) {
    int[] place = new int[dims.length];
    int rest = index;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      place[axis] = rest % dims[axis];
      rest /= dims[axis];
    }
    return place;
  }
}
