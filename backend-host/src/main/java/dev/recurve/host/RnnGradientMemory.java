package dev.recurve.host;

import dev.recurve.spi.RnnMask;

/**
 * Where a part's gradients lie on their way back, one row a sequence, in the workspace: those of
 * the output and of the cell state, which the walk carries from step to step, and others for the
 * step alone.
 */
public final class RnnGradientMemory {
  /** Rows of the input's gradients, of several steps, that are worth fetching the weights for. */
  private static final int MANY = 192;

  public final float[] values;

  /** Whether a mask lies between outputs and what the products see of them. */
  public final boolean isMasked;

  /** From one row to the next of everything that has the output's columns. */
  public final int ldH;

  public final int ldDx;
  public final int ldInner;

  /** Gradients of the output, all columns beyond it 0. */
  public final int dh;

  /** Gradients of the cell state, all columns beyond it 0. */
  public final int dc;

  /** Gradients of the input as the products see it, for {@link #dxRows} rows. */
  public final int dx;

  /** How many rows of the input's gradients are made together, at least those of a step. */
  public final int dxRows;

  /** Gradients of what a second product sees. */
  public final int dInner;

  /** Gradients of the output before as the products see it, where a mask lies between. */
  public final int dMasked;

  /** What zoneout hands to the output before past the cell. */
  public final int keptH;

  /** What zoneout hands to the cell state before past the cell. */
  public final int keptC;

  /** Sums of the peepholes' gradients, over all sequences and steps of the part. */
  public final int peepholes;

  /**
   * Memory for a part.
   *
   * @param isMasked whether the call brings a mask for the outputs
   * @param values scratch memory, from {@code from} on {@link #size} elements
   */
  public RnnGradientMemory(
      RnnLayout layout, int sequences, boolean isMasked, float[] values, int from) {
    this.values = values;
    this.isMasked = isMasked;
    this.ldH = ldH(layout);
    this.ldDx = ldDx(layout);
    this.ldInner = ldInner(layout);
    this.dh = from;
    this.dc = dh + sequences * ldH;
    this.dx = dc + sequences * layout.cellCols();
    this.dxRows = dxRows(layout, sequences);
    this.dInner = dx + dxRows * ldDx;
    this.dMasked = dInner + sequences * ldInner;
    this.keptH = dMasked + sequences * masked(layout);
    this.keptC = keptH + sequences * keptH(layout);
    this.peepholes = keptC + sequences * keptC(layout);
  }

  /** Where those gradients of the outputs before go that pass the weights. */
  public int throughWeights() {
    return isMasked ? dMasked : dh;
  }

  /** Elements for a part of so many sequences. */
  public static int size(RnnLayout layout, int sequences) {
    return sequences
            * (ldH(layout)
                + layout.cellCols()
                + ldInner(layout)
                + masked(layout)
                + keptH(layout)
                + keptC(layout))
        + dxRows(layout, sequences) * ldDx(layout)
        + layout.peepholeCols();
  }

  private static int dxRows(RnnLayout layout, int sequences) {
    return layout.isLarge() ? Math.max(sequences, MANY) : sequences;
  }

  private static int ldH(RnnLayout layout) {
    return RnnLayout.leading(layout.format().panels().paddedCols(layout.outputs()));
  }

  private static int ldDx(RnnLayout layout) {
    return RnnLayout.leading(layout.format().panels().paddedCols(layout.inputs()));
  }

  private static int ldInner(RnnLayout layout) {
    return layout.innerCols() == 0
        ? 0
        : RnnLayout.leading(layout.format().panels().paddedCols(layout.units()));
  }

  private static int masked(RnnLayout layout) {
    return layout.spec().masks().contains(RnnMask.HIDDEN) ? ldH(layout) : 0;
  }

  private static int keptH(RnnLayout layout) {
    return layout.spec().masks().contains(RnnMask.ZONEOUT) ? ldH(layout) : 0;
  }

  private static int keptC(RnnLayout layout) {
    return layout.spec().masks().contains(RnnMask.ZONEOUT) ? layout.cellCols() : 0;
  }
}
