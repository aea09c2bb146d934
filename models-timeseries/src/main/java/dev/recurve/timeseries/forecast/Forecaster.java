package dev.recurve.timeseries.forecast;

import dev.recurve.DataException;
import dev.recurve.Layer;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tensors;
import dev.recurve.params.Snapshot;
import dev.recurve.runtime.Device;
import dev.recurve.timeseries.Forecasting;
import dev.recurve.timeseries.Frequency;
import dev.recurve.timeseries.Scaler;
import dev.recurve.timeseries.TimeSeries;
import dev.recurve.timeseries.Windows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A trained forecaster: the last L rows of a history in, the next H rows out, in original units.
 * Values are transformed and scaled as the training part was, and each window is seen relative to
 * its last value, so that a level the model never met does not disturb it. Immutable and safe to
 * share between threads.
 */
public final class Forecaster implements Forecasting {
  private static final int BATCH = 256;

  private final ForecasterConfig config;
  private final Scaler scaler;
  private final Frequency frequency;
  private final Features features;
  private final Device device;
  private final Layer<Sequence, Tensor> net;

  /**
   * A forecaster over fixed weights.
   *
   * @param frequency of the series that it was trained on
   */
  Forecaster(
      ForecasterConfig config,
      Scaler scaler,
      Frequency frequency,
      Encoder encoder,
      Snapshot weights) {
    this(
        config,
        scaler,
        frequency,
        weights.device(),
        ForecastNet.of(config, new Features(config, frequency).count(), encoder, weights));
  }

  private Forecaster(
      ForecasterConfig config,
      Scaler scaler,
      Frequency frequency,
      Device device,
      Layer<Sequence, Tensor> net) {
    this.config = config;
    this.scaler = scaler;
    this.frequency = frequency;
    this.features = new Features(config, frequency);
    this.device = device;
    this.net = net;
  }

  /**
   * The same weights asked for more or fewer rows; never fewer than they give in one pass.
   *
   * @throws IllegalArgumentException if the horizon is shorter than the chunk
   */
  public Forecaster withHorizon(int rows) {
    var span = new ForecasterConfig.Span(config.span().context(), rows, config.span().chunk());
    return new Forecaster(config.with(span), scaler, frequency, device, net);
  }

  /** What it is. */
  public ForecasterConfig config() {
    return config;
  }

  /** How values are scaled. */
  public Scaler scaler() {
    return scaler;
  }

  /** The frequency of the series it was trained on. */
  public Frequency frequency() {
    return frequency;
  }

  /** The layers and how the backend runs them. */
  public String explain() {
    try (var steps = new Steps(device)) {
      return steps.infer(net::explain);
    }
  }

  /** The layers. */
  public String describe() {
    return net.describe();
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public List<String> targets() {
    return config.targets();
  }

  @Override
  public int contextLength() {
    return config.span().context();
  }

  @Override
  public int horizon() {
    return config.span().horizon();
  }

  @Override
  public double[][] forecast(TimeSeries history) {
    return forecastAll(List.of(history)).getFirst();
  }

  /**
   * Forecasts after each of several histories, many at a time.
   *
   * @throws DataException if a history is too short, of another frequency, or lacks a column
   */
  @Override
  public List<double[][]> forecastAll(List<TimeSeries> histories) {
    var forecasts = new ArrayList<double[][]>();
    try (var steps = new Steps(device)) {
      for (int from = 0; from < histories.size(); from += BATCH) {
        var batch = histories.subList(from, Math.min(from + BATCH, histories.size()));
        forecasts.addAll(forecastBatch(steps, batch));
      }
    }
    return forecasts;
  }

  private List<double[][]> forecastBatch(Steps steps, List<TimeSeries> histories) {
    var known = new ArrayList<TimeSeries>();
    var forecasts = new ArrayList<double[][]>();
    for (var history : histories) {
      requireSameFrequency(history);
      known.add(recent(history));
      forecasts.add(new double[config.span().horizon()][config.targets().size()]);
    }
    for (int done = 0; done < config.span().horizon(); done += config.span().chunk()) {
      var chunks = steps.infer(() -> forecastChunk(known));
      int rows = Math.min(config.span().chunk(), config.span().horizon() - done);
      for (int b = 0; b < known.size(); b++) {
        System.arraycopy(chunks.get(b), 0, forecasts.get(b), done, rows);
        if (done + rows < config.span().horizon()) {
          known.set(b, extended(known.get(b), chunks.get(b)));
        }
      }
    }
    return forecasts;
  }

  /** The columns and rows that the model looks at. */
  private TimeSeries recent(TimeSeries history) {
    var columns = history.select(config.inputs().columns());
    return columns.rows() > config.span().context()
        ? columns.last(config.span().context())
        : columns;
  }

  /** One pass of the network: {@code [chunk][targets]} for each history, in original units. */
  private List<double[][]> forecastChunk(List<TimeSeries> histories) {
    int batch = histories.size();
    float[] contexts = new float[config.span().context() * batch * features.count()];
    var windows = new ArrayList<Windows>();
    for (int b = 0; b < batch; b++) {
      var scaled = scaler.transform(histories.get(b));
      var window =
          Windows.atEnd(scaled, config.span().context())
              .targets(config.targets())
              .subtractingLast();
      features.write(window, 0, scaled, contexts, b, batch);
      windows.add(window);
    }
    var input =
        Sequence.full(
            Tensors.of(
                device, Shape.of(config.span().context(), batch, features.count()), contexts));
    double[] outputs = net.apply(input).toDoubles();
    int targets = config.targets().size();
    var chunks = new ArrayList<double[][]>();
    for (int b = 0; b < batch; b++) {
      double[][] chunk = new double[config.span().chunk()][targets];
      for (int h = 0; h < config.span().chunk(); h++) {
        for (int i = 0; i < targets; i++) {
          double change = outputs[(b * config.span().chunk() + h) * targets + i];
          chunk[h][i] = scaler.invert(config.targets().get(i), windows.get(b).level(0, i) + change);
        }
      }
      chunks.add(chunk);
    }
    return chunks;
  }

  /** A history with forecasts behind it, as if they had come true; no longer than the context. */
  private TimeSeries extended(TimeSeries known, double[][] forecast) {
    var columns = new LinkedHashMap<String, double[]>();
    for (String name : known.columns()) {
      int target = config.targets().indexOf(name);
      double[] values = Arrays.copyOf(known.column(name), known.rows() + forecast.length);
      for (int h = 0; h < forecast.length; h++) {
        values[known.rows() + h] = forecast[h][target];
      }
      columns.put(name, values);
    }
    return TimeSeries.of(known.name(), known.index(), columns).last(config.span().context());
  }

  private void requireSameFrequency(TimeSeries history) {
    if (config.inputs().calendar() && !history.frequency().equals(frequency)) {
      throw new DataException(
          "series '%s' is %s, the model was trained on %s rows and sees the calendar; resample the series, or train without the calendar"
              .formatted(history.name(), history.frequency(), frequency));
    }
  }
}
