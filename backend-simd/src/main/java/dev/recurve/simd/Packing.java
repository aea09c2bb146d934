package dev.recurve.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Copies blocks of a product's operands into the order in which tiles read them. */
final class Packing {
  private static final VectorSpecies<Float> SPECIES = Species.FLOATS;
  private static final int LANES = SPECIES.length();
  private static final int GROUP = Blocks.TILE_ROWS;
  private static final int SQUARE = 16;

  private Packing() {}

  // -------------------------------------------------------------- panels of B

  /** {@code alpha · op(B)}, rows from … +kc, columns of one panel, as {@code [kc][width]}. */
  static void panel(
      Product p, int fromK, int kc, int col, int cols, int width, float[] to, int at) {
    if (p.transB()) {
      turnedPanel(p, fromK, kc, col, cols, width, to, at);
    } else {
      panelOfRows(p, fromK, kc, col, cols, width, to, at);
    }
  }

  /** Two vectors of every row at a time, then what is left over. */
  private static void panelOfRows(
      Product p, int fromK, int kc, int col, int cols, int width, float[] to, int at) {
    int b0 = p.b0() + fromK * p.ldb() + col;
    int i = 0;
    for (; i + 2 * LANES <= cols; i += 2 * LANES) {
      twoVectors(p.b(), b0 + i, p.ldb(), p.alpha(), kc, to, at + i, width);
    }
    if (i + LANES <= cols) {
      oneVector(p.b(), b0 + i, p.ldb(), p.alpha(), kc, to, at + i, width);
      i += LANES;
    }
    for (int k = 0; k < kc && i < width; k++) {
      for (int j = i; j < cols; j++) {
        to[at + k * width + j] = p.b()[b0 + k * p.ldb() + j] * p.alpha();
      }
      Arrays.fill(to, at + k * width + cols, at + (k + 1) * width, 0);
    }
  }

  private static void twoVectors(
      float[] b, int b0, int ldb, float alpha, int kc, float[] to, int at, int width) {
    for (int k = 0; k < kc; k++) {
      int from = b0 + k * ldb;
      int target = at + k * width;
      FloatVector.fromArray(SPECIES, b, from).mul(alpha).intoArray(to, target);
      FloatVector.fromArray(SPECIES, b, from + LANES).mul(alpha).intoArray(to, target + LANES);
    }
  }

  private static void oneVector(
      float[] b, int b0, int ldb, float alpha, int kc, float[] to, int at, int width) {
    for (int k = 0; k < kc; k++) {
      FloatVector.fromArray(SPECIES, b, b0 + k * ldb).mul(alpha).intoArray(to, at + k * width);
    }
  }

  /** Rows of B become columns: in squares where vectors have 16 lanes, the rest one by one. */
  private static void turnedPanel(
      Product p, int fromK, int kc, int col, int cols, int width, float[] to, int at) {
    int b0 = p.b0() + col * p.ldb() + fromK;
    int wholeK = LANES == SQUARE ? kc - kc % SQUARE : 0;
    int wholeCols = LANES == SQUARE ? cols - cols % SQUARE : 0;
    for (int j = 0; j < wholeCols; j += SQUARE) {
      for (int k = 0; k < wholeK; k += SQUARE) {
        Turn16.run(p.b(), b0 + j * p.ldb() + k, p.ldb(), p.alpha(), to, at + k * width + j, width);
      }
    }
    turn(p, b0, wholeK, kc, 0, wholeCols, width, to, at);
    turn(p, b0, 0, kc, wholeCols, cols, width, to, at);
    for (int k = 0; k < kc && cols < width; k++) {
      Arrays.fill(to, at + k * width + cols, at + (k + 1) * width, 0);
    }
  }

  private static void turn(
      Product p,
      int b0,
      int fromK,
      int toK,
      int fromCol,
      int toCol,
      int width,
      float[] to,
      int at) {
    float[] b = p.b();
    for (int block = fromK; block < toK; block += SQUARE) {
      int end = Math.min(toK, block + SQUARE);
      for (int j = fromCol; j < toCol; j++) {
        int from = b0 + j * p.ldb();
        for (int k = block; k < end; k++) {
          to[at + k * width + j] = b[from + k] * p.alpha();
        }
      }
    }
  }

  // --------------------------------------------------------------- groups of A

  /**
   * Groups of six columns of A, which become rows, side by side: each row of memory is read once
   * for all of them. One group after the other would come back to every row of A, whose lines,
   * where they lie a power of two apart, throw one another out of the cache.
   */
  static void groupsOfColumns(
      Product p, int row, int groups, int fromK, int kc, float[] to, int at) {
    float[] a = p.a();
    int from = p.a0() + fromK * p.lda() + row;
    int size = GROUP * kc;
    int end = a.length - LANES - GROUP * (groups - 1);
    int readable = Math.floorDiv(end - from, p.lda()) + 1;
    // A vector reaches beyond its six elements, and must not reach into the next group.
    int own = Math.floorDiv(size - LANES, GROUP) + 1;
    int safe = LANES < GROUP ? 0 : Math.clamp(Math.min(readable, own), 0, kc);
    vectors(a, from, p.lda(), groups, safe, to, at, size);
    for (int g = 0; g < groups; g++) {
      int column = from + GROUP * g;
      int group = at + g * size;
      for (int k = safe; k < kc; k++) {
        System.arraycopy(a, column + k * p.lda(), to, group + k * GROUP, GROUP);
      }
    }
  }

  private static void vectors(
      float[] a, int from, int lda, int groups, int kc, float[] to, int at, int size) {
    for (int k = 0; k < kc; k++) {
      int column = from + k * lda;
      int group = at + GROUP * k;
      for (int g = 0; g < groups; g++) {
        FloatVector.fromArray(SPECIES, a, column).intoArray(to, group);
        column += GROUP;
        group += size;
      }
    }
  }

  /** {@code op(A)}, up to six rows, columns from … +kc, as {@code [kc][6]}. */
  static void group(Product p, int row, int rows, int fromK, int kc, float[] to, int at) {
    if (p.transA()) {
      groupOfColumns(p, row, rows, fromK, kc, to, at);
    } else {
      groupOfRows(p, row, rows, fromK, kc, to, at);
    }
  }

  private static void groupOfRows(
      Product p, int row, int rows, int fromK, int kc, float[] to, int at) {
    int a0 = p.a0() + row * p.lda() + fromK;
    if (rows == GROUP) {
      sixRows(p.a(), a0, p.lda(), kc, to, at);
      return;
    }
    for (int r = 0; r < rows; r++) {
      int from = a0 + r * p.lda();
      for (int k = 0; k < kc; k++) {
        to[at + GROUP * k + r] = p.a()[from + k];
      }
    }
  }

  private static void sixRows(float[] a, int a0, int lda, int kc, float[] to, int at) {
    int a1 = a0 + lda;
    int a2 = a1 + lda;
    int a3 = a2 + lda;
    int a4 = a3 + lda;
    int a5 = a4 + lda;
    for (int k = 0; k < kc; k++) {
      int target = at + GROUP * k;
      to[target] = a[a0 + k];
      to[target + 1] = a[a1 + k];
      to[target + 2] = a[a2 + k];
      to[target + 3] = a[a3 + k];
      to[target + 4] = a[a4 + k];
      to[target + 5] = a[a5 + k];
    }
  }

  /**
   * Whole vectors are copied, of which six lanes count: the next copy, the next group or the
   * scratch after it overwrites the others. Only where A ends is there no whole vector to read.
   */
  private static void groupOfColumns(
      Product p, int row, int rows, int fromK, int kc, float[] to, int at) {
    float[] a = p.a();
    int from = p.a0() + fromK * p.lda() + row;
    int last = Math.floorDiv(a.length - LANES - from, p.lda());
    int safe = LANES < GROUP ? 0 : Math.clamp(last + 1, 0, kc);
    oneVector(a, from, p.lda(), 1, safe, to, at, GROUP);
    for (int k = safe; k < kc; k++) {
      for (int r = 0; r < rows; r++) {
        to[at + k * GROUP + r] = a[from + k * p.lda() + r];
      }
    }
  }
}
