package dev.recurve.simd;

/** Small arrays that a reduction needs while it runs. */
final class Workspace {
  /** Elements of a row's piece. */
  static final int PIECE = 1024;

  /** A fold's running results. */
  final float[] sums = new float[Loops.SUMS];

  /** A piece of a row. */
  final float[] piece = new float[PIECE];

  /** Another one. */
  final float[] total = new float[PIECE];
}
