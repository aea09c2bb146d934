package dev.recurve;

/**
 * A model bundle or checkpoint cannot be read: truncated, corrupted, of a newer format, or of
 * another model.
 */
public class BundleException extends RecurveException {
  private static final long serialVersionUID = 1L;

  public BundleException(String message) {
    super(message);
  }

  public BundleException(String message, Throwable cause) {
    super(message, cause);
  }
}
