package dev.recurve.cpu;

import dev.recurve.host.GradientOperands;
import dev.recurve.host.RnnWeightGradient;
import java.util.Arrays;

/**
 * Sums of weight gradients. Rows that lie one behind the other, as those of neighbouring steps do,
 * wait for each other, so that few products take many rows.
 */
final class CpuWeightGradient implements RnnWeightGradient {
  /** Rows that wait at most: so many that the sums are read and written seldom. */
  private static final int MOST = 1024;

  private final GradientOperands operands;
  private final float[] sums;
  private final int start;
  private final int ldSums;

  private float[] v = {};
  private int from;
  private int gates;
  private int ldRows;
  private int ldGates;
  private int waiting;

  CpuWeightGradient(GradientOperands operands, float[] workspace, int from) {
    this.operands = operands;
    this.sums = workspace;
    this.start = from;
    this.ldSums = CpuFormat.ldSums(operands);
    Arrays.fill(sums, start, start + operands.rowCols() * ldSums, 0);
  }

  /** Rows that lie in the array of their gates stay as they are; others are taken at once. */
  @Override
  public void add(float[] v, int from, int ldRows, float[] gates, int g, int ldGates, int rows) {
    if (gates != v) {
      finish();
      multiply(v, from, ldRows, gates, g, ldGates, rows);
      return;
    }
    boolean fits = v == this.v && ldRows == this.ldRows && waiting + rows <= MOST;
    if (fits && from + rows * ldRows == this.from && g + rows * ldGates == this.gates) {
      this.from = from;
      this.gates = g;
      waiting += rows;
    } else if (fits
        && from == this.from + waiting * ldRows
        && g == this.gates + waiting * ldGates) {
      waiting += rows;
    } else {
      finish();
      this.v = v;
      this.from = from;
      this.gates = g;
      this.ldRows = ldRows;
      this.ldGates = ldGates;
      waiting = rows;
    }
  }

  @Override
  public void finish() {
    multiply(v, from, ldRows, v, gates, ldGates, waiting);
    waiting = 0;
  }

  private void multiply(
      float[] rows, int r, int ldRows, float[] columns, int c, int ldColumns, int count) {
    if (count == 0) {
      return;
    }
    for (var meeting : operands.meetings()) {
      int m = meeting.toColumn() - meeting.fromColumn();
      int n = meeting.toGate() - meeting.fromGate();
      if (m > 0 && n > 0) {
        OpenBlas.gemm(
            true,
            false,
            m,
            n,
            count,
            1,
            new OpenBlas.Place(rows, r + meeting.fromColumn(), ldRows),
            new OpenBlas.Place(columns, c + meeting.fromGate(), ldColumns),
            1,
            new OpenBlas.Place(
                sums, start + meeting.fromColumn() * ldSums + meeting.fromGate(), ldSums));
      }
    }
  }

  @Override
  public int sums() {
    return start;
  }

  @Override
  public float[] values() {
    return sums;
  }

  @Override
  public int ldSums() {
    return ldSums;
  }
}
