package dev.recurve.autodiff;

import dev.recurve.Lengths;
import dev.recurve.LifetimeException;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.runtime.Device;
import dev.recurve.runtime.Storage;
import dev.recurve.spi.Backend;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.DType;
import dev.recurve.spi.HostMat;
import dev.recurve.spi.Mat;
import dev.recurve.spi.UnaryOp;
import java.util.List;
import java.util.Optional;

/**
 * The tensor that core computes with: a window of a device's memory, and a slot on the tape if
 * gradients flow through it. Seen as a matrix, its last axis runs along the columns.
 */
public final class DeviceTensor implements Tensor {
  private final Device device;
  private final Storage storage;
  private final long offset;
  private final int ld;
  private final Shape shape;
  private final Optional<Recorded> recorded;

  /** Lengths past which all values are known to be 0, so that nobody needs to clear them again. */
  private final Optional<Lengths> zeroPadded;

  /** Where the gradient goes, and the tape it belongs to; a parameter belongs to every tape. */
  private record Recorded(Optional<Tape> tape, Slot slot) {}

  private DeviceTensor(
      Device device,
      Storage storage,
      long offset,
      int ld,
      Shape shape,
      Optional<Recorded> recorded) {
    this(device, storage, offset, ld, shape, recorded, Optional.empty());
  }

  private DeviceTensor(
      Device device,
      Storage storage,
      long offset,
      int ld,
      Shape shape,
      Optional<Recorded> recorded,
      Optional<Lengths> zeroPadded) {
    this.device = device;
    this.storage = storage;
    this.offset = offset;
    this.ld = ld;
    this.shape = shape;
    this.recorded = recorded;
    this.zeroPadded = zeroPadded;
  }

  /** Core's own tensor behind the interface. */
  public static DeviceTensor of(Tensor tensor) {
    if (tensor instanceof DeviceTensor own) {
      return own;
    }
    throw new IllegalArgumentException(
        "Tensors come from Recurve's core; received a %s".formatted(tensor.getClass().getName()));
  }

  /** A tensor of the device's float type with undefined contents, in the running step's memory. */
  public static DeviceTensor empty(Device device, Shape shape) {
    return empty(device, device.floatType(), shape);
  }

  /** A tensor with undefined contents, in the running step's memory if one runs. */
  public static DeviceTensor empty(Device device, DType type, Shape shape) {
    var scope = Scope.current().filter(s -> s.memory().device().backend() == device.backend());
    if (scope.isEmpty()) {
      return owning(device, type, shape);
    }
    var piece = scope.get().memory().take(type, shape.size());
    return new DeviceTensor(
        device, piece.storage(), piece.offset(), shape.cols(), shape, Optional.empty());
  }

  /** A tensor with undefined contents and memory of its own. */
  public static DeviceTensor owning(Device device, DType type, Shape shape) {
    return new DeviceTensor(
        device, device.allocate(type, shape.size()), 0, shape.cols(), shape, Optional.empty());
  }

  /** A tensor over a stretch of existing memory. */
  public static DeviceTensor over(Device device, Storage storage, long offset, Shape shape) {
    return new DeviceTensor(device, storage, offset, shape.cols(), shape, Optional.empty());
  }

  /** The same values as a parameter: gradients are added to a window that outlives the step. */
  public DeviceTensor asParameter(String name, Mat gradient) {
    return new DeviceTensor(
        device,
        storage,
        offset,
        ld,
        shape,
        Optional.of(new Recorded(Optional.empty(), new Slot.Leaf(gradient, name))));
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public DType type() {
    return storage.buffer().type();
  }

  /** The device it lies on. */
  public Device device() {
    return device;
  }

  Backend backend() {
    return device.backend();
  }

  /**
   * The window a kernel works on: all axes but the last as rows.
   *
   * @throws LifetimeException if the step that owns the memory has ended
   */
  public Mat mat() {
    if (!storage.isAlive()) {
      throw new LifetimeException(
          "The tensor %s belongs to a step that has ended; call keep() inside the step to carry it out, or toArray() for its values"
              .formatted(shape));
    }
    return new Mat(storage.buffer(), offset, shape.rows(), shape.cols(), ld);
  }

  /** The window as {@code rows × cols}; copies first if the rows do not lie end to end. */
  Mat mat(int rows, int cols) {
    return contiguous().mat().reshape(rows, cols);
  }

  boolean isContiguous() {
    return ld == shape.cols() || shape.rows() <= 1;
  }

  /** This, or a copy whose rows lie end to end. */
  DeviceTensor contiguous() {
    return isContiguous() ? this : Layout.copy(this);
  }

  // --------------------------------------------------------------- history

  Optional<Slot> slot() {
    return recorded.map(Recorded::slot);
  }

  /** The slot, if gradients can flow to this tensor on the given tape. */
  Optional<Slot> slotOn(Tape tape) {
    if (recorded.isEmpty()) {
      return Optional.empty();
    }
    var owner = recorded.get().tape();
    if (owner.isPresent() && owner.get() != tape) {
      throw new LifetimeException(
          "The tensor %s was recorded on another step's tape; carry values over with keep()"
              .formatted(shape));
    }
    return slot();
  }

  DeviceTensor withSlot(Tape tape, Slot slot) {
    return new DeviceTensor(
        device,
        storage,
        offset,
        ld,
        shape,
        Optional.of(new Recorded(Optional.of(tape), slot)),
        zeroPadded);
  }

  /** The same tensor, whose maker vouches that all steps past these lengths are 0. */
  public DeviceTensor knownZeroPadded(Lengths lengths) {
    return new DeviceTensor(device, storage, offset, ld, shape, recorded, Optional.of(lengths));
  }

  boolean isKnownZeroPadded(Lengths lengths) {
    return zeroPadded.filter(lengths::equals).isPresent();
  }

  /** A window of this one's memory, with a gradient that is the matching window of this one's. */
  DeviceTensor view(
      long from, int newLd, Shape newShape, java.util.function.UnaryOperator<Mat> window) {
    var history =
        Record.tape()
            .flatMap(
                tape ->
                    slotOn(tape)
                        .map(slot -> new Recorded(Optional.of(tape), new Slot.View(slot, window))));
    mat();
    return new DeviceTensor(device, storage, offset + from, newLd, newShape, history);
  }

  int ld() {
    return ld;
  }

  @Override
  public DeviceTensor detach() {
    return recorded.isEmpty()
        ? this
        : new DeviceTensor(device, storage, offset, ld, shape, Optional.empty());
  }

  @Override
  public DeviceTensor keep() {
    var kept = owning(device, type(), shape);
    backend().copy(mat(), kept.mat());
    return kept;
  }

  // ---------------------------------------------------------------- values

  @Override
  public float[] toArray() {
    double[] values = toDoubles();
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    return rounded;
  }

  @Override
  public double[] toDoubles() {
    requireFloat("toDoubles");
    return HostMat.download(backend(), mat());
  }

  @Override
  public int[] toInts() {
    if (type() != DType.I32) {
      throw new ShapeException("toInts reads integers, this tensor is " + type());
    }
    return HostMat.downloadInts(backend(), mat());
  }

  @Override
  public double item() {
    if (shape.size() != 1) {
      throw new ShapeException("item() reads a tensor of one value, this one is " + shape);
    }
    return toDoubles()[0];
  }

  @Override
  public DeviceTensor zeros(Shape wanted) {
    var zeros = empty(device, wanted);
    backend().fill(zeros.mat(), 0);
    return zeros;
  }

  void requireFloat(String operation) {
    if (!type().isFloat()) {
      throw new ShapeException(
          "%s works on float tensors, received %s %s".formatted(operation, type(), shape));
    }
  }

  // ------------------------------------------------------------ operations

  @Override
  public Tensor add(Tensor other) {
    return Arithmetic.add(this, of(other));
  }

  @Override
  public Tensor sub(Tensor other) {
    return Arithmetic.sub(this, of(other));
  }

  @Override
  public Tensor mul(Tensor other) {
    return Arithmetic.mul(this, of(other));
  }

  @Override
  public Tensor div(Tensor other) {
    return Arithmetic.div(this, of(other));
  }

  @Override
  public Tensor max(Tensor other) {
    return Arithmetic.extreme(BinaryOp.MAX, this, of(other));
  }

  @Override
  public Tensor min(Tensor other) {
    return Arithmetic.extreme(BinaryOp.MIN, this, of(other));
  }

  @Override
  public Tensor affine(double scale, double shift) {
    return Arithmetic.affine(this, scale, shift);
  }

  @Override
  public Tensor greater(Tensor other) {
    return Arithmetic.greater(this, of(other));
  }

  @Override
  public Tensor where(Tensor mask, Tensor other) {
    return Arithmetic.where(of(mask), this, of(other));
  }

  @Override
  public Tensor exp() {
    return Functions.exp(this);
  }

  @Override
  public Tensor log() {
    return Functions.log(this);
  }

  @Override
  public Tensor sqrt() {
    return Functions.sqrt(this);
  }

  @Override
  public Tensor square() {
    return Functions.square(this);
  }

  @Override
  public Tensor abs() {
    return Functions.abs(this);
  }

  @Override
  public Tensor reciprocal() {
    return Functions.reciprocal(this);
  }

  @Override
  public Tensor tanh() {
    return Functions.bounded(UnaryOp.TANH, BinaryOp.TANH_GRAD, this);
  }

  @Override
  public Tensor sigmoid() {
    return Functions.bounded(UnaryOp.SIGMOID, BinaryOp.SIGMOID_GRAD, this);
  }

  @Override
  public Tensor relu() {
    return Functions.bounded(UnaryOp.RELU, BinaryOp.RELU_GRAD, this);
  }

  @Override
  public Tensor softplus() {
    return Functions.softplus(this);
  }

  @Override
  public Tensor softmax() {
    return Functions.softmax(this, false);
  }

  @Override
  public Tensor logSoftmax() {
    return Functions.softmax(this, true);
  }

  @Override
  public Tensor matmul(Tensor other) {
    return Products.matmul(this, of(other), false);
  }

  @Override
  public Tensor matmulTransposed(Tensor weight) {
    return Products.matmul(this, of(weight), true);
  }

  @Override
  public Tensor sum() {
    return Reductions.sum(this);
  }

  @Override
  public Tensor mean() {
    return sum().mul(1.0 / shape.size());
  }

  @Override
  public Tensor sum(int axis) {
    return Reductions.sum(this, axis);
  }

  @Override
  public Tensor reshape(Shape wanted) {
    return Layout.reshape(this, wanted);
  }

  @Override
  public Tensor transpose(int... order) {
    return Layout.transpose(this, order);
  }

  @Override
  public Tensor slice(int axis, int from, int to) {
    return Layout.slice(this, axis, from, to);
  }

  @Override
  public Tensor concat(int axis, List<Tensor> others) {
    return Layout.concat(axis, this, others);
  }

  @Override
  public Tensor gather(Tensor ids) {
    return Rows.gather(this, of(ids));
  }

  @Override
  public Tensor zeroPadding(Lengths lengths) {
    return Rows.zeroPadding(this, lengths);
  }

  /** For example {@code Tensor[F32, [32, 20, 64], java]}. */
  @Override
  public String toString() {
    return "Tensor[%s, %s, %s]".formatted(type(), shape, backend().id());
  }
}
