package dev.recurve.spi;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that runs one job after another. Between jobs it first spins, so that the next one,
 * which within a training step comes soon, begins without waking a sleeping thread (some 50 µs);
 * then it sleeps.
 */
final class Helper {
  /** Nanoseconds of spinning before sleep. */
  static final long SPIN = 60_000;

  /** Looks at the clock that seldom, since looking costs more than spinning. */
  static final int LOOKS = 64;

  private static final Runnable IDLE = () -> {};
  private static final Runnable RESERVED = () -> {};

  private final AtomicReference<Runnable> task = new AtomicReference<>(IDLE);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("recurve-worker").unstarted(this::loop);
  private volatile boolean sleeps;

  void begin() {
    thread.start();
  }

  /**
   * Takes it out of others' reach, if it has nothing to do; {@link #start} or {@link #release} must
   * follow. Its last job may be over although it has not noticed yet: whoever waited for that job
   * comes back with the next one sooner than that.
   */
  boolean reserve() {
    for (var now = task.get(); isFree(now); now = task.get()) {
      if (task.compareAndSet(now, RESERVED)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFree(Runnable task) {
    return task == IDLE || task instanceof Job job && job.isOver();
  }

  /** Undoes {@link #reserve}. */
  void release() {
    task.set(IDLE);
  }

  /** Begins a job; the job keeps its failures to itself. */
  void start(Runnable job) {
    task.set(job);
    if (sleeps) {
      LockSupport.unpark(thread);
    }
  }

  private void loop() {
    while (true) {
      var job = next();
      job.run();
      task.compareAndSet(job, IDLE); // unless the next one is there already
    }
  }

  private Runnable next() {
    long end = System.nanoTime() + SPIN;
    for (int look = 1; ; look++) {
      var job = task.get();
      if (isJob(job)) {
        return job;
      }
      Thread.onSpinWait();
      if (look % LOOKS == 0 && System.nanoTime() - end > 0) {
        return afterSleep();
      }
    }
  }

  private Runnable afterSleep() {
    sleeps = true;
    try {
      // Whoever starts a job after this look sees that the thread sleeps.
      for (var job = task.get(); ; job = task.get()) {
        if (isJob(job)) {
          return job;
        }
        LockSupport.park(this);
      }
    } finally {
      sleeps = false;
    }
  }

  private static boolean isJob(Runnable job) {
    return job != IDLE && job != RESERVED;
  }
}
