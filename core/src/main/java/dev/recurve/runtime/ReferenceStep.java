package dev.recurve.runtime;

/**
 * One step of one sequence: what a cell reads and writes, and the gradients of it. Gradients of
 * what a cell reads are <em>added</em> to by the cell.
 */
final class ReferenceStep {
  /** The input, its mask applied. */
  final double[] x;

  /** The previous output. */
  final double[] h;

  /** The previous output as the recurrent product sees it, its mask applied. */
  final double[] masked;

  /** The previous cell state, for cells that have one. */
  final double[] c;

  /** {@code W x + b_ih}, all gates. */
  final double[] a;

  /** {@code U h + b_hh}, all gates. */
  final double[] b;

  /** What the cell's backward needs of its forward. */
  final double[] kept;

  /** The new output, before zoneout. */
  final double[] hNew;

  /** The new cell state, before zoneout. */
  final double[] cNew;

  final double[] dx;
  final double[] dh;
  final double[] dMasked;
  final double[] dc;
  final double[] da;
  final double[] db;
  final double[] dhNew;
  final double[] dcNew;

  ReferenceStep(int inputSize, int units, int outputSize, int gateRows, int keptSize) {
    x = new double[inputSize];
    h = new double[outputSize];
    masked = new double[outputSize];
    c = new double[units];
    a = new double[gateRows];
    b = new double[gateRows];
    kept = new double[keptSize];
    hNew = new double[outputSize];
    cNew = new double[units];
    dx = new double[inputSize];
    dh = new double[outputSize];
    dMasked = new double[outputSize];
    dc = new double[units];
    da = new double[gateRows];
    db = new double[gateRows];
    dhNew = new double[outputSize];
    dcNew = new double[units];
  }
}
