package dev.recurve.conformance;

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

/**
 * Another backend with nothing but its required operations, so that every optional one is composed
 * of them. A test that wants to watch a backend at work extends it.
 */
public class RequiredOnly implements Backend {
  private final Backend full;

  /** Hides the optional operations of a backend. */
  public RequiredOnly(Backend full) {
    this.full = full;
  }

  @Override
  public String id() {
    return full.id();
  }

  @Override
  public String fingerprint() {
    return full.fingerprint() + ", required operations only";
  }

  @Override
  public Set<DType> types() {
    return full.types();
  }

  @Override
  public boolean isGarbageCollected() {
    return full.isGarbageCollected();
  }

  @Override
  public Buffer allocate(DType type, long size) {
    return full.allocate(type, size);
  }

  @Override
  public void free(Buffer buffer) {
    full.free(buffer);
  }

  @Override
  public Runnable releaser(Buffer buffer) {
    return full.releaser(buffer);
  }

  @Override
  public void upload(float[] source, int from, Mat target) {
    full.upload(source, from, target);
  }

  @Override
  public void upload(double[] source, int from, Mat target) {
    full.upload(source, from, target);
  }

  @Override
  public void upload(int[] source, int from, Mat target) {
    full.upload(source, from, target);
  }

  @Override
  public void download(Mat source, float[] target, int from) {
    full.download(source, target, from);
  }

  @Override
  public void download(Mat source, double[] target, int from) {
    full.download(source, target, from);
  }

  @Override
  public void download(Mat source, int[] target, int from) {
    full.download(source, target, from);
  }

  @Override
  public void synchronize() {
    full.synchronize();
  }

  @Override
  public void fill(Mat y, double value) {
    full.fill(y, value);
  }

  @Override
  public void copy(Mat x, Mat y) {
    full.copy(x, y);
  }

  @Override
  public void permute(Mat x, int[] shape, int[] order, Mat y) {
    full.permute(x, shape, order, y);
  }

  @Override
  public void gemm(boolean transA, boolean transB, double alpha, Mat a, Mat b, double beta, Mat c) {
    full.gemm(transA, transB, alpha, a, b, beta, c);
  }

  @Override
  public void affine(Scalar alpha, Mat x, Scalar beta, Mat y, double shift) {
    full.affine(alpha, x, beta, y, shift);
  }

  @Override
  public void unary(UnaryOp op, Mat x, Mat y) {
    full.unary(op, x, y);
  }

  @Override
  public void binary(BinaryOp op, Mat a, Mat b, Write write, Mat y) {
    full.binary(op, a, b, write, y);
  }

  @Override
  public void select(Mat mask, Mat a, Mat b, Mat y) {
    full.select(mask, a, b, y);
  }

  @Override
  public void reduce(ReduceOp op, Axis axis, Mat x, Write write, Mat y) {
    full.reduce(op, axis, x, write, y);
  }

  @Override
  public void gatherRows(Mat table, Mat ids, Mat y) {
    full.gatherRows(table, ids, y);
  }

  @Override
  public void scatterAddRows(Mat x, Mat ids, Mat table) {
    full.scatterAddRows(x, ids, table);
  }
}
