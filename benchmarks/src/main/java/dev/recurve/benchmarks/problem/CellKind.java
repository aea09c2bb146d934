package dev.recurve.benchmarks.problem;

import java.util.Locale;

/** The recurrent cells that are measured. */
public enum CellKind {
  /** Long short-term memory. */
  LSTM(4),
  /** Gated recurrent unit, reset after the recurrent product. */
  GRU(3),
  /** Elman's network with tanh. */
  RNN(1);

  private final int gates;

  CellKind(int gates) {
    this.gates = gates;
  }

  /** Blocks of H rows in the weights. */
  public int gates() {
    return gates;
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
