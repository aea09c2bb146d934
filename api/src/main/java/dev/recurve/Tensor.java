package dev.recurve;

import dev.recurve.spi.DType;
import java.util.List;

/**
 * An immutable array of numbers on a device, and the operations that layers and cells are written
 * in.
 *
 * <p>While a training step records, every operation that a parameter or a watched tensor flows into
 * is noted down, and gradients flow back through it. Derivatives are of first order.
 *
 * <p><b>Memory.</b> A tensor made inside a step belongs to that step; used after the step's end it
 * throws a {@link LifetimeException}. {@link #keep()} and {@link #toArray()} carry values out.
 *
 * <p><b>Shapes of two operands.</b> Equal, or one of them is repeated over the other in one of
 * three ways: it is a single value; its axes are the other's last axes ({@code [C]} or {@code [B,
 * C]} against {@code [T, B, C]}); or it has the other's axes with the last of size 1 ({@code [T, B,
 * 1]}). Anything else is a {@link ShapeException} that names both shapes.
 */
public interface Tensor {

  /** The axes. */
  Shape shape();

  /** The element type. */
  DType type();

  // ---------------------------------------------------------------- values

  /** Waits and copies the values out, in order of the axes. F64 values are rounded. */
  float[] toArray();

  /** Waits and copies the values out without rounding. */
  double[] toDoubles();

  /** Waits and copies the values of an I32 tensor out. */
  int[] toInts();

  /**
   * The only value of a tensor of size 1.
   *
   * @throws ShapeException if there are more
   */
  double item();

  /** The same values without history: no gradient flows back beyond here. */
  Tensor detach();

  /** A copy without history that outlives the step. */
  Tensor keep();

  /** New zeros of the same type on the same device. */
  Tensor zeros(Shape shape);

  // ------------------------------------------------------------ arithmetic

  /** {@code this + other}. */
  Tensor add(Tensor other);

  /** {@code this - other}. */
  Tensor sub(Tensor other);

  /** {@code this ∘ other}, element by element. */
  Tensor mul(Tensor other);

  /** {@code this / other}, element by element. */
  Tensor div(Tensor other);

  /** The larger, element by element; where equal, the gradient goes to this. */
  Tensor max(Tensor other);

  /** The smaller, element by element; where equal, the gradient goes to this. */
  Tensor min(Tensor other);

  /** {@code scale · this + shift}. */
  Tensor affine(double scale, double shift);

  /** {@code this + value}. */
  default Tensor add(double value) {
    return affine(1, value);
  }

  /** {@code this · factor}. */
  default Tensor mul(double factor) {
    return affine(factor, 0);
  }

  /** {@code -this}. */
  default Tensor neg() {
    return affine(-1, 0);
  }

  /** {@code 1 - this}: the other side of a gate. */
  default Tensor oneMinus() {
    return affine(-1, 1);
  }

  /** 1 where this is greater than other, else 0; carries no gradient. */
  Tensor greater(Tensor other);

  /**
   * This where mask is not 0, else other; what is not taken may be NaN and gets gradient 0.
   *
   * @param mask of this shape, or with the last axis of size 1; carries no gradient
   * @param other of this shape
   */
  Tensor where(Tensor mask, Tensor other);

  // ---------------------------------------------------- functions of one

  /** {@code eˣ}. */
  Tensor exp();

  /** {@code ln x}. */
  Tensor log();

  /** {@code √x}. */
  Tensor sqrt();

  /** {@code x²}. */
  Tensor square();

  /** {@code |x|}; gradient 0 at 0. */
  Tensor abs();

  /** {@code 1/x}. */
  Tensor reciprocal();

  /** Hyperbolic tangent. */
  Tensor tanh();

  /** {@code 1/(1+e⁻ˣ)}. */
  Tensor sigmoid();

  /** {@code max(x, 0)}; gradient 0 at 0. */
  Tensor relu();

  /** {@code ln(1+eˣ)}. */
  Tensor softplus();

  /** Softmax over the last axis. */
  Tensor softmax();

  /** Logarithm of the softmax over the last axis. */
  Tensor logSoftmax();

  // -------------------------------------------------------------- products

  /**
   * Matrix product over the last axis: {@code [..., K] · [K, N] = [..., N]}.
   *
   * @throws ShapeException if the inner sizes differ or other is not of rank 2
   */
  Tensor matmul(Tensor other);

  /**
   * Product with a transposed matrix, as weights are stored: {@code [..., K] · [N, K]ᵀ = [..., N]}.
   *
   * @throws ShapeException if the inner sizes differ or weight is not of rank 2
   */
  Tensor matmulTransposed(Tensor weight);

  // ------------------------------------------------------------ reductions

  /** Sum of all elements, a scalar. */
  Tensor sum();

  /** Mean of all elements, a scalar. */
  Tensor mean();

  /** Sum over one axis, which disappears; -1 is the last. */
  Tensor sum(int axis);

  // ---------------------------------------------------------------- layout

  /**
   * The same elements in order under other axes.
   *
   * @throws ShapeException if the sizes differ
   */
  Tensor reshape(Shape shape);

  /** Axis i of the result is axis {@code order[i]} of this. */
  Tensor transpose(int... order);

  /** Elements {@code from … to-1} of an axis; a view for the first and the last axis. */
  Tensor slice(int axis, int from, int to);

  /** Element {@code index} of the first axis, which disappears: one step of a sequence. */
  default Tensor at(int index) {
    return slice(0, index, index + 1).reshape(shape().without(0));
  }

  /** This followed by others along an axis; all other axes are equal. */
  Tensor concat(int axis, List<Tensor> others);

  /**
   * Rows of this by number: {@code [N, rest…]} with ids {@code [any…]} gives {@code [any…, rest…]}.
   * A negative id gives zeros.
   *
   * @param ids I32, each less than N
   */
  Tensor gather(Tensor ids);

  /**
   * A padded sequence {@code [T, B, …]} with all steps past a sequence's length exactly 0, whatever
   * stood there; no gradient flows into them.
   */
  Tensor zeroPadding(Lengths lengths);
}
