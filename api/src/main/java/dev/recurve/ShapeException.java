package dev.recurve;

/** A tensor has the wrong rank or size for what is asked of it. */
public class ShapeException extends RecurveException {
  private static final long serialVersionUID = 1L;

  public ShapeException(String message) {
    super(message);
  }

  public ShapeException(String message, Throwable cause) {
    super(message, cause);
  }
}
