package dev.recurve.timeseries;

/** What to do with rows that a regular series should have and a file does not. */
public enum GapPolicy {
  /** Refuse the file, naming the first gap. */
  FAIL,
  /** Add the rows, with every value missing. */
  FILL
}
