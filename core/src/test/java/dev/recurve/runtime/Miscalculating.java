package dev.recurve.runtime;

import dev.recurve.spi.Axis;
import dev.recurve.spi.Backend;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.Buffer;
import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;
import dev.recurve.spi.ReduceOp;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.UnaryOp;
import dev.recurve.spi.Write;
import java.util.Set;

/** A backend that moves values as it should, and whose products are all 0. */
final class Miscalculating implements Backend {
  private final Backend right = new ReferenceBackend();

  @Override
  public String id() {
    return "wrong";
  }

  @Override
  public String fingerprint() {
    return id();
  }

  @Override
  public Set<DType> types() {
    return right.types();
  }

  @Override
  public boolean isGarbageCollected() {
    return true;
  }

  @Override
  public Buffer allocate(DType type, long size) {
    return right.allocate(type, size);
  }

  @Override
  public void free(Buffer buffer) {}

  @Override
  public void upload(float[] source, int from, Mat target) {
    right.upload(source, from, target);
  }

  @Override
  public void upload(double[] source, int from, Mat target) {
    right.upload(source, from, target);
  }

  @Override
  public void upload(int[] source, int from, Mat target) {
    right.upload(source, from, target);
  }

  @Override
  public void download(Mat source, float[] target, int from) {
    right.download(source, target, from);
  }

  @Override
  public void download(Mat source, double[] target, int from) {
    right.download(source, target, from);
  }

  @Override
  public void download(Mat source, int[] target, int from) {
    right.download(source, target, from);
  }

  @Override
  public void synchronize() {}

  @Override
  public void fill(Mat y, double value) {
    right.fill(y, value);
  }

  @Override
  public void copy(Mat x, Mat y) {
    right.copy(x, y);
  }

  @Override
  public void permute(Mat x, int[] shape, int[] order, Mat y) {}

  @Override
  public void gemm(boolean transA, boolean transB, double alpha, Mat a, Mat b, double beta, Mat c) {
    right.fill(c, 0);
  }

  @Override
  public void affine(Scalar alpha, Mat x, Scalar beta, Mat y, double shift) {}

  @Override
  public void unary(UnaryOp op, Mat x, Mat y) {}

  @Override
  public void binary(BinaryOp op, Mat a, Mat b, Write write, Mat y) {}

  @Override
  public void select(Mat mask, Mat a, Mat b, Mat y) {}

  @Override
  public void reduce(ReduceOp op, Axis axis, Mat x, Write write, Mat y) {}

  @Override
  public void gatherRows(Mat table, Mat ids, Mat y) {}

  @Override
  public void scatterAddRows(Mat x, Mat ids, Mat table) {}
}
