package dev.recurve.autodiff;

import dev.recurve.spi.Mat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gradients of weights that are used at every step of a sequence. Instead of one small product a
 * step the pairs (input, output gradient) are set aside during the walk and end as one large
 * product, over all rows of all steps.
 */
final class WeightGradients {
  private final Tape tape;
  private final Map<Mat, Pairs> waiting = new LinkedHashMap<>();

  WeightGradients(Tape tape) {
    this.tape = tape;
  }

  /**
   * Sets a pair aside.
   *
   * @param gradient where the weight's gradient lies, which tells weights apart
   * @param transposed whether the product was {@code x·wᵀ}, so that {@code dw = dyᵀ·x}, else {@code
   *     dw = xᵀ·dy}
   */
  void add(Mat gradient, boolean transposed, Mat x, Mat dy) {
    var pairs = waiting.computeIfAbsent(gradient, _ -> new Pairs(new Rows(), new Rows()));
    if (transposed) {
      pairs.left.add(dy);
      pairs.right.add(x);
    } else {
      pairs.left.add(x);
      pairs.right.add(dy);
    }
  }

  /** Runs the products. */
  void finish() {
    waiting.forEach(
        (gradient, pairs) -> {
          if (pairs.left.descends() || pairs.right.descends()) {
            pairs.left.turn();
            pairs.right.turn();
          }
          tape.backend()
              .gemm(true, false, 1, pairs.left.joined(tape), pairs.right.joined(tape), 1, gradient);
        });
    waiting.clear();
  }

  private record Pairs(Rows left, Rows right) {}

  /** Windows of equal width that are to stand under each other. */
  private static final class Rows {
    private final List<Mat> parts = new ArrayList<>();

    void add(Mat part) {
      parts.add(part);
    }

    /** Whether they already stand under each other, the last one on top. */
    boolean descends() {
      for (int i = 1; i < parts.size(); i++) {
        if (!follows(parts.get(i), parts.get(i - 1))) {
          return false;
        }
      }
      return parts.size() > 1;
    }

    private boolean ascends() {
      for (int i = 1; i < parts.size(); i++) {
        if (!follows(parts.get(i - 1), parts.get(i))) {
          return false;
        }
      }
      return true;
    }

    private static boolean follows(Mat upper, Mat lower) {
      return upper.buffer() == lower.buffer()
          && upper.ld() == lower.ld()
          && upper.offset() + (long) upper.rows() * upper.ld() == lower.offset();
    }

    void turn() {
      Collections.reverse(parts);
    }

    Mat joined(Tape tape) {
      var first = parts.getFirst();
      int total = parts.stream().mapToInt(Mat::rows).sum();
      if (ascends()) {
        return new Mat(first.buffer(), first.offset(), total, first.cols(), first.ld());
      }
      var joined = tape.scratch(total, first.cols());
      int row = 0;
      for (var part : parts) {
        tape.backend().copy(part, joined.rows(row, part.rows()));
        row += part.rows();
      }
      return joined;
    }
  }
}
