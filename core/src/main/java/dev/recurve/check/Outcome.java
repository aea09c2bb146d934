package dev.recurve.check;

import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tape;
import dev.recurve.autodiff.Tensors;
import dev.recurve.params.ParamStore;
import dev.recurve.params.ParameterBlock;
import dev.recurve.runtime.Device;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that came out of trying a layer on a batch, by name.
 *
 * @param lengths of the output, if it is a sequence
 */
record Outcome(Map<String, Outcome.Values> tensors, Optional<Lengths> lengths) {
  static final String OUTPUT = "output";
  static final String INPUT_GRADIENT = "gradient of the input";
  private static final long KEY = 0x7E57L;

  /** Values in order of the axes. */
  record Values(Shape shape, double[] numbers) {}

  /** The layer's output as a tensor. */
  static Tensor tensor(Object output) {
    return switch (output) {
      case Tensor tensor -> tensor;
      case Sequence sequence -> sequence.data();
      default ->
          throw new IllegalArgumentException(
              "Layers that give a Tensor or a Sequence can be checked, this one gives a %s; follow it by one that picks what is to be checked"
                  .formatted(output.getClass().getSimpleName()));
    };
  }

  /** The output alone, outside training. */
  static <I> Outcome inferred(TrialInput<I> input, Trial trial, Layer<I, ?> layer, Device device) {
    try (var steps = new Steps(device)) {
      return steps.infer(
          () -> {
            var numbers = input.values(trial).map(values -> values.on(device));
            return of(layer.apply(input.input(trial, device, numbers)));
          });
    }
  }

  /** Output and all gradients of a training step. */
  static <I> Outcome trained(
      TrialInput<I> input, Trial trial, Layer<I, ?> layer, ParamStore params) {
    var device = params.device();
    params.seal().forEach(ParameterBlock::clearGradient);
    try (var steps = new Steps(device)) {
      var outcome = steps.train(KEY, tape -> trained(input, trial, layer, device, tape));
      for (var block : params.seal()) {
        if (block.isTrainable()) {
          block
              .parts(block.gradient())
              .forEach((name, part) -> outcome.add("gradient of " + name, part));
        }
      }
      return outcome;
    }
  }

  private static <I> Outcome trained(
      TrialInput<I> input, Trial trial, Layer<I, ?> layer, Device device, Tape tape) {
    var numbers = input.values(trial).map(values -> tape.watch(values.on(device)));
    var result = layer.apply(input.input(trial, device, numbers));
    var outcome = of(result);
    var output = tensor(result);
    double[] weights = new double[Math.toIntExact(output.shape().size())];
    Arrays.setAll(weights, i -> TrialInput.number(1, i));
    tape.backward(output.mul(Tensors.of(device, output.shape(), weights)).sum());
    numbers.ifPresent(watched -> outcome.add(INPUT_GRADIENT, tape.gradient(watched)));
    return outcome;
  }

  private static Outcome of(Object output) {
    Optional<Lengths> lengths =
        output instanceof Sequence sequence ? Optional.of(sequence.lengths()) : Optional.empty();
    var outcome = new Outcome(new LinkedHashMap<>(), lengths);
    outcome.add(OUTPUT, tensor(output));
    return outcome;
  }

  private void add(String name, Tensor tensor) {
    tensors.put(name, new Values(tensor.shape(), DeviceTensor.of(tensor).toDoubles()));
  }
}
