package dev.recurve;

/**
 * The root of all errors that Recurve raises on purpose. Its message says what happened, where,
 * what was expected, what was received, and how to mend it; it is meant to be shown to a person as
 * it stands.
 */
public class RecurveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RecurveException(String message) {
    super(message);
  }

  public RecurveException(String message, Throwable cause) {
    super(message, cause);
  }
}
