package dev.recurve.loss;

import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.CustomOp;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import dev.recurve.spi.CtcCall;
import dev.recurve.spi.CtcKernel;
import dev.recurve.spi.HostCtc;
import dev.recurve.spi.Offer;
import dev.recurve.spi.Write;
import java.util.List;
import java.util.Optional;

/** One use of CTC: softmax and the sum over all paths, forward and backward, as one node. */
final class CtcOp implements CustomOp {
  /** Beyond every finite loss, and within either float type. */
  private static final double MOST = 1e30;

  private final int blank;
  private final boolean zeroInfinity;
  private final int[] steps;
  private final DeviceTensor labels;
  private final int[] counts;
  private Optional<Forward> forward = Optional.empty();

  /** What the way back needs. */
  private record Forward(CtcKernel kernel, CtcCall call) {}

  CtcOp(int blank, boolean zeroInfinity, Sequence logits, Tokens labels) {
    this.blank = blank;
    this.zeroInfinity = zeroInfinity;
    this.steps = logits.lengths().toArray();
    this.labels = DeviceTensor.of(labels.ids());
    this.counts = labels.lengths().toArray();
  }

  @Override
  public String name() {
    return "ctc";
  }

  /** {@code [T, B, C]} to {@code [B]}. */
  @Override
  public Tensor forward(List<Tensor> inputs) {
    var logits = DeviceTensor.of(inputs.getFirst());
    var device = logits.device();
    var on = device.backend();
    var logProbs = DeviceTensor.of(logits.logSoftmax());
    var column = labels.mat().reshape(Math.toIntExact(labels.shape().size()), 1);
    var kernel =
        switch (on.ctc()) {
          case Offer.Accepted<CtcKernel>(var own) -> own;
          case Offer.Declined<CtcKernel> _ -> new HostCtc(on);
        };
    var call = new CtcCall(blank, steps.length, logProbs.mat(), steps, column, counts);
    forward = Optional.of(new Forward(kernel, call));
    var losses = DeviceTensor.empty(device, Shape.of(steps.length));
    var lossColumn = losses.mat().reshape(steps.length, 1);
    kernel.losses(call, lossColumn);
    if (!zeroInfinity) {
      return losses;
    }
    // NaN is not greater than anything, and stays to be seen.
    var most = Tensors.filled(device, Shape.scalar(), MOST);
    return losses.zeros(losses.shape()).where(losses.greater(most), losses);
  }

  @Override
  public List<Optional<Tensor>> backward(Tensor gradient, List<Tensor> inputs, Tensor result) {
    var logits = DeviceTensor.of(inputs.getFirst());
    var saved = forward.orElseThrow();
    var dLogits = DeviceTensor.empty(logits.device(), logits.shape());
    var scales = DeviceTensor.of(gradient).mat().reshape(steps.length, 1);
    saved.kernel.gradient(saved.call, scales, Write.SET, dLogits.mat());
    return List.of(Optional.of(dLogits));
  }
}
