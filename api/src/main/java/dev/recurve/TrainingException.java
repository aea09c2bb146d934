package dev.recurve;

/** Training had to stop: a value that is not finite, or a state that does not fit. */
public class TrainingException extends RecurveException {
  private static final long serialVersionUID = 1L;

  public TrainingException(String message) {
    super(message);
  }

  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
