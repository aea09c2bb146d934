package dev.recurve.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Collects the next batches of a data set on virtual threads while the current one is computed
 * with. Which examples a batch holds, and every bit of it, is as without; what fails on the way is
 * thrown where the batch is asked for.
 *
 * <p>At most so many batches as were asked for are collected or wait; a new one is begun when one
 * is taken. Asking for another batch than the one after the last, as a resumed run does, begins
 * anew from there.
 *
 * <p>Used by one thread. Close it in the end: what is still under way is interrupted and waited
 * for.
 *
 * @param <I> the model's input
 * @param <Y> the target
 */
public final class Prefetch<I, Y> implements Batches<I, Y>, AutoCloseable {
  private final PreparedBatches<I, Y> data;
  private final int ahead;
  private final Deque<Ordered<I, Y>> pending = new ArrayDeque<>();
  private final List<Thread> running = new ArrayList<>();
  private boolean closed;

  /** A batch that is being collected. */
  private record Ordered<I, Y>(Place place, FutureTask<Supplier<Batch<I, Y>>> work) {
    void cancel() {
      work.cancel(true);
    }
  }

  private record Place(long epoch, int index) {
    Place next(int count) {
      return index + 1 < count ? new Place(epoch, index + 1) : new Place(epoch + 1, 0);
    }
  }

  private Prefetch(PreparedBatches<I, Y> data, int ahead) {
    this.data = data;
    this.ahead = ahead;
  }

  /**
   * Collects ahead.
   *
   * @param data whose batches
   * @param ahead how many at most, at least 1
   */
  public static <I, Y> Prefetch<I, Y> of(PreparedBatches<I, Y> data, int ahead) {
    if (ahead < 1) {
      throw new IllegalArgumentException(
          "At least 1 batch is collected ahead of time, received " + ahead);
    }
    return new Prefetch<>(data, ahead);
  }

  @Override
  public int count() {
    return data.count();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException after {@link #close}
   */
  @Override
  public Batch<I, Y> batch(long epoch, int index) {
    if (closed) {
      throw new IllegalStateException(
          "This prefetch is closed; keep it open until training has ended");
    }
    var place = new Place(epoch, index);
    if (pending.isEmpty() || !pending.getFirst().place().equals(place)) {
      abandon();
      order(place);
    }
    var taken = pending.removeFirst();
    var last = pending.isEmpty() ? place : pending.getLast().place();
    while (pending.size() < ahead) {
      last = last.next(count());
      order(last);
    }
    return result(taken).get();
  }

  private void order(Place place) {
    var work = new FutureTask<>(() -> data.prepare(place.epoch(), place.index()));
    pending.addLast(new Ordered<>(place, work));
    running.removeIf(thread -> !thread.isAlive());
    running.add(
        Thread.ofVirtual()
            .name("recurve-prefetch-%d-%d".formatted(place.epoch(), place.index()))
            .start(work));
  }

  private Supplier<Batch<I, Y>> result(Ordered<I, Y> taken) {
    try {
      return taken.work().get();
    } catch (ExecutionException e) {
      abandon();
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      taken.cancel();
      abandon();
      Thread.currentThread().interrupt();
      var cancelled =
          new CancellationException(
              "Interrupted while waiting for %s"
                  .formatted(data.describe(taken.place().epoch(), taken.place().index())));
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  private void abandon() {
    pending.forEach(Ordered::cancel);
    pending.clear();
  }

  @Override
  public String describe(long epoch, int index) {
    return data.describe(epoch, index);
  }

  @Override
  public long fingerprint() {
    return data.fingerprint();
  }

  /** Interrupts what is under way, and waits for its end. May be called again. */
  @Override
  public void close() {
    closed = true;
    abandon();
    boolean interrupted = false;
    for (var thread : running) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
