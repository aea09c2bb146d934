package dev.recurve.host;

/** Small arrays that a reduction needs while it runs. */
public final class Workspace {
  /** Elements of a row's piece. */
  public static final int PIECE = 1024;

  /** A fold's running results. */
  public final float[] sums = new float[Loops.SUMS];

  /** A piece of a row. */
  public final float[] piece = new float[PIECE];

  /** Another one. */
  public final float[] total = new float[PIECE];
}
