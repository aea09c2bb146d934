package dev.recurve.runtime;

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
import dev.recurve.spi.Scratch;
import dev.recurve.spi.StepCall;
import dev.recurve.spi.StepRule;
import dev.recurve.spi.UnaryOp;
import dev.recurve.spi.Write;
import java.util.EnumSet;
import java.util.Set;

/**
 * The oracle: plain loops on the calling thread, done when a call returns. Everything is computed
 * in double, in one fixed order, and rounded once when it is stored.
 */
final class ReferenceBackend implements Backend {
  /** Raised whenever a change alters the bits of a result. */
  private static final int ARITHMETIC = 2;

  @Override
  public String id() {
    return ReferenceProvider.ID;
  }

  @Override
  public String fingerprint() {
    return "%s %d, scalar, 1 thread".formatted(id(), ARITHMETIC);
  }

  @Override
  public Set<DType> types() {
    return EnumSet.allOf(DType.class);
  }

  @Override
  public boolean isGarbageCollected() {
    return true;
  }

  @Override
  public Buffer allocate(DType type, long size) {
    return ReferenceMemory.allocate(type, size);
  }

  @Override
  public void free(Buffer buffer) {}

  @Override
  public void upload(float[] source, int from, Mat target) {
    int start = ReferenceMemory.start(target, DType.F32);
    double[] values = ReferenceBuffer.reals(target).values();
    for (int i = 0; i < target.size(); i++) {
      values[start + i] = source[from + i];
    }
  }

  @Override
  public void upload(double[] source, int from, Mat target) {
    int start = ReferenceMemory.start(target, DType.F64);
    double[] values = ReferenceBuffer.reals(target).values();
    System.arraycopy(source, from, values, start, (int) target.size());
  }

  @Override
  public void upload(int[] source, int from, Mat target) {
    int start = ReferenceMemory.start(target, DType.I32);
    int[] values = ReferenceBuffer.ints(target).values();
    System.arraycopy(source, from, values, start, (int) target.size());
  }

  @Override
  public void download(Mat source, float[] target, int from) {
    int start = ReferenceMemory.start(source, DType.F32);
    double[] values = ReferenceBuffer.reals(source).values();
    for (int i = 0; i < source.size(); i++) {
      target[from + i] = (float) values[start + i];
    }
  }

  @Override
  public void download(Mat source, double[] target, int from) {
    int start = ReferenceMemory.start(source, DType.F64);
    double[] values = ReferenceBuffer.reals(source).values();
    System.arraycopy(values, start, target, from, (int) source.size());
  }

  @Override
  public void download(Mat source, int[] target, int from) {
    int start = ReferenceMemory.start(source, DType.I32);
    int[] values = ReferenceBuffer.ints(source).values();
    System.arraycopy(values, start, target, from, (int) source.size());
  }

  @Override
  public void synchronize() {}

  @Override
  public void fill(Mat y, double value) {
    ReferenceMemory.fill(y, value);
  }

  @Override
  public void copy(Mat x, Mat y) {
    ReferenceMemory.copy(x, y);
  }

  @Override
  public void permute(Mat x, int[] shape, int[] order, Mat y) {
    ReferenceMemory.permute(x, shape, order, y);
  }

  @Override
  public void gemm(boolean transA, boolean transB, double alpha, Mat a, Mat b, double beta, Mat c) {
    ReferenceGemm.gemm(transA, transB, alpha, a, b, beta, c);
  }

  @Override
  public void affine(Scalar alpha, Mat x, Scalar beta, Mat y, double shift) {
    ReferenceElementwise.affine(alpha, x, beta, y, shift);
  }

  @Override
  public void unary(UnaryOp op, Mat x, Mat y) {
    ReferenceElementwise.unary(op, x, y);
  }

  @Override
  public void binary(BinaryOp op, Mat a, Mat b, Write write, Mat y) {
    ReferenceElementwise.binary(op, a, b, write, y);
  }

  @Override
  public void select(Mat mask, Mat a, Mat b, Mat y) {
    ReferenceElementwise.select(mask, a, b, y);
  }

  @Override
  public void reduce(ReduceOp op, Axis axis, Mat x, Write write, Mat y) {
    ReferenceReduce.reduce(op, axis, x, write, y);
  }

  @Override
  public void gatherRows(Mat table, Mat ids, Mat y) {
    ReferenceMemory.gatherRows(table, ids, y);
  }

  @Override
  public void scatterAddRows(Mat x, Mat ids, Mat table) {
    ReferenceMemory.scatterAddRows(x, ids, table);
  }

  @Override
  public void softmaxRows(boolean log, Mat x, Mat y, Scratch scratch) {
    ReferenceSoftmax.softmaxRows(log, x, y);
  }

  @Override
  public void softmaxRowsGrad(boolean log, Mat dy, Mat y, Write write, Mat dx, Scratch scratch) {
    ReferenceSoftmax.softmaxRowsGrad(log, dy, y, write, dx);
  }

  @Override
  public void crossEntropyRows(
      CrossEntropyRule rule, Mat logProbs, Mat targets, Mat classWeights, Mat losses, Mat weights) {
    ReferenceSoftmax.crossEntropyRows(rule, logProbs, targets, classWeights, losses, weights);
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
    ReferenceSoftmax.crossEntropyRowsGrad(
        rule, logProbs, targets, classWeights, scales, write, dLogits);
  }

  @Override
  public void randomMask(long key, long counter, double keep, Mat y) {
    ReferenceElementwise.randomMask(key, counter, keep, y);
  }

  @Override
  public void randomNormal(long key, long counter, double deviation, Mat y) {
    ReferenceElementwise.randomNormal(key, counter, deviation, y);
  }

  @Override
  public void optimizerStep(StepRule rule, StepCall call, Scratch scratch) {
    ReferenceOptimizers.step(rule, call);
  }

  @Override
  public Offer<RnnPlan> planRnn(RnnSpec spec) {
    return ReferenceRnn.offer(spec);
  }
}
