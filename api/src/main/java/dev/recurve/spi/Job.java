package dev.recurve.spi;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Something that several threads do together, one of which waits for the end. */
abstract class Job implements Runnable {
  /** Nanoseconds of spinning before the one that waits falls asleep. */
  private static final long SPIN = 200_000;

  private final Thread owner = Thread.currentThread();
  private final AtomicInteger left;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean ownerSleeps;

  Job(int count) {
    this.left = new AtomicInteger(count);
  }

  /** Keeps the first failure. */
  final void failed(Throwable e) {
    failure.compareAndSet(null, e);
  }

  final boolean hasFailed() {
    return failure.get() != null;
  }

  /** Counts one of them off. */
  final void ended() {
    if (left.decrementAndGet() == 0 && ownerSleeps) {
      LockSupport.unpark(owner);
    }
  }

  final boolean isOver() {
    return left.get() == 0;
  }

  /** Waits until all have ended, and throws the first failure. */
  final void await() {
    long end = System.nanoTime() + SPIN;
    for (int look = 1; left.get() > 0; look++) {
      Thread.onSpinWait();
      if (look % Helper.LOOKS == 0 && System.nanoTime() - end > 0) {
        sleep();
      }
    }
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError("only unchecked exceptions are caught");
    }
  }

  private void sleep() {
    ownerSleeps = true;
    boolean interrupted = false;
    while (left.get() > 0) {
      LockSupport.park(this);
      // An interrupted thread cannot sleep; whoever interrupted it finds out after the job.
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
