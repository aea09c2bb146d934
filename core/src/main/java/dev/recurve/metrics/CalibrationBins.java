package dev.recurve.metrics;

import dev.recurve.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How well stated confidence agrees with how often one was right, in bins of equal width over 0…1
 * (Guo et al. 2017). A confidence of exactly a bin's upper end belongs to it. Immutable.
 */
public final class CalibrationBins implements Tally<CalibrationBins> {
  private final long[] counts;
  private final long[] hits;
  private final double[] confidence;

  /**
   * One bin of a reliability diagram.
   *
   * @param low its lower end
   * @param high its upper end
   * @param count how many cases fell into it
   * @param confidence their mean confidence; NaN for an empty bin
   * @param accuracy the share of them that was right; NaN for an empty bin
   */
  public record Bin(double low, double high, long count, double confidence, double accuracy) {}

  private CalibrationBins(long[] counts, long[] hits, double[] confidence) {
    this.counts = counts;
    this.hits = hits;
    this.confidence = confidence;
  }

  /**
   * Sorts cases into bins.
   *
   * @param bins how many, at least 1; 15 in the paper
   * @param confidence of each case, 0…1
   * @param right as many: whether it was right
   * @throws DataException if a confidence lies outside 0…1
   */
  public static CalibrationBins of(int bins, double[] confidence, boolean[] right) {
    if (bins < 1 || confidence.length != right.length) {
      throw new IllegalArgumentException(
          "expected one confidence for each case and at least 1 bin, received %d, %d and %d bins"
              .formatted(confidence.length, right.length, bins));
    }
    var sums = new CalibrationBins(new long[bins], new long[bins], new double[bins]);
    for (int i = 0; i < right.length; i++) {
      // Sums of exponentials may end a rounding error above 1.
      if (!(confidence[i] >= 0 && confidence[i] <= 1 + 1e-9)) {
        throw new DataException("confidence %d is %s; it lies in 0…1".formatted(i, confidence[i]));
      }
      int bin = Math.clamp((int) Math.ceil(confidence[i] * bins) - 1, 0, bins - 1);
      sums.counts[bin]++;
      sums.hits[bin] += right[i] ? 1 : 0;
      sums.confidence[bin] += confidence[i];
    }
    return sums;
  }

  @Override
  public CalibrationBins plus(CalibrationBins other) {
    int bins = counts.length;
    if (bins != other.counts.length) {
      throw new IllegalArgumentException(
          "%d bins and %d do not add up".formatted(bins, other.counts.length));
    }
    var sums = new CalibrationBins(new long[bins], new long[bins], new double[bins]);
    for (int i = 0; i < bins; i++) {
      sums.counts[i] = counts[i] + other.counts[i];
      sums.hits[i] = hits[i] + other.hits[i];
      sums.confidence[i] = confidence[i] + other.confidence[i];
    }
    return sums;
  }

  /** All bins, from low to high. */
  public List<Bin> bins() {
    var bins = new ArrayList<Bin>();
    int n = counts.length;
    for (int i = 0; i < n; i++) {
      bins.add(
          new Bin(
              (double) i / n,
              (i + 1.0) / n,
              counts[i],
              confidence[i] / counts[i],
              (double) hits[i] / counts[i]));
    }
    return List.copyOf(bins);
  }

  /**
   * Expected calibration error: the mean of |accuracy - confidence| over the bins, each weighted by
   * its cases, 0…1. Empty without cases.
   */
  public OptionalDouble expectedError() {
    long total = Arrays.stream(counts).sum();
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += Math.abs(hits[i] - confidence[i]);
    }
    return total == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / total);
  }

  /**
   * Maximum calibration error: the largest |accuracy - confidence| of a bin. Empty without cases.
   */
  public OptionalDouble maximumError() {
    return bins().stream()
        .filter(bin -> bin.count() > 0)
        .mapToDouble(bin -> Math.abs(bin.accuracy() - bin.confidence()))
        .max();
  }
}
