package dev.recurve.autodiff;

import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.TrainingException;
import dev.recurve.runtime.StepMemory;
import dev.recurve.spi.Axis;
import dev.recurve.spi.Backend;
import dev.recurve.spi.DType;
import dev.recurve.spi.HostMat;
import dev.recurve.spi.Mat;
import dev.recurve.spi.ReduceOp;
import dev.recurve.spi.UnaryOp;
import dev.recurve.spi.Write;
import java.util.ArrayList;
import java.util.List;

/**
 * What was computed in a step, in order, so that gradients can flow back through it. The tape only
 * grows; {@link #backward} walks it once from the end, which needs neither a search for an order
 * nor recursion. Gradients are of first order: walking back records nothing.
 *
 * <p>Belongs to the thread that runs the step.
 */
public final class Tape {
  private final StepMemory memory;
  private final boolean checked;
  private final Thread owner = Thread.currentThread();
  private final List<Runnable> nodes = new ArrayList<>();
  private final WeightGradients weightGradients;
  private boolean walked;
  private String lastParameter = "";

  Tape(StepMemory memory, boolean checked) {
    this.memory = memory;
    this.checked = checked;
    this.weightGradients = new WeightGradients(this);
  }

  /** Makes the gradient with respect to this tensor available after {@link #backward}. */
  public Tensor watch(Tensor tensor) {
    var plain = DeviceTensor.of(tensor);
    return plain.withSlot(
        this, new Slot.Computed(this, plain.shape().rows(), plain.shape().cols()));
  }

  /**
   * Carries the gradient 1 of a scalar back to all parameters, where it is added, and to all
   * watched tensors.
   *
   * @throws ShapeException if the loss is not a single value
   * @throws IllegalStateException if this tape was walked before, or its step does not run in this
   *     thread
   */
  public void backward(Tensor loss) {
    if (Record.tape().orElse(null) != this) {
      throw new IllegalStateException(
          "backward() is called inside the tape's own step, in the thread that runs it");
    }
    if (loss.shape().size() != 1) {
      throw new ShapeException(
          "Gradients flow back from a single value, received %s; reduce it with sum() or mean()"
              .formatted(loss.shape()));
    }
    if (walked) {
      throw new IllegalStateException(
          "This tape was walked back before; gradients are of first order, one walk a step");
    }
    walked = true;
    DeviceTensor.of(loss)
        .slotOn(this)
        .ifPresent(
            slot -> {
              backend().fill(slot.whole().mat(), 1);
              for (int i = nodes.size() - 1; i >= 0; i--) {
                nodes.get(i).run();
              }
              weightGradients.finish();
            });
  }

  /** The gradient of the loss with respect to a watched or computed tensor; zeros if none came. */
  public Tensor gradient(Tensor of) {
    var tensor = DeviceTensor.of(of);
    var result = DeviceTensor.empty(tensor.device(), tensor.shape());
    var gradient = tensor.slot().flatMap(Slot::gradient);
    gradient.ifPresentOrElse(
        mat -> backend().copy(mat, result.mat()), () -> backend().fill(result.mat(), 0));
    return result;
  }

  /** Number of recorded operations. */
  public int size() {
    return nodes.size();
  }

  Backend backend() {
    return memory.device().backend();
  }

  WeightGradients weightGradients() {
    return weightGradients;
  }

  /** Memory of this step with undefined contents, of the device's float type. */
  Mat scratch(int rows, int cols) {
    return scratch(memory.device().floatType(), rows, cols);
  }

  Mat scratch(DType type, int rows, int cols) {
    var piece = memory.take(type, (long) rows * cols);
    return Mat.of(piece.storage().buffer(), piece.offset(), rows, cols);
  }

  /** Notes how to carry gradients back through an operation. */
  void record(Runnable backward) {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "The tape of thread %s was recorded on from thread %s; each thread runs its own step"
              .formatted(owner.getName(), Thread.currentThread().getName()));
    }
    if (walked) {
      throw new IllegalStateException(
          "Nothing can be recorded after the tape was walked back; compute before backward()");
    }
    nodes.add(backward);
  }

  boolean isChecked() {
    return checked;
  }

  /** In checked mode: which parameter was used last, so that a bad number can be placed. */
  void used(String parameter) {
    lastParameter = parameter;
  }

  /** In checked mode: looks at a result, and at the operands if it is bad. */
  void check(String operation, DeviceTensor result, List<DeviceTensor> operands) {
    if (!checked || isFinite(result)) {
      return;
    }
    var bad = operands.stream().filter(operand -> !isFinite(operand)).findFirst();
    String cause =
        bad.map(operand -> "its operand %s was already not finite".formatted(operand.shape()))
            .orElse("its operands were finite");
    String place =
        lastParameter.isEmpty() ? "before any parameter was used" : "at " + lastParameter;
    throw new TrainingException(
        "%s gave a value that is not finite, %s; result %s, %s"
            .formatted(operation, place, result.shape(), cause));
  }

  private boolean isFinite(DeviceTensor tensor) {
    if (!tensor.type().isFloat()) {
      return true;
    }
    var mat = tensor.mat();
    var finite = scratch(mat.type(), mat.rows(), mat.cols());
    backend().unary(UnaryOp.IS_FINITE, mat, finite);
    var sum = scratch(mat.type(), 1, 1);
    backend().unary(UnaryOp.NEG, finite, finite);
    backend().reduce(ReduceOp.MAX, Axis.ALL, finite, Write.SET, sum);
    return HostMat.download(backend(), sum)[0] != 0;
  }
}
