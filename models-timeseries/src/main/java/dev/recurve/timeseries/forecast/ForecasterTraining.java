package dev.recurve.timeseries.forecast;

import dev.recurve.Layer;
import dev.recurve.Sequence;
import dev.recurve.Tensor;
import dev.recurve.data.Order;
import dev.recurve.loss.Losses;
import dev.recurve.loss.Observed;
import dev.recurve.optim.Adam;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import dev.recurve.timeseries.Frequency;
import dev.recurve.timeseries.Part;
import dev.recurve.timeseries.Scaler;
import dev.recurve.timeseries.SplitSeries;
import dev.recurve.timeseries.Windows;
import dev.recurve.train.EarlyStopping;
import dev.recurve.train.Trainer;

/**
 * Trains a {@link Forecaster}: scales by the training part alone, cuts windows, and minimises the
 * mean squared error of the changes from each window's last value, over what was observed. The
 * validation part decides when to stop; the test part is never touched.
 */
public final class ForecasterTraining {
  private final ForecasterConfig config;
  private final Scaler scaler;
  private final Frequency frequency;
  private final Encoder encoder;
  private final ParamStore store;
  private final Trainer<Sequence, Tensor, Observed> trainer;
  private final WindowBatches train;
  private final WindowBatches validation;

  /**
   * How to train.
   *
   * @param epochs times that all windows are gone through, at most
   * @param batch windows in a step
   * @param learningRate of Adam
   * @param patience epochs without a better validation loss after which training ends
   * @param clipNorm the norm that gradients are shrunk to
   * @param seed decides first weights, order and dropout
   */
  public record Options(
      int epochs, int batch, double learningRate, int patience, double clipNorm, long seed) {
    /**
     * Checks the numbers that nobody else does.
     *
     * @throws IllegalArgumentException if the batch is empty or the learning rate not positive
     */
    public Options {
      if (batch < 1 || !(learningRate > 0)) {
        throw new IllegalArgumentException(
            "a batch has at least 1 window and a learning rate is positive, received %d and %s"
                .formatted(batch, learningRate));
      }
    }

    /** 100 epochs at most, batches of 32, learning rate 0.001, patience 10, norm 1, seed 1. */
    public static Options defaults() {
      return new Options(100, 32, 1e-3, 10, 1, 1);
    }
  }

  private ForecasterTraining(
      SplitSeries parts, ForecasterConfig config, Encoder encoder, Options options, Device device) {
    this.config = config;
    this.encoder = encoder;
    this.frequency = parts.series().frequency();
    var columns = config.inputs().columns();
    this.scaler = Scaler.standard(parts.train().select(columns), config.inputs().transform());
    var scaled = parts.select(columns).scaledBy(scaler);
    var features = new Features(config, frequency);
    this.train = batches(scaled.train(), features, options.batch(), Order.shuffled(options.seed()));
    this.validation = batches(scaled.validation(), features, options.batch(), Order.asGiven());
    this.store = ParamStore.fresh(options.seed(), device);
    Layer<Sequence, Tensor> net = ForecastNet.of(config, features.count(), encoder, store);
    this.trainer =
        Trainer.of(store, net, Losses.mse().observed())
            .optimizer(Adam.withRate(options.learningRate()))
            .clipNorm(options.clipNorm())
            .epochs(options.epochs())
            .seed(options.seed())
            .callbacks(EarlyStopping.patience(options.patience()));
  }

  private WindowBatches batches(Part part, Features features, int size, Order order) {
    var windows =
        Windows.over(part, config.span().context(), config.span().chunk())
            .targets(config.targets())
            .subtractingLast();
    return new WindowBatches(windows, part.series(), features, size, order);
  }

  /**
   * Prepares to train on a split series.
   *
   * @throws dev.recurve.DataException if a part is too short for a single window, a column is
   *     missing, or a value cannot be transformed
   */
  public static ForecasterTraining of(
      SplitSeries parts, ForecasterConfig config, Options options, Device device) {
    return new ForecasterTraining(parts, config, ForecastNet.encoder(config), options, device);
  }

  /**
   * The same over any recurrent layer; the configured network gives only the dropout before the
   * head. A bundle of such a forecaster is opened by code that makes the same layer.
   */
  public static ForecasterTraining of(
      SplitSeries parts, ForecasterConfig config, Encoder encoder, Options options, Device device) {
    return new ForecasterTraining(parts, config, encoder, options, device);
  }

  /** The trainer, to add callbacks, checkpoints or a stop signal, or to resume. */
  public Trainer<Sequence, Tensor, Observed> trainer() {
    return trainer;
  }

  /** Number of weights. */
  public long weights() {
    return store.count();
  }

  /** What identifies the training data. */
  public long dataFingerprint() {
    return train.fingerprint();
  }

  /**
   * Trains, and keeps the weights of the epoch with the least validation loss.
   *
   * @throws dev.recurve.TrainingException if a value is not finite
   */
  public TrainedForecaster fit() {
    var run = trainer.fit(train, validation);
    var forecaster = new Forecaster(config, scaler, frequency, encoder, store.snapshot());
    return new TrainedForecaster(forecaster, run, store.values());
  }
}
