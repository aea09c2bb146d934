package dev.recurve.conformance;

import dev.recurve.BackendException;
import dev.recurve.spi.Axis;
import dev.recurve.spi.Backend;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.Buffer;
import dev.recurve.spi.CrossEntropyRule;
import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Offer;
import dev.recurve.spi.ReduceOp;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.UnaryOp;
import dev.recurve.spi.Write;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A backend that behaves like a device without being one, so that a test shows whether code depends
 * on calls being finished when they return, on fresh memory being 0, or on freed memory still
 * holding what it held.
 *
 * <ul>
 *   <li>Nothing is computed before {@link #download} or {@link #synchronize} waits for it; then
 *       another thread makes all calls, in order. A call that fails shows at the next wait.
 *   <li>Fresh, freed and discarded memory holds NaN, or {@link #POISON} among integers.
 *   <li>Buffers are opaque and must be given back: {@link #isGarbageCollected()} is false, {@link
 *       #liveBuffers()} counts, and use after free is an {@link AssertionError} where it happens.
 *   <li>Operations that take {@link dev.recurve.spi.Scratch} are composed of the required ones.
 * </ul>
 */
public final class DeferredBackend implements Backend {
  /** What integers hold that nobody has written. */
  public static final int POISON = Integer.MIN_VALUE;

  private final Backend inner;
  private final CallQueue queue = new CallQueue();
  private final AtomicLong liveBuffers = new AtomicLong();
  private final AtomicLong liveBytes = new AtomicLong();

  /** Defers the calls of another backend. */
  public DeferredBackend(Backend inner) {
    this.inner = inner;
  }

  /** How many buffers were allocated and not freed. */
  public long liveBuffers() {
    return liveBuffers.get();
  }

  /** The bytes in buffers that were allocated and not freed. */
  public long liveBytes() {
    return liveBytes.get();
  }

  /** How many calls have not been made yet. */
  public int waitingCalls() {
    return queue.size();
  }

  @Override
  public String id() {
    return DeferredProvider.ID;
  }

  @Override
  public String fingerprint() {
    return "deferred, " + inner.fingerprint();
  }

  @Override
  public Set<DType> types() {
    return inner.types();
  }

  @Override
  public boolean isGarbageCollected() {
    return false;
  }

  // ---------------------------------------------------------------- memory

  @Override
  public Buffer allocate(DType type, long size) {
    var memory = inner.allocate(type, size);
    var buffer = new DeferredBuffer(this, memory);
    liveBuffers.incrementAndGet();
    liveBytes.addAndGet(buffer.bytes());
    queue.add("allocate", () -> poison(Mat.row(memory)));
    return buffer;
  }

  @Override
  public void free(Buffer buffer) {
    release(own(buffer).free());
  }

  @Override
  public Runnable releaser(Buffer buffer) {
    var memory = own(buffer).inner();
    var freed = own(buffer).freed();
    return () -> {
      if (!freed.getAndSet(true)) {
        release(memory);
      }
    };
  }

  private void release(Buffer memory) {
    liveBuffers.decrementAndGet();
    liveBytes.addAndGet(-memory.size() * memory.type().bytes());
    queue.add(
        "free",
        () -> {
          poison(Mat.row(memory));
          inner.free(memory);
        });
  }

  @Override
  public void discard(Mat dead) {
    var d = mat(dead);
    queue.add("discard", () -> poison(d));
  }

  private void poison(Mat dead) {
    inner.fill(dead, dead.type().isFloat() ? Double.NaN : POISON);
  }

  @Override
  public void upload(float[] source, int from, Mat target) {
    var t = mat(target);
    float[] copy = Arrays.copyOfRange(source, from, end(from, target));
    queue.add("upload", () -> inner.upload(copy, 0, t));
  }

  @Override
  public void upload(double[] source, int from, Mat target) {
    var t = mat(target);
    double[] copy = Arrays.copyOfRange(source, from, end(from, target));
    queue.add("upload", () -> inner.upload(copy, 0, t));
  }

  @Override
  public void upload(int[] source, int from, Mat target) {
    var t = mat(target);
    int[] copy = Arrays.copyOfRange(source, from, end(from, target));
    queue.add("upload", () -> inner.upload(copy, 0, t));
  }

  private static int end(int from, Mat target) {
    return Math.toIntExact(from + target.size());
  }

  @Override
  public void download(Mat source, float[] target, int from) {
    var s = mat(source);
    queue.finish("download", () -> inner.download(s, target, from));
  }

  @Override
  public void download(Mat source, double[] target, int from) {
    var s = mat(source);
    queue.finish("download", () -> inner.download(s, target, from));
  }

  @Override
  public void download(Mat source, int[] target, int from) {
    var s = mat(source);
    queue.finish("download", () -> inner.download(s, target, from));
  }

  @Override
  public void synchronize() {
    queue.finish("synchronize", inner::synchronize);
  }

  // -------------------------------------------------------------- required

  @Override
  public void fill(Mat y, double value) {
    var y1 = mat(y);
    queue.add("fill", () -> inner.fill(y1, value));
  }

  @Override
  public void copy(Mat x, Mat y) {
    var x1 = mat(x);
    var y1 = mat(y);
    queue.add("copy", () -> inner.copy(x1, y1));
  }

  @Override
  public void permute(Mat x, int[] shape, int[] order, Mat y) {
    var x1 = mat(x);
    var y1 = mat(y);
    int[] shape1 = shape.clone();
    int[] order1 = order.clone();
    queue.add("permute", () -> inner.permute(x1, shape1, order1, y1));
  }

  @Override
  public void gemm(boolean transA, boolean transB, double alpha, Mat a, Mat b, double beta, Mat c) {
    var a1 = mat(a);
    var b1 = mat(b);
    var c1 = mat(c);
    queue.add("gemm", () -> inner.gemm(transA, transB, alpha, a1, b1, beta, c1));
  }

  @Override
  public void affine(Scalar alpha, Mat x, Scalar beta, Mat y, double shift) {
    var alpha1 = scalar(alpha);
    var beta1 = scalar(beta);
    var x1 = mat(x);
    var y1 = mat(y);
    queue.add("affine", () -> inner.affine(alpha1, x1, beta1, y1, shift));
  }

  @Override
  public void unary(UnaryOp op, Mat x, Mat y) {
    var x1 = mat(x);
    var y1 = mat(y);
    queue.add("unary " + op, () -> inner.unary(op, x1, y1));
  }

  @Override
  public void binary(BinaryOp op, Mat a, Mat b, Write write, Mat y) {
    var a1 = mat(a);
    var b1 = mat(b);
    var y1 = mat(y);
    queue.add("binary " + op, () -> inner.binary(op, a1, b1, write, y1));
  }

  @Override
  public void select(Mat mask, Mat a, Mat b, Mat y) {
    var mask1 = mat(mask);
    var a1 = mat(a);
    var b1 = mat(b);
    var y1 = mat(y);
    queue.add("select", () -> inner.select(mask1, a1, b1, y1));
  }

  @Override
  public void reduce(ReduceOp op, Axis axis, Mat x, Write write, Mat y) {
    var x1 = mat(x);
    var y1 = mat(y);
    queue.add("reduce " + op, () -> inner.reduce(op, axis, x1, write, y1));
  }

  @Override
  public void gatherRows(Mat table, Mat ids, Mat y) {
    var table1 = mat(table);
    var ids1 = mat(ids);
    var y1 = mat(y);
    queue.add("gatherRows", () -> inner.gatherRows(table1, ids1, y1));
  }

  @Override
  public void scatterAddRows(Mat x, Mat ids, Mat table) {
    var x1 = mat(x);
    var ids1 = mat(ids);
    var table1 = mat(table);
    queue.add("scatterAddRows", () -> inner.scatterAddRows(x1, ids1, table1));
  }

  // -------------------------------------------------------------- optional

  @Override
  public void crossEntropyRows(
      CrossEntropyRule rule, Mat logProbs, Mat targets, Mat classWeights, Mat losses, Mat weights) {
    var logProbs1 = mat(logProbs);
    var targets1 = mat(targets);
    var classWeights1 = mat(classWeights);
    var losses1 = mat(losses);
    var weights1 = mat(weights);
    queue.add(
        "crossEntropyRows",
        () -> inner.crossEntropyRows(rule, logProbs1, targets1, classWeights1, losses1, weights1));
  }

  @Override
  public void crossEntropyRowsGrad(
      CrossEntropyRule rule,
      Mat logProbs,
      Mat targets,
      Mat classWeights,
      Mat scales,
      Write write,
      Mat dLogits) {
    var logProbs1 = mat(logProbs);
    var targets1 = mat(targets);
    var classWeights1 = mat(classWeights);
    var scales1 = mat(scales);
    var dLogits1 = mat(dLogits);
    queue.add(
        "crossEntropyRowsGrad",
        () ->
            inner.crossEntropyRowsGrad(
                rule, logProbs1, targets1, classWeights1, scales1, write, dLogits1));
  }

  @Override
  public void randomMask(long key, long counter, double keep, Mat y) {
    var y1 = mat(y);
    queue.add("randomMask", () -> inner.randomMask(key, counter, keep, y1));
  }

  @Override
  public void randomNormal(long key, long counter, double deviation, Mat y) {
    var y1 = mat(y);
    queue.add("randomNormal", () -> inner.randomNormal(key, counter, deviation, y1));
  }

  @Override
  public Offer<RnnPlan> planRnn(RnnSpec spec) {
    return switch (inner.planRnn(spec)) {
      case Offer.Accepted<RnnPlan>(RnnPlan plan) ->
          new Offer.Accepted<>(new DeferredPlan(this, plan));
      case Offer.Declined<RnnPlan> declined -> declined;
    };
  }

  // ---------------------------------------------------------------- inside

  /** The backend whose calls are deferred. */
  Backend inner() {
    return inner;
  }

  /** Puts a call of a plan into the queue. */
  void enqueue(String name, Runnable call) {
    queue.add(name, call);
  }

  /** The same window of the inner backend's memory. */
  Mat mat(Mat mat) {
    var memory = own(mat.buffer()).inner();
    return new Mat(memory, mat.offset(), mat.rows(), mat.cols(), mat.ld());
  }

  private Scalar scalar(Scalar scalar) {
    return switch (scalar) {
      case Scalar.Value value -> value;
      case Scalar.OnDevice(Mat mat) -> Scalar.of(mat(mat));
    };
  }

  private DeferredBuffer own(Buffer buffer) {
    if (buffer instanceof DeferredBuffer deferred && deferred.belongsTo(this)) {
      return deferred;
    }
    throw new BackendException(
        ("A buffer belongs to the backend that allocated it: this deferred backend received a %s of"
                + " %d %s; copy it by download and upload")
            .formatted(buffer.getClass().getName(), buffer.size(), buffer.type()));
  }
}
