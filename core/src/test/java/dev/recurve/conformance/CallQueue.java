package dev.recurve.conformance;

import dev.recurve.BackendException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Calls that wait to be made: nothing happens until somebody asks for the end, then another thread
 * makes them all, one after the other in the order in which they came.
 */
final class CallQueue {
  /** So many calls are kept waiting at most; then they are made, lest memory run out. */
  private static final int LONGEST = 10_000;

  private record Call(String name, Runnable work) {}

  private record Failure(String name, Throwable cause) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Call> waiting = new ArrayDeque<>();
  private Optional<Failure> failure = Optional.empty();

  /** Puts a call at the end of the queue. */
  void add(String name, Runnable work) {
    lock.lock();
    try {
      waiting.add(new Call(name, work));
      if (waiting.size() >= LONGEST) {
        makeAllElsewhere();
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many calls have not been made. */
  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Puts a call at the end of the queue and waits until it has been made. */
  void finish(String name, Runnable last) {
    lock.lock();
    try {
      waiting.add(new Call(name, last));
      finish();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until all calls have been made.
   *
   * @throws BackendException when one has failed since this was last asked; those behind it were
   *     dropped
   */
  void finish() {
    lock.lock();
    try {
      makeAllElsewhere();
      if (failure.isPresent()) {
        var failed = failure.get();
        failure = Optional.empty();
        throw new BackendException(
            "The call of %s, made later than it was asked for, failed: %s"
                .formatted(failed.name(), failed.cause()),
            failed.cause());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes all calls on another thread, which sees nothing that is bound to this one. */
  private void makeAllElsewhere() {
    var device = Thread.ofVirtual().name("deferred-calls").start(this::makeAll);
    boolean interrupted = false;
    while (true) {
      try {
        device.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs while the thread that started it holds the lock and waits. */
  private void makeAll() {
    for (var call = waiting.poll(); call != null; call = waiting.poll()) {
      try {
        call.work().run();
      } catch (RuntimeException | Error e) {
        failure = Optional.of(failure.orElse(new Failure(call.name(), e)));
        waiting.clear();
      }
    }
  }
}
