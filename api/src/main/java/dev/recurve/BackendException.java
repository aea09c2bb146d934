package dev.recurve;

/** A backend that was asked for is unknown or cannot run here, or failed while running. */
public class BackendException extends RecurveException {
  private static final long serialVersionUID = 1L;

  public BackendException(String message) {
    super(message);
  }

  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}
