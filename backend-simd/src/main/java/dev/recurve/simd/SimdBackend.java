package dev.recurve.simd;

import dev.recurve.host.Elementwise;
import dev.recurve.host.HostBuffer;
import dev.recurve.host.HostMemory;
import dev.recurve.host.LinearScans;
import dev.recurve.host.Loops;
import dev.recurve.host.Optimizers;
import dev.recurve.host.PackedMemory;
import dev.recurve.host.Permutation;
import dev.recurve.host.Pool;
import dev.recurve.host.Reductions;
import dev.recurve.host.Softmax;
import dev.recurve.host.Split;
import dev.recurve.host.Workspace;
import dev.recurve.spi.Axis;
import dev.recurve.spi.Backend;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.Buffer;
import dev.recurve.spi.CrossEntropyRule;
import dev.recurve.spi.DType;
import dev.recurve.spi.LinearPlan;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Offer;
import dev.recurve.spi.ReduceOp;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.Scratch;
import dev.recurve.spi.StepCall;
import dev.recurve.spi.StepRule;
import dev.recurve.spi.UnaryOp;
import dev.recurve.spi.Workers;
import dev.recurve.spi.Write;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Everything in float32, on the lanes of vectors and on the process's threads. Work is cut into
 * parts by its size and the number of threads, and a call returns when all parts are done.
 */
final class SimdBackend implements Backend {
  /** Raised whenever a change alters the bits of a result. */
  private static final int ARITHMETIC = 4;

  private final Workers workers;
  private final RnnRules rules;
  private final String fingerprint;
  private final HostMemory memory;
  private final Elementwise elementwise;
  private final Reductions reductions;
  private final Softmax softmax;
  private final Optimizers optimizers;
  private final LinearScans scan;
  private final Gemm gemm;
  private final PackedMemory packedMemory = new PackedMemory();
  private final WarmingMath recurrent;

  /** A backend that begins with single floats and goes on with vectors. */
  SimdBackend(Workers workers) {
    this(workers, RnnRules.MEASURED, Warmth.ofLoops(), Warmth.ofProducts(), Warmth.ofLayers());
  }

  /** A backend whose every call goes to vectors, the first one too. */
  static SimdBackend warm(Workers workers) {
    return warm(workers, RnnRules.MEASURED);
  }

  /** The same with other rules for sharing recurrent layers between threads. */
  static SimdBackend warm(Workers workers, RnnRules rules) {
    return new SimdBackend(workers, rules, Warmth.always(), Warmth.always(), Warmth.always());
  }

  private SimdBackend(
      Workers workers, RnnRules rules, Warmth ofLoops, Warmth ofProducts, Warmth ofLayers) {
    this.workers = workers;
    this.rules = rules;
    this.fingerprint =
        id()
            + " "
            + ARITHMETIC
            + ", "
            + Lanes.COUNT
            + " lanes, "
            + workers.threads()
            + (workers.threads() == 1 ? " thread" : " threads");
    Loops loops = new WarmingLoops(ofLoops);
    var split = new Split(workers);
    var workspaces = new Pool<>(Workspace::new);
    this.memory = new HostMemory(SimdProvider.ID, loops, split);
    this.elementwise = new Elementwise(loops, split);
    this.reductions = new Reductions(loops, split, workspaces);
    this.softmax = new Softmax(loops, split, workspaces);
    this.optimizers = new Optimizers(loops, split);
    this.scan = new LinearScans(loops, split);
    this.gemm = new Gemm(workers, loops, ofProducts);
    this.recurrent = new WarmingMath(ofLayers);
  }

  @Override
  public String id() {
    return SimdProvider.ID;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public Set<DType> types() {
    return EnumSet.of(DType.F32, DType.I32);
  }

  @Override
  public boolean isGarbageCollected() {
    return true;
  }

  @Override
  public Buffer allocate(DType type, long size) {
    return memory.allocate(type, size);
  }

  @Override
  public void free(Buffer buffer) {}

  @Override
  public void upload(float[] source, int from, Mat target) {
    int start = HostMemory.contiguousStart(target);
    System.arraycopy(source, from, HostBuffer.floats(target), start, (int) target.size());
  }

  @Override
  public void upload(double[] source, int from, Mat target) {
    throw noDoubles();
  }

  @Override
  public void upload(int[] source, int from, Mat target) {
    int start = HostMemory.contiguousStart(target);
    System.arraycopy(source, from, HostBuffer.ints(target), start, (int) target.size());
  }

  @Override
  public void download(Mat source, float[] target, int from) {
    int start = HostMemory.contiguousStart(source);
    System.arraycopy(HostBuffer.floats(source), start, target, from, (int) source.size());
  }

  @Override
  public void download(Mat source, double[] target, int from) {
    throw noDoubles();
  }

  @Override
  public void download(Mat source, int[] target, int from) {
    int start = HostMemory.contiguousStart(source);
    System.arraycopy(HostBuffer.ints(source), start, target, from, (int) source.size());
  }

  private static IllegalArgumentException noDoubles() {
    return new IllegalArgumentException(
        "The simd backend has no F64 memory. For checks in double precision open the java"
            + " backend.");
  }

  @Override
  public void synchronize() {}

  @Override
  public void fill(Mat y, double value) {
    memory.fill(y, value);
  }

  @Override
  public void copy(Mat x, Mat y) {
    memory.copy(x, y);
  }

  @Override
  public void permute(Mat x, int[] shape, int[] order, Mat y) {
    Permutation.run(x, shape, order, y);
  }

  @Override
  public void gemm(boolean transA, boolean transB, double alpha, Mat a, Mat b, double beta, Mat c) {
    gemm.gemm(transA, transB, alpha, a, b, beta, c);
  }

  @Override
  public void affine(Scalar alpha, Mat x, Scalar beta, Mat y, double shift) {
    elementwise.affine(alpha, x, beta, y, shift);
  }

  @Override
  public void unary(UnaryOp op, Mat x, Mat y) {
    elementwise.unary(op, x, y);
  }

  @Override
  public void binary(BinaryOp op, Mat a, Mat b, Write write, Mat y) {
    elementwise.binary(op, a, b, write, y);
  }

  @Override
  public void select(Mat mask, Mat a, Mat b, Mat y) {
    elementwise.select(mask, a, b, y);
  }

  @Override
  public void reduce(ReduceOp op, Axis axis, Mat x, Write write, Mat y) {
    reductions.reduce(op, axis, x, write, y);
  }

  @Override
  public void gatherRows(Mat table, Mat ids, Mat y) {
    memory.gatherRows(table, ids, y);
  }

  @Override
  public void scatterAddRows(Mat x, Mat ids, Mat table) {
    memory.scatterAddRows(x, ids, table);
  }

  @Override
  public void softmaxRows(boolean log, Mat x, Mat y, Scratch scratch) {
    softmax.softmaxRows(log, x, y);
  }

  @Override
  public void softmaxRowsGrad(boolean log, Mat dy, Mat y, Write write, Mat dx, Scratch scratch) {
    softmax.softmaxRowsGrad(log, dy, y, write, dx);
  }

  @Override
  public void crossEntropyRows(
      CrossEntropyRule rule, Mat logProbs, Mat targets, Mat classWeights, Mat losses, Mat weights) {
    softmax.crossEntropyRows(rule, logProbs, targets, classWeights, losses, weights);
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
    softmax.crossEntropyRowsGrad(rule, logProbs, targets, classWeights, scales, write, dLogits);
  }

  @Override
  public void linearScan(int[] active, Mat a, Mat b, Mat h0, Mat h) {
    scan.forward(active, a, b, h0, h);
  }

  @Override
  public void linearScanGrad(int[] active, Mat a, Mat h0, Mat h, Mat dh, Mat da, Mat db, Mat dh0) {
    scan.backward(active, a, h0, h, dh, da, db, dh0);
  }

  @Override
  public void randomMask(long key, long counter, double keep, Mat y) {
    elementwise.randomMask(key, counter, keep, y);
  }

  @Override
  public void randomNormal(long key, long counter, double deviation, Mat y) {
    elementwise.randomNormal(key, counter, deviation, y);
  }

  @Override
  public void optimizerStep(StepRule rule, StepCall call, Scratch scratch) {
    optimizers.step(rule, call);
  }

  @Override
  public Offer<RnnPlan> planRnn(RnnSpec spec) {
    return SimdRnn.offer(spec, rules, recurrent, workers, packedMemory);
  }

  @Override
  public LinearPlan planLinear(Mat weight, Optional<Mat> bias) {
    return new SimdLinear(new LaneMath(), packedMemory, workers, weight, bias);
  }
}
