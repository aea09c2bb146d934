package dev.recurve.timeseries.forecast;

import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.autodiff.Tensors;
import dev.recurve.data.Batch;
import dev.recurve.data.Batches;
import dev.recurve.data.Order;
import dev.recurve.loss.Observed;
import dev.recurve.timeseries.TimeSeries;
import dev.recurve.timeseries.Windows;
import java.util.Arrays;

/** The windows of a part of a series as batches to train on or to measure with. */
final class WindowBatches implements Batches<Sequence, Observed> {
  private final Windows windows;
  private final TimeSeries series;
  private final Features features;
  private final int size;
  private final Order order;

  /**
   * Batches of windows.
   *
   * @param windows relative to the last value, over scaled values
   * @param series the scaled series that they lie in
   * @param size windows in a batch; the last batch may be smaller
   * @param order in which epochs go through the windows
   */
  WindowBatches(Windows windows, TimeSeries series, Features features, int size, Order order) {
    this.windows = windows;
    this.series = series;
    this.features = features;
    this.size = size;
    this.order = order;
  }

  @Override
  public int count() {
    return (windows.count() + size - 1) / size;
  }

  @Override
  public Batch<Sequence, Observed> batch(long epoch, int index) {
    int[] chosen = chosen(epoch, index);
    int length = windows.contextLength();
    int width = windows.horizon() * windows.targetCount();
    float[] contexts = new float[length * chosen.length * features.count()];
    float[] targets = new float[chosen.length * width];
    float[] flags = new float[chosen.length * width];
    for (int b = 0; b < chosen.length; b++) {
      features.write(windows, chosen[b], series, contexts, b, chosen.length);
      windows.target(chosen[b], targets, b * width);
      windows.targetObserved(chosen[b], flags, b * width);
    }
    var shape = Shape.of(chosen.length, width);
    return new Batch<>(
        Sequence.full(Tensors.of(Shape.of(length, chosen.length, features.count()), contexts)),
        observed(shape, targets, flags),
        chosen.length);
  }

  private static Observed observed(Shape shape, float[] targets, float[] flags) {
    long count = 0;
    for (float flag : flags) {
      count += flag == 0 ? 0 : 1;
    }
    return new Observed(Tensors.of(shape, targets), Tensors.of(shape, flags), count);
  }

  private int[] chosen(long epoch, int index) {
    int[] all = order.of(epoch, windows.count());
    int from = index * size;
    return Arrays.copyOfRange(all, from, Math.min(from + size, all.length));
  }

  @Override
  public String describe(long epoch, int index) {
    int[] chosen = chosen(epoch, index);
    var labels =
        Arrays.stream(chosen).limit(4).mapToObj(w -> series.label(windows.origin(w))).toList();
    return "%d windows of '%s' with targets from %s%s"
        .formatted(
            chosen.length,
            series.name(),
            String.join(", ", labels),
            chosen.length > labels.size() ? " …" : "");
  }

  @Override
  public long fingerprint() {
    long hash = 17;
    for (String column : series.columns()) {
      hash = hash * 31 + column.hashCode();
      hash = hash * 31 + Arrays.hashCode(series.column(column));
    }
    return ((hash * 31 + windows.contextLength()) * 31 + windows.horizon()) * 31 + windows.count();
  }
}
