package dev.recurve.spi;

import java.util.Optional;
import java.util.Set;

/**
 * Everything that a compute backend does.
 *
 * <p>Kernels write into destinations that the caller owns, never allocate what outlives the call,
 * never see gradients' bookkeeping, and get arguments that core has checked. A device backend
 * enqueues: only {@link #download} and {@link #synchronize} wait. A destination may be the very
 * same window as an element-wise kernel's operand; otherwise operands and destinations do not
 * overlap. Calls that touch different buffers may come from different threads at once.
 *
 * <p>Where a destination is {@code r × c}, an operand of {@code binary} and {@code select} may be
 * {@code r × c}, {@code 1 × c} (the same row everywhere), {@code r × 1} (the same column
 * everywhere) or {@code 1 × 1}. All operands of a call have one type unless stated; float types are
 * those in {@link #types}.
 *
 * <p>The methods without a default are all that a backend must have for every model to run. The
 * others have a default made of them, and exist because a backend can do them faster in one piece.
 */
public interface Backend {

  /** The provider's id. */
  String id();

  /** Name, version, width and threads: all that the bits of its results depend on. */
  String fingerprint();

  /** The element types that buffers may have; F32 and I32 always. */
  Set<DType> types();

  /** Whether the garbage collector reclaims buffers, so that nobody needs to call {@link #free}. */
  boolean isGarbageCollected();

  // ---------------------------------------------------------------- memory

  /**
   * A buffer with undefined contents.
   *
   * @throws dev.recurve.BackendException when memory is exhausted, with sizes and a remedy
   */
  Buffer allocate(DType type, long size);

  /** Gives a buffer back. Nothing may use it afterwards. */
  void free(Buffer buffer);

  /**
   * How to give a buffer back when nobody refers to it any more: an action that does not refer to
   * the buffer either, or it would keep it alive. Not asked for where {@link #isGarbageCollected}.
   */
  default Runnable releaser(Buffer buffer) {
    return () -> {};
  }

  /** Copies F32 elements to a contiguous window; the source may be reused at once. */
  void upload(float[] source, int from, Mat target);

  /** Copies F64 elements to a contiguous window; the source may be reused at once. */
  void upload(double[] source, int from, Mat target);

  /** Copies I32 elements to a contiguous window; the source may be reused at once. */
  void upload(int[] source, int from, Mat target);

  /** Waits for the elements of a contiguous F32 window and copies them. */
  void download(Mat source, float[] target, int from);

  /** Waits for the elements of a contiguous F64 window and copies them. */
  void download(Mat source, double[] target, int from);

  /** Waits for the elements of a contiguous I32 window and copies them. */
  void download(Mat source, int[] target, int from);

  /** Waits until all that was asked for is done. */
  void synchronize();

  // -------------------------------------------------------------- required

  /** {@code y = value}, any type. */
  void fill(Mat y, double value);

  /** {@code y = x}, same size, any type, the same type on both sides. */
  void copy(Mat x, Mat y);

  /**
   * Reorders the axes of a contiguous tensor: axis i of y is axis {@code order[i]} of x.
   *
   * @param x the source, contiguous, any type
   * @param shape the source's axes
   * @param order a permutation of 0…n-1
   * @param y the target, contiguous
   */
  void permute(Mat x, int[] shape, int[] order, Mat y);

  /**
   * {@code c = alpha · op(a) · op(b) + beta · c}, where op transposes if asked. With beta 0, c is
   * not read. With an inner size of 0 the product is 0.
   */
  void gemm(boolean transA, boolean transB, double alpha, Mat a, Mat b, double beta, Mat c);

  /** {@code y = alpha · x + beta · y + shift}. With beta {@link Scalar#ZERO}, y is not read. */
  void affine(Scalar alpha, Mat x, Scalar beta, Mat y, double shift);

  /** {@code y = f(x)} element by element. */
  void unary(UnaryOp op, Mat x, Mat y);

  /** {@code y = f(a, b)} element by element, or added to y. */
  void binary(BinaryOp op, Mat a, Mat b, Write write, Mat y);

  /** {@code y = a} where mask is not 0, else b; the one not taken may be anything, NaN too. */
  void select(Mat mask, Mat a, Mat b, Mat y);

  /** Folds an axis away; y is {@code 1 × c}, {@code r × 1} or {@code 1 × 1}. */
  void reduce(ReduceOp op, Axis axis, Mat x, Write write, Mat y);

  /**
   * {@code y[i] = table[ids[i]]}, a row at a time; a negative id gives a row of zeros.
   *
   * @param table any type
   * @param ids I32, {@code n × 1}, less than the table's rows
   * @param y {@code n × c}, the table's type
   */
  void gatherRows(Mat table, Mat ids, Mat y);

  /** {@code table[ids[i]] += x[i]}, in order of i; rows with a negative id are passed over. */
  void scatterAddRows(Mat x, Mat ids, Mat table);

  // -------------------------------------------------------------- optional

  /**
   * A hint that a window's contents are dead: its memory is about to be used for something else.
   */
  default void discard(Mat dead) {}

  /** {@code y = softmax(x)} along each row, or its logarithm; y may be x. */
  default void softmaxRows(boolean log, Mat x, Mat y, Scratch scratch) {
    Composed.softmaxRows(this, log, x, y, scratch);
  }

  /**
   * Carries the gradient {@code dy} of {@link #softmaxRows} to its input.
   *
   * @param y what softmaxRows gave
   */
  default void softmaxRowsGrad(boolean log, Mat dy, Mat y, Write write, Mat dx, Scratch scratch) {
    Composed.softmaxRowsGrad(this, log, dy, y, write, dx, scratch);
  }

  /**
   * Cross-entropy of each row's softmax against an integer target, after {@link #softmaxRows} with
   * {@code log}. By default computed on the host.
   *
   * @param rule smoothing and the ignored target
   * @param logProbs {@code n × classes}
   * @param targets I32, {@code n × 1}
   * @param classWeights {@code 1 × classes}; all 1 for none
   * @param losses {@code n × 1}; 0 for ignored rows; overwritten
   * @param weights {@code n × 1}, each target's class weight, 0 for ignored rows; overwritten
   */
  default void crossEntropyRows(
      CrossEntropyRule rule, Mat logProbs, Mat targets, Mat classWeights, Mat losses, Mat weights) {
    HostOps.crossEntropyRows(this, rule, logProbs, targets, classWeights, losses, weights);
  }

  /**
   * The gradient of {@link #crossEntropyRows} with respect to the <em>logits</em>.
   *
   * @param scales {@code n × 1}, the gradient of each row's loss
   * @param dLogits {@code n × classes}
   */
  default void crossEntropyRowsGrad(
      CrossEntropyRule rule,
      Mat logProbs,
      Mat targets,
      Mat classWeights,
      Mat scales,
      Write write,
      Mat dLogits) {
    HostOps.crossEntropyRowsGrad(
        this, rule, logProbs, targets, classWeights, scales, write, dLogits);
  }

  /**
   * Fills y with a dropout mask: {@code 1/keep} with probability {@code keep}, else 0. Element (r,
   * c) depends on {@code (key, counter + r·cols + c)} alone ({@link CounterRandom}), so that every
   * backend makes the same mask and splitting does not change it.
   */
  default void randomMask(long key, long counter, double keep, Mat y) {
    HostOps.randomMask(this, key, counter, keep, y);
  }

  /**
   * Fills y with normally distributed numbers of mean 0. Element (r, c) is {@link
   * CounterRandom#normal} of {@code (key, counter + r·cols + c)} times the deviation, to within
   * rounding, so that splitting does not change it. By default made on the host.
   *
   * @param deviation standard deviation, 0 or more
   */
  default void randomNormal(long key, long counter, double deviation, Mat y) {
    HostOps.randomNormal(this, key, counter, deviation, y);
  }

  /**
   * One step of an optimiser over n weights and what it remembers of them.
   *
   * @param rule the formula and its numbers
   * @param call what it works on; slots and weights are changed together or not at all
   */
  default void optimizerStep(StepRule rule, StepCall call, Scratch scratch) {
    ComposedStep.make(this, rule, call, scratch);
  }

  /**
   * A linear recurrence, element by element and step by step: {@code h_t = a_t∘h_(t-1) + b_t}. Step
   * s has the next {@code active[s]} rows of each window; row i of a step follows from row i of the
   * step before, and of h0 at first.
   *
   * @param active rows of each step, at least 1 and never growing; n together
   * @param a {@code n × c}
   * @param b {@code n × c}
   * @param h0 rows {@code × c}, at least as many rows as the first step has
   * @param h {@code n × c}; overwritten
   */
  default void linearScan(int[] active, Mat a, Mat b, Mat h0, Mat h) {
    ComposedScan.forward(this, active, a, b, h0, h);
  }

  /**
   * Carries the gradient of {@link #linearScan} back.
   *
   * @param h what linearScan gave
   * @param dh {@code n × c}, gradient of each h apart from what flows through later steps
   * @param da {@code n × c}; overwritten
   * @param db {@code n × c}; overwritten
   * @param dh0 as h0; overwritten, with 0 in rows that no step has
   */
  default void linearScanGrad(int[] active, Mat a, Mat h0, Mat h, Mat dh, Mat da, Mat db, Mat dh0) {
    ComposedScan.backward(this, active, a, h0, h, dh, da, db, dh0);
  }

  /**
   * This backend's own kernel for connectionist temporal classification, or why it has none; then
   * {@link HostCtc} does it on the host.
   */
  default Offer<CtcKernel> ctc() {
    return new Offer.Declined<>("the " + id() + " backend has no CTC kernel");
  }

  /** Whether this backend runs such a recurrent layer whole, and if not, why. */
  default Offer<RnnPlan> planRnn(RnnSpec spec) {
    return new Offer.Declined<>("the " + id() + " backend has no recurrent kernels");
  }

  /**
   * Gets ready to apply a linear map to a few rows at a time, again and again. May lay the weights
   * out once for all, so they must not change any more.
   *
   * @param weight {@code [outputs, inputs]}
   * @param bias {@code [1, outputs]}
   */
  default LinearPlan planLinear(Mat weight, Optional<Mat> bias) {
    return new ComposedLinear(this, weight, bias);
  }
}
