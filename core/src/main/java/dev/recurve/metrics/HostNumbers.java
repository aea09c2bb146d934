package dev.recurve.metrics;

import dev.recurve.DataException;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.loss.Observed;
import java.util.Arrays;

/**
 * Predicted numbers and the right ones, on the host, element by element and without padding.
 *
 * @param predicted n numbers
 * @param truth n numbers; NaN where nothing was observed
 */
record HostNumbers(double[] predicted, double[] truth) {

  /** Of two tensors of one shape. */
  static HostNumbers ofRows(Tensor prediction, Tensor target) {
    requireSame(prediction.shape(), target.shape());
    return new HostNumbers(prediction.toDoubles(), target.toDoubles());
  }

  /** Of sequences with the same lengths and features. */
  static HostNumbers overSteps(Sequence prediction, Sequence target) {
    if (!prediction.lengths().equals(target.lengths())) {
      throw new ShapeException(
          "Metrics over steps expect sequences of the same lengths, received %s and %s"
              .formatted(prediction.lengths(), target.lengths()));
    }
    requireSame(prediction.features(), target.features());
    int[] rows = HostScores.steps(target.lengths());
    int each = Math.toIntExact(target.features().size());
    return new HostNumbers(picked(prediction, rows, each), picked(target, rows, each));
  }

  private static double[] picked(Sequence from, int[] rows, int each) {
    double[] all = from.data().toDoubles();
    double[] picked = new double[rows.length * each];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(all, rows[i] * each, picked, i * each, each);
    }
    return picked;
  }

  /** Of what was observed; the rest is NaN. */
  static HostNumbers observed(Tensor prediction, Observed target) {
    requireSame(prediction.shape(), target.values().shape());
    double[] truth = target.values().toDoubles();
    double[] mask = target.mask().toDoubles();
    Arrays.setAll(truth, i -> mask[i] == 0 ? Double.NaN : truth[i]);
    return new HostNumbers(prediction.toDoubles(), truth);
  }

  private static void requireSame(Shape prediction, Shape target) {
    if (!prediction.equals(target)) {
      throw new ShapeException(
          "Metrics expect a prediction and a target of the same shape, received %s and %s"
              .formatted(prediction, target));
    }
  }

  /**
   * The truths as yes or no.
   *
   * @throws DataException if one is neither 0 nor 1
   */
  boolean[] answers() {
    boolean[] answers = new boolean[truth.length];
    for (int i = 0; i < truth.length; i++) {
      if (truth[i] != 0 && truth[i] != 1) {
        throw new DataException(
            "The target %s at index %d is neither 0 nor 1".formatted(truth[i], i));
      }
      answers[i] = truth[i] == 1;
    }
    return answers;
  }

  /** The predictions as probabilities, {@code σ(x)}. */
  double[] probabilities() {
    return Arrays.stream(predicted).map(x -> 1 / (1 + Math.exp(-x))).toArray();
  }
}
