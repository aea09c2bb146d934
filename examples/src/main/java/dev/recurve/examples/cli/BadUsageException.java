package dev.recurve.examples.cli;

import dev.recurve.RecurveException;
import java.util.function.Supplier;

/** The command line asks for something that makes no sense, whatever the data. */
public final class BadUsageException extends RecurveException {
  private static final long serialVersionUID = 1L;

  /** A sentence for the user. */
  public BadUsageException(String message) {
    super(message);
  }

  private BadUsageException(IllegalArgumentException cause) {
    super(cause.getMessage(), cause);
  }

  /**
   * Makes something of the options' values, which may be out of range.
   *
   * @throws BadUsageException if they are
   */
  public static <T> T unless(Supplier<T> valid) {
    try {
      return valid.get();
    } catch (IllegalArgumentException e) {
      throw new BadUsageException(e);
    }
  }
}
