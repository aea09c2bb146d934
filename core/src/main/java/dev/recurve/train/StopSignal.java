package dev.recurve.train;

/**
 * Asks a running {@link Trainer#fit} to end after the step it is at, for example on Ctrl-C. Safe to
 * use from any thread.
 */
public final class StopSignal {
  private volatile boolean requested;

  /** A signal that nobody has raised yet. */
  public StopSignal() {}

  /** Asks for the end. */
  public void request() {
    requested = true;
  }

  /** Whether it was asked for. */
  public boolean isRequested() {
    return requested;
  }
}
