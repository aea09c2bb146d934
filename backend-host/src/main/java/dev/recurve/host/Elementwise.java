package dev.recurve.host;

import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.CounterRandom;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.UnaryOp;
import dev.recurve.spi.Write;
import java.util.Arrays;

/** Element-wise functions over windows: one loop where nothing has gaps, else one for every row. */
public final class Elementwise {
  /** Work for an element of a function that takes a polynomial or a random number. */
  private static final int HEAVY = 8;

  /** Work for an element that takes a logarithm and a cosine in double. */
  private static final int VERY_HEAVY = 128;

  private final Loops loops;
  private final Split split;

  public Elementwise(Loops loops, Split split) {
    this.loops = loops;
    this.split = split;
  }

  public static float value(Scalar scalar) {
    return switch (scalar) {
      case Scalar.Value(double value) -> (float) value;
      case Scalar.OnDevice(Mat mat) -> HostBuffer.floats(mat)[HostBuffer.start(mat)];
    };
  }

  private void stretches(Mat y, boolean flat, int weight, Split.Stretch body) {
    if (y.size() > 0) {
      split.stretches(flat ? 1 : y.rows(), flat ? (int) y.size() : y.cols(), weight, body);
    }
  }

  public void affine(Scalar alpha, Mat x, Scalar beta, Mat y, double shift) {
    boolean flat = y.isContiguous() && Operand.isFlat(x, y) && x.sameSize(y);
    var from = Operand.of(x, y, flat);
    float[] to = HostBuffer.floats(y);
    int y0 = HostBuffer.start(y);
    float a = value(alpha);
    float b = value(beta);
    float s = (float) shift;
    boolean overwrites = beta.equals(Scalar.ZERO);
    stretches(
        y,
        flat,
        2,
        (r, c, n) -> {
          int at = y0 + r * y.ld() + c;
          if (overwrites) {
            loops.affine(a, from.values(), from.at(r) + c, s, to, at, n);
          } else {
            loops.affineOnto(a, from.values(), from.at(r) + c, b, s, to, at, n);
          }
        });
  }

  public void unary(UnaryOp op, Mat x, Mat y) {
    boolean flat = y.isContiguous() && Operand.isFlat(x, y) && x.sameSize(y);
    var from = Operand.of(x, y, flat);
    float[] to = HostBuffer.floats(y);
    int y0 = HostBuffer.start(y);
    int weight =
        switch (op) {
          case EXP, LOG, TANH, SIGMOID, SOFTPLUS -> HEAVY;
          default -> 2;
        };
    stretches(
        y,
        flat,
        weight,
        (r, c, n) -> loops.unary(op, from.values(), from.at(r) + c, to, y0 + r * y.ld() + c, n));
  }

  public void binary(BinaryOp op, Mat a, Mat b, Write write, Mat y) {
    boolean flat = y.isContiguous() && Operand.isFlat(a, y) && Operand.isFlat(b, y);
    var left = Operand.of(a, y, flat);
    var right = Operand.of(b, y, flat);
    float[] to = HostBuffer.floats(y);
    int y0 = HostBuffer.start(y);
    boolean add = write == Write.ADD;
    stretches(
        y, flat, 3, (r, c, n) -> binary(op, left, right, add, r, c, to, y0 + r * y.ld() + c, n));
  }

  private void binary(
      BinaryOp op, Operand a, Operand b, boolean add, int r, int c, float[] y, int at, int n) {
    if (a.isNumber()) {
      if (b.isNumber()) {
        if (add) {
          loops.binaryOnto(op, a.number(r), b.number(r), y, at, n);
        } else {
          loops.binary(op, a.number(r), b.number(r), y, at, n);
        }
      } else if (add) {
        loops.binaryOnto(op, a.number(r), b.values(), b.at(r) + c, y, at, n);
      } else {
        loops.binary(op, a.number(r), b.values(), b.at(r) + c, y, at, n);
      }
    } else if (b.isNumber()) {
      if (add) {
        loops.binaryOnto(op, a.values(), a.at(r) + c, b.number(r), y, at, n);
      } else {
        loops.binary(op, a.values(), a.at(r) + c, b.number(r), y, at, n);
      }
    } else if (add) {
      loops.binaryOnto(op, a.values(), a.at(r) + c, b.values(), b.at(r) + c, y, at, n);
    } else {
      loops.binary(op, a.values(), a.at(r) + c, b.values(), b.at(r) + c, y, at, n);
    }
  }

  public void select(Mat mask, Mat a, Mat b, Mat y) {
    boolean flat =
        y.isContiguous() && Operand.isFlat(mask, y) && Operand.isFlat(a, y) && Operand.isFlat(b, y);
    var which = Operand.of(mask, y, flat);
    var left = Operand.of(a, y, flat);
    var right = Operand.of(b, y, flat);
    float[] to = HostBuffer.floats(y);
    int y0 = HostBuffer.start(y);
    stretches(
        y,
        flat,
        4,
        (r, c, n) -> {
          int at = y0 + r * y.ld() + c;
          if (!which.isNumber()) {
            select(which, left, right, r, c, to, at, n);
          } else if (which.number(r) != 0) {
            copy(left, r, c, to, at, n);
          } else {
            copy(right, r, c, to, at, n);
          }
        });
  }

  private void select(Operand mask, Operand a, Operand b, int r, int c, float[] y, int at, int n) {
    float[] m = mask.values();
    int m0 = mask.at(r) + c;
    if (a.isNumber() && b.isNumber()) {
      loops.select(m, m0, a.number(r), b.number(r), y, at, n);
    } else if (a.isNumber()) {
      loops.select(m, m0, a.number(r), b.values(), b.at(r) + c, y, at, n);
    } else if (b.isNumber()) {
      loops.select(m, m0, a.values(), a.at(r) + c, b.number(r), y, at, n);
    } else {
      loops.select(m, m0, a.values(), a.at(r) + c, b.values(), b.at(r) + c, y, at, n);
    }
  }

  private static void copy(Operand x, int r, int c, float[] y, int at, int n) {
    if (x.isNumber()) {
      Arrays.fill(y, at, at + n, x.number(r));
    } else {
      System.arraycopy(x.values(), x.at(r) + c, y, at, n);
    }
  }

  public void randomMask(long key, long counter, double keep, Mat y) {
    float[] to = HostBuffer.floats(y);
    int y0 = HostBuffer.start(y);
    int kept = Float.floatToRawIntBits((float) (1 / keep));
    // A uniform number is so many 2⁻²⁴ths; comparing those as integers takes no branch.
    int limit = (int) Math.ceil(keep * 0x1p24);
    stretches(
        y,
        false,
        HEAVY,
        (r, c, n) -> {
          int at = y0 + r * y.ld() + c;
          long place = counter + (long) r * y.cols() + c;
          for (int i = 0; i < n; i++) {
            int uniform = (int) (CounterRandom.bits(key, place + i) >>> 40);
            to[at + i] = Float.intBitsToFloat((uniform - limit) >> 31 & kept);
          }
        });
  }

  public void randomNormal(long key, long counter, double deviation, Mat y) {
    float[] to = HostBuffer.floats(y);
    int y0 = HostBuffer.start(y);
    stretches(
        y,
        false,
        VERY_HEAVY,
        (r, c, n) -> {
          int at = y0 + r * y.ld() + c;
          long place = counter + (long) r * y.cols() + c;
          for (int i = 0; i < n; i++) {
            to[at + i] = (float) (deviation * CounterRandom.normal(key, place + i));
          }
        });
  }
}
