package dev.recurve.benchmarks.contest;

import dev.recurve.RecurveException;

/** A contestant cannot take part, or failed while it did. */
public class BenchmarkException extends RecurveException {
  private static final long serialVersionUID = 1L;

  /** What happened, and what to do about it. */
  public BenchmarkException(String message) {
    super(message);
  }

  /** What happened, what to do about it, and what caused it. */
  public BenchmarkException(String message, Throwable cause) {
    super(message, cause);
  }
}
