package dev.recurve.host;

import dev.recurve.spi.Axis;
import dev.recurve.spi.Backend;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.Buffer;
import dev.recurve.spi.CrossEntropyRule;
import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;
import dev.recurve.spi.ReduceOp;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.Scratch;
import dev.recurve.spi.StepCall;
import dev.recurve.spi.StepRule;
import dev.recurve.spi.UnaryOp;
import dev.recurve.spi.Workers;
import dev.recurve.spi.Write;
import java.util.EnumSet;
import java.util.Set;

/**
 * Everything of a backend on the Java heap but its products: float32 and integers in arrays, loops
 * of the backend's own arithmetic on the process's threads. Work is cut into parts by its size and
 * the number of threads, and a call returns when all parts are done.
 */
public abstract class HostBackend implements Backend {
  private final String id;
  private final Workers workers;
  private final String fingerprint;
  private final HostMemory memory;
  private final Elementwise elementwise;
  private final Reductions reductions;
  private final Softmax softmax;
  private final Optimizers optimizers;
  private final LinearScans scan;

  /**
   * A backend.
   *
   * @param arithmetic what its bits depend on besides the number of threads
   */
  protected HostBackend(String id, String arithmetic, Loops loops, Workers workers) {
    this.id = id;
    this.workers = workers;
    this.fingerprint =
        id
            + " "
            + arithmetic
            + ", "
            + workers.threads()
            + (workers.threads() == 1 ? " thread" : " threads");
    var split = new Split(workers);
    var workspaces = new Pool<>(Workspace::new);
    this.memory = new HostMemory(id, loops, split);
    this.elementwise = new Elementwise(loops, split);
    this.reductions = new Reductions(loops, split, workspaces);
    this.softmax = new Softmax(loops, split, workspaces);
    this.optimizers = new Optimizers(loops, split);
    this.scan = new LinearScans(loops, split);
  }

  /** The process's threads. */
  protected final Workers workers() {
    return workers;
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final String fingerprint() {
    return fingerprint;
  }

  @Override
  public final Set<DType> types() {
    return EnumSet.of(DType.F32, DType.I32);
  }

  @Override
  public final boolean isGarbageCollected() {
    return true;
  }

  @Override
  public final Buffer allocate(DType type, long size) {
    return memory.allocate(type, size);
  }

  @Override
  public final void free(Buffer buffer) {}

  @Override
  public final void upload(float[] source, int from, Mat target) {
    int start = HostMemory.contiguousStart(target);
    System.arraycopy(source, from, HostBuffer.floats(target), start, (int) target.size());
  }

  @Override
  public final void upload(double[] source, int from, Mat target) {
    throw noDoubles();
  }

  @Override
  public final void upload(int[] source, int from, Mat target) {
    int start = HostMemory.contiguousStart(target);
    System.arraycopy(source, from, HostBuffer.ints(target), start, (int) target.size());
  }

  @Override
  public final void download(Mat source, float[] target, int from) {
    int start = HostMemory.contiguousStart(source);
    System.arraycopy(HostBuffer.floats(source), start, target, from, (int) source.size());
  }

  @Override
  public final void download(Mat source, double[] target, int from) {
    throw noDoubles();
  }

  @Override
  public final void download(Mat source, int[] target, int from) {
    int start = HostMemory.contiguousStart(source);
    System.arraycopy(HostBuffer.ints(source), start, target, from, (int) source.size());
  }

  private IllegalArgumentException noDoubles() {
    return new IllegalArgumentException(
        "The %s backend has no F64 memory. For checks in double precision open the java backend."
            .formatted(id));
  }

  @Override
  public final void synchronize() {}

  @Override
  public final void fill(Mat y, double value) {
    memory.fill(y, value);
  }

  @Override
  public final void copy(Mat x, Mat y) {
    memory.copy(x, y);
  }

  @Override
  public final void permute(Mat x, int[] shape, int[] order, Mat y) {
    Permutation.run(x, shape, order, y);
  }

  @Override
  public final void affine(Scalar alpha, Mat x, Scalar beta, Mat y, double shift) {
    elementwise.affine(alpha, x, beta, y, shift);
  }

  @Override
  public final void unary(UnaryOp op, Mat x, Mat y) {
    elementwise.unary(op, x, y);
  }

  @Override
  public final void binary(BinaryOp op, Mat a, Mat b, Write write, Mat y) {
    elementwise.binary(op, a, b, write, y);
  }

  @Override
  public final void select(Mat mask, Mat a, Mat b, Mat y) {
    elementwise.select(mask, a, b, y);
  }

  @Override
  public final void reduce(ReduceOp op, Axis axis, Mat x, Write write, Mat y) {
    reductions.reduce(op, axis, x, write, y);
  }

  @Override
  public final void gatherRows(Mat table, Mat ids, Mat y) {
    memory.gatherRows(table, ids, y);
  }

  @Override
  public final void scatterAddRows(Mat x, Mat ids, Mat table) {
    memory.scatterAddRows(x, ids, table);
  }

  @Override
  public final void softmaxRows(boolean log, Mat x, Mat y, Scratch scratch) {
    softmax.softmaxRows(log, x, y);
  }

  @Override
  public final void softmaxRowsGrad(
      boolean log, Mat dy, Mat y, Write write, Mat dx, Scratch scratch) {
    softmax.softmaxRowsGrad(log, dy, y, write, dx);
  }

  @Override
  public final void crossEntropyRows(
      CrossEntropyRule rule, Mat logProbs, Mat targets, Mat classWeights, Mat losses, Mat weights) {
    softmax.crossEntropyRows(rule, logProbs, targets, classWeights, losses, weights);
  }

  @Override
  public final void crossEntropyRowsGrad(
      CrossEntropyRule rule,
      Mat logProbs,
      Mat targets,
      Mat classWeights,
      Mat scales,
      Write write,
      Mat dLogits) {
    softmax.crossEntropyRowsGrad(rule, logProbs, targets, classWeights, scales, write, dLogits);
  }

  @Override
  public final void linearScan(int[] active, Mat a, Mat b, Mat h0, Mat h) {
    scan.forward(active, a, b, h0, h);
  }

  @Override
  public final void linearScanGrad(
      int[] active, Mat a, Mat h0, Mat h, Mat dh, Mat da, Mat db, Mat dh0) {
    scan.backward(active, a, h0, h, dh, da, db, dh0);
  }

  @Override
  public final void randomMask(long key, long counter, double keep, Mat y) {
    elementwise.randomMask(key, counter, keep, y);
  }

  @Override
  public final void randomNormal(long key, long counter, double deviation, Mat y) {
    elementwise.randomNormal(key, counter, deviation, y);
  }

  @Override
  public final void optimizerStep(StepRule rule, StepCall call, Scratch scratch) {
    optimizers.step(rule, call);
  }
}
