package dev.recurve.loss;

import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.CustomOp;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import dev.recurve.spi.CrossEntropyRule;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Write;
import java.util.List;
import java.util.Optional;

/**
 * One use of cross-entropy: each row's loss, or {@code Σ loss / Σ weight} over the rows of the
 * logits, and {@code dLogits} from the kernel that takes softmax and loss back in one pass.
 */
final class CrossEntropyOp implements CustomOp {
  private final CrossEntropyRule rule;
  private final double[] weights;
  private final DeviceTensor targets;
  private final boolean mean;
  private Optional<Forward> forward = Optional.empty();

  /** What the way back needs: {@code [n, C]}, {@code [1, C]} and {@code [n, 1]}. */
  private record Forward(DeviceTensor logProbs, DeviceTensor classWeights, DeviceTensor counts) {}

  /**
   * For one use.
   *
   * @param mean whether the rows' losses are folded to their mean
   */
  CrossEntropyOp(CrossEntropyRule rule, double[] weights, Tensor targets, boolean mean) {
    this.rule = rule;
    this.weights = weights;
    this.targets = DeviceTensor.of(targets);
    this.mean = mean;
  }

  @Override
  public String name() {
    return "crossEntropy";
  }

  @Override
  public Tensor forward(List<Tensor> inputs) {
    var logits = DeviceTensor.of(inputs.getFirst());
    var device = logits.device();
    var on = device.backend();
    int n = logits.shape().rows();
    int classes = logits.shape().cols();
    var classWeights =
        weights.length == 0
            ? Tensors.filled(device, Shape.of(1, classes), 1)
            : Tensors.of(device, Shape.of(1, classes), weights);
    var logProbs = DeviceTensor.empty(device, Shape.of(n, classes));
    on.softmaxRows(
        true,
        logits.mat(),
        logProbs.mat(),
        (type, rows, cols) -> DeviceTensor.empty(device, type, Shape.of(rows, cols)).mat());
    var losses = DeviceTensor.empty(device, Shape.of(n, 1));
    var counts = DeviceTensor.empty(device, Shape.of(n, 1));
    on.crossEntropyRows(
        rule, logProbs.mat(), targetColumn(), classWeights.mat(), losses.mat(), counts.mat());
    forward = Optional.of(new Forward(logProbs, classWeights, counts));
    return mean ? losses.sum().div(counts.sum()) : losses.reshape(targets.shape());
  }

  @Override
  public List<Optional<Tensor>> backward(Tensor gradient, List<Tensor> inputs, Tensor result) {
    var logits = DeviceTensor.of(inputs.getFirst());
    var saved = forward.orElseThrow();
    var scales = DeviceTensor.of(scales(gradient, saved.counts)).mat();
    var dLogits = DeviceTensor.empty(logits.device(), logits.shape());
    logits
        .device()
        .backend()
        .crossEntropyRowsGrad(
            rule,
            saved.logProbs.mat(),
            targetColumn(),
            saved.classWeights.mat(),
            scales,
            Write.SET,
            dLogits.mat());
    return List.of(Optional.of(dLogits));
  }

  /** How much each row counted, in the targets' shape; after the way forward. */
  Tensor counts() {
    return forward.orElseThrow().counts.reshape(targets.shape());
  }

  /** The gradient of each row's loss, {@code [n, 1]}. */
  private Tensor scales(Tensor gradient, Tensor counts) {
    if (!mean) {
      return gradient.reshape(counts.shape());
    }
    var ones = Tensors.filled(DeviceTensor.of(counts).device(), counts.shape(), 1);
    return ones.mul(gradient.div(counts.sum()));
  }

  private Mat targetColumn() {
    return targets.mat().reshape(Math.toIntExact(targets.shape().size()), 1);
  }
}
