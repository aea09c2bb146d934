package dev.recurve.check;

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
import java.util.Set;

/**
 * A backend that computes nothing, but counts what another one would compute, and takes no memory:
 * what is read from it is 0. So a model's costs are known before its first step.
 */
final class CountingBackend implements Backend {
  private final Backend inner;
  private final Counter counter = new Counter();

  private record NoMemory(DType type, long size) implements Buffer {
    /** Buffers are told apart by identity. */
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /** Counts for this backend. */
  CountingBackend(Backend inner) {
    this.inner = inner;
  }

  Counter counter() {
    return counter;
  }

  @Override
  public String id() {
    return inner.id();
  }

  @Override
  public String fingerprint() {
    return inner.fingerprint();
  }

  @Override
  public Set<DType> types() {
    return inner.types();
  }

  @Override
  public boolean isGarbageCollected() {
    return true;
  }

  // ---------------------------------------------------------------- memory

  @Override
  public Buffer allocate(DType type, long size) {
    return new NoMemory(type, size);
  }

  @Override
  public void free(Buffer buffer) {}

  @Override
  public void upload(float[] source, int from, Mat target) {}

  @Override
  public void upload(double[] source, int from, Mat target) {}

  @Override
  public void upload(int[] source, int from, Mat target) {}

  @Override
  public void download(Mat source, float[] target, int from) {}

  @Override
  public void download(Mat source, double[] target, int from) {}

  @Override
  public void download(Mat source, int[] target, int from) {}

  @Override
  public void synchronize() {}

  // -------------------------------------------------------------- required

  @Override
  public void fill(Mat y, double value) {}

  @Override
  public void copy(Mat x, Mat y) {
    counter.touch(x);
  }

  @Override
  public void permute(Mat x, int[] shape, int[] order, Mat y) {
    counter.touch(x);
  }

  @Override
  public void gemm(boolean transA, boolean transB, double alpha, Mat a, Mat b, double beta, Mat c) {
    counter.touch(a, b);
    counter.add(2.0 * c.size() * (transA ? a.rows() : a.cols()));
  }

  @Override
  public void affine(Scalar alpha, Mat x, Scalar beta, Mat y, double shift) {
    each(y, x);
  }

  @Override
  public void unary(UnaryOp op, Mat x, Mat y) {
    each(y, x);
  }

  @Override
  public void binary(BinaryOp op, Mat a, Mat b, Write write, Mat y) {
    each(y, a, b);
  }

  @Override
  public void select(Mat mask, Mat a, Mat b, Mat y) {
    each(y, mask, a, b);
  }

  @Override
  public void reduce(ReduceOp op, Axis axis, Mat x, Write write, Mat y) {
    each(x, x);
  }

  @Override
  public void gatherRows(Mat table, Mat ids, Mat y) {
    counter.touch(table);
  }

  @Override
  public void scatterAddRows(Mat x, Mat ids, Mat table) {
    each(x, x);
  }

  /** One operation for each element. */
  private void each(Mat elements, Mat... operands) {
    counter.touch(operands);
    counter.add(elements.size());
  }

  // -------------------------------------------------------------- optional

  @Override
  public void crossEntropyRows(
      CrossEntropyRule rule, Mat logProbs, Mat targets, Mat classWeights, Mat losses, Mat weights) {
    each(losses, logProbs, classWeights);
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
    each(dLogits, logProbs, classWeights);
  }

  @Override
  public void randomMask(long key, long counterValue, double keep, Mat y) {
    each(y);
  }

  @Override
  public void randomNormal(long key, long counterValue, double deviation, Mat y) {
    each(y);
  }

  @Override
  public void optimizerStep(StepRule rule, StepCall call, Scratch scratch) {}

  @Override
  public Offer<RnnPlan> planRnn(RnnSpec spec) {
    return switch (inner.planRnn(spec)) {
      case Offer.Accepted<RnnPlan>(RnnPlan plan) ->
          new Offer.Accepted<>(new CountingPlan(counter, plan));
      case Offer.Declined<RnnPlan> declined -> declined;
    };
  }
}
