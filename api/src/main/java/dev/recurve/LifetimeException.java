package dev.recurve;

/** A tensor was used after the step that owns its memory had ended. */
public class LifetimeException extends RecurveException {
  private static final long serialVersionUID = 1L;

  public LifetimeException(String message) {
    super(message);
  }

  public LifetimeException(String message, Throwable cause) {
    super(message, cause);
  }
}
