package dev.recurve;

/** Input data is missing, malformed or unusable: a file, a cell, a timestamp, a length, a value. */
public class DataException extends RecurveException {
  private static final long serialVersionUID = 1L;

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
