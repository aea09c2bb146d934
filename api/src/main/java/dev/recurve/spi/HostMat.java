package dev.recurve.spi;

/**
 * Moves windows of either float type, with or without gaps between rows, to and from {@code
 * double[]} and {@code int[]} on the host. Waits; for data entry, results and tests.
 */
public final class HostMat {
  private HostMat() {}

  /** The elements of a float window, row by row. */
  public static double[] download(Backend on, Mat mat) {
    double[] all = new double[Math.toIntExact(mat.size())];
    if (mat.type() == DType.F64) {
      forEachBlock(mat, (block, from) -> on.download(block, all, from));
      return all;
    }
    float[] floats = new float[all.length];
    forEachBlock(mat, (block, from) -> on.download(block, floats, from));
    for (int i = 0; i < all.length; i++) {
      all[i] = floats[i];
    }
    return all;
  }

  /** The elements of an I32 window, row by row. */
  public static int[] downloadInts(Backend on, Mat mat) {
    int[] all = new int[Math.toIntExact(mat.size())];
    forEachBlock(mat, (block, from) -> on.download(block, all, from));
    return all;
  }

  /** Writes a float window row by row, rounding to its type. */
  public static void upload(Backend on, double[] values, Mat mat) {
    if (mat.type() == DType.F64) {
      forEachBlock(mat, (block, from) -> on.upload(values, from, block));
      return;
    }
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    forEachBlock(mat, (block, from) -> on.upload(floats, from, block));
  }

  /** Writes an I32 window row by row. */
  public static void upload(Backend on, int[] values, Mat mat) {
    forEachBlock(mat, (block, from) -> on.upload(values, from, block));
  }

  private interface BlockAction {
    void accept(Mat block, int from);
  }

  private static void forEachBlock(Mat mat, BlockAction action) {
    if (mat.size() == 0) {
      return;
    }
    if (mat.isContiguous()) {
      action.accept(mat, 0);
      return;
    }
    for (int r = 0; r < mat.rows(); r++) {
      action.accept(mat.rows(r, 1), r * mat.cols());
    }
  }
}
