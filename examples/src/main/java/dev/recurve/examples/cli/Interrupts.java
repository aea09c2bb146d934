package dev.recurve.examples.cli;

import dev.recurve.train.StopSignal;
import java.util.concurrent.CountDownLatch;

/**
 * While open, Ctrl-C (or another polite request to end, such as {@code kill}) lets the work come to
 * a stop by itself: the process ends when this is closed. A second Ctrl-C ends it at once.
 */
public final class Interrupts implements AutoCloseable {
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;

  private Interrupts(Runnable request) {
    hook =
        new Thread(
            () -> {
              request.run();
              awaitEnd();
            },
            "recurve-interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Raises a signal when the user asks for the end. */
  public static Interrupts raise(StopSignal signal, Console console) {
    return new Interrupts(
        () -> {
          signal.request();
          console.note("\nStopping after this step; Ctrl-C again ends at once.");
          SecondCtrlC.endsAtOnce();
        });
  }

  private void awaitEnd() {
    try {
      finished.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      return; // the process is ending, and the hook has run
    }
  }
}
