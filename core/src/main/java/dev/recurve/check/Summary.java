package dev.recurve.check;

import dev.recurve.Init;
import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Optimizer;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tape;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a model is and what a training step of it costs, layer by layer, before the first step: its
 * constructor builds it over a backend that computes nothing and counts, so that even a model that
 * does not fit into memory can be looked at.
 *
 * <pre>{@code
 * System.out.println(Summary.of(TrialInput.tokens(5000), params -> new MyModel(params)));
 * }</pre>
 *
 * @param rows the layers, one after the other; a layer that is a chain is shown by its parts
 * @param weights numbers that are trained, in the whole model
 * @param kept numbers that are saved with them but not trained
 * @param forwardFlops floating-point operations of one batch in use; a product and its sum are two,
 *     a function of one number is one
 * @param trainingFlops those of one training step, without the loss and the optimiser
 * @param stepBytes memory that training steps hold for what is computed
 * @param batch the lengths of the batch that was tried
 * @param device what it was planned for
 */
public record Summary(
    List<Row> rows,
    long weights,
    long kept,
    double forwardFlops,
    double trainingFlops,
    long stepBytes,
    Lengths batch,
    Device device) {
  private static final int USUAL_BATCH = 32;
  private static final int USUAL_STEPS = 20;
  private static final long KEY = 1;

  /**
   * One layer.
   *
   * @param name its place in the chain
   * @param layer what it is
   * @param output the axes of what it gives, named
   * @param weights trained numbers that no layer above has read
   * @param flops operations forward
   * @param bytes what it gives takes
   */
  public record Row(
      String name, String layer, String output, long weights, double flops, long bytes) {}

  /** Copies the list. */
  public Summary {
    rows = List.copyOf(rows);
  }

  /**
   * A model tried on 32 sequences of 20 steps, or on 32 rows, on the default device.
   *
   * @param model builds it
   */
  public static <I> Summary of(TrialInput<I> input, Function<Params, ? extends Layer<I, ?>> model) {
    return of(input, model, Lengths.full(USUAL_BATCH, USUAL_STEPS), Device.standard());
  }

  /**
   * A model tried on a batch of these lengths.
   *
   * @param model builds it
   * @param device what it is planned for
   * @throws IllegalArgumentException if the model gives neither a tensor nor a sequence
   */
  public static <I> Summary of(
      TrialInput<I> input,
      Function<Params, ? extends Layer<I, ?>> model,
      Lengths lengths,
      Device device) {
    var counting = new CountingBackend(device.backend());
    var counter = counting.counter();
    var dry = Device.of(counting, device.floatType());
    var params = ParamStore.fresh(0, dry).initialize("*", Init.zeros());
    var layer = model.apply(params);
    for (var block : params.seal()) {
      counter.add(block);
    }
    var trial = Trial.plain(lengths);
    try (var looks = new Steps(dry);
        var steps = new Steps(dry)) {
      double begin = counter.flops();
      var rows = looks.infer(() -> forward(input, trial, layer, dry, counter));
      double forward = counter.flops() - begin;
      double training = 0;
      // Memory is put in order after the first step.
      for (int step = 0; step < 2; step++) {
        double before = counter.flops();
        steps.train(KEY, tape -> train(tape, input, trial, layer, dry));
        training = counter.flops() - before;
      }
      return new Summary(
          rows,
          params.count(),
          params.buffers().stream().mapToLong(buffer -> buffer.shape().size()).sum(),
          forward,
          training,
          steps.memoryBytes(),
          lengths,
          device);
    }
  }

  private static <I> Tape train(
      Tape tape, TrialInput<I> input, Trial trial, Layer<I, ?> layer, Device device) {
    var numbers = input.values(trial).<Tensor>map(values -> values.on(device));
    var result = layer.apply(input.input(trial, device, numbers));
    tape.backward(Outcome.tensor(result).sum());
    return tape;
  }

  private static <I> List<Row> forward(
      TrialInput<I> input, Trial trial, Layer<I, ?> layer, Device device, Counter counter) {
    var numbers = input.values(trial).<Tensor>map(values -> values.on(device));
    Object value = input.input(trial, device, numbers);
    var rows = new ArrayList<Row>();
    for (var stage : layer.stages()) {
      double before = counter.flops();
      value = apply(stage, value);
      long weights =
          counter.takeTouched().stream()
              .filter(Counter.Weight::isTrained)
              .mapToLong(weight -> weight.shape().size())
              .sum();
      rows.add(
          new Row(
              Integer.toString(rows.size()),
              stage.describe(),
              named(value),
              weights,
              counter.flops() - before,
              shape(value).map(Shape::size).orElse(0L) * device.floatType().bytes()));
    }
    return rows;
  }

  /** The parts of a chain fit each other, as the compiler has seen. */
  @SuppressWarnings("unchecked")
  private static Object apply(Layer<?, ?> layer, Object value) {
    return ((Layer<Object, Object>) layer).apply(value);
  }

  private static Optional<Shape> shape(Object value) {
    return switch (value) {
      case Sequence sequence -> Optional.of(sequence.data().shape());
      case Tensor tensor -> Optional.of(tensor.shape());
      case Tokens tokens -> Optional.of(tokens.ids().shape());
      default -> Optional.empty();
    };
  }

  private static String named(Object value) {
    return switch (value) {
      case Sequence sequence ->
          "time %d, batch %d, %s"
              .formatted(sequence.steps(), sequence.batch(), features(sequence.features()));
      case Tensor tensor when tensor.shape().rank() > 1 ->
          "batch %d, %s"
              .formatted(
                  tensor.shape().dim(0), features(tensor.shape().range(1, tensor.shape().rank())));
      case Tensor tensor -> tensor.shape().toString();
      case Tokens tokens ->
          "time %d, batch %d".formatted(tokens.ids().shape().dim(0), tokens.lengths().batch());
      default -> value.getClass().getSimpleName();
    };
  }

  private static String features(Shape features) {
    return switch (features.rank()) {
      case 1 -> "features %d".formatted(features.dim(0));
      case 2 -> "height %d, channels %d".formatted(features.dim(0), features.dim(1));
      default -> "features " + features;
    };
  }

  /** Bytes of weights and of what is kept beside them. */
  public long weightBytes() {
    return (weights + kept) * device.floatType().bytes();
  }

  /** Bytes of the gradients. */
  public long gradientBytes() {
    return weights * device.floatType().bytes();
  }

  /** Bytes of what an optimiser remembers between steps. */
  public long optimizerBytes(Optimizer optimizer) {
    return optimizer.slots().size() * gradientBytes();
  }

  /** The share of the batch's steps that is padding, from 0 to 1. */
  public double paddingShare() {
    double all = (double) batch.max() * batch.batch();
    return all == 0 ? 0 : 1 - batch.total() / all;
  }

  /**
   * The least that a training step can take, in seconds: its operations at the rate that a product
   * of two matrices reaches on the device. Measures that rate, which takes a few seconds; layers
   * that are small, or do little on much memory, take longer.
   */
  public double leastSeconds() {
    return trainingFlops / ProductRate.measure(device);
  }

  /** The layers as a table, and below it what a step takes. */
  @Override
  public String toString() {
    return SummaryText.of(this);
  }
}
