package dev.recurve.spi;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * The threads of a process, shared by all backends. Work comes in numbered parts; how many there
 * are follows from the problem's shape, never from how many threads happen to be free, so that
 * results do not depend on timing. The calling thread runs parts itself and so always makes
 * progress.
 */
public final class Workers {
  private static final ScopedValue<Integer> LIMIT = ScopedValue.newInstance();

  private final int threads;
  private final ExecutorService helpers;

  /**
   * Workers for up to {@code threads} parts at once, the caller included.
   *
   * @throws IllegalArgumentException if fewer than 1
   */
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("At least one thread is needed, received " + threads);
    }
    this.threads = threads;
    this.helpers =
        Executors.newFixedThreadPool(
            Math.max(1, threads - 1),
            task -> Thread.ofPlatform().daemon().name("recurve-worker").unstarted(task));
  }

  /**
   * How many parts are worth making here: the number of threads, or the limit of {@link
   * #limitedTo}.
   */
  public int threads() {
    return LIMIT.isBound() ? Math.min(threads, LIMIT.get()) : threads;
  }

  /** Runs a task within which {@link #threads()} is at most {@code limit}. */
  public void limitedTo(int limit, Runnable task) {
    ScopedValue.where(LIMIT, limit).run(task);
  }

  /**
   * Runs {@code body} for 0…parts-1, each once, in any order, on this thread and on whoever is
   * free; returns when all are done. Within a part, {@link #threads()} is 1. The first failure is
   * thrown here, after the others have ended.
   */
  public void run(int parts, IntConsumer body) {
    if (parts <= 1 || threads() == 1) {
      for (int part = 0; part < parts; part++) {
        body.accept(part);
      }
      return;
    }
    var job = new Job(parts, body);
    int wanted = Math.min(parts, threads()) - 1;
    for (int i = 0; i < wanted; i++) {
      helpers.execute(job::takeParts);
    }
    job.takeParts();
    job.awaitAll();
  }

  /** One call of {@link #run}: parts are taken by number, and counted off when done. */
  private static final class Job {
    private final int parts;
    private final IntConsumer body;
    private final AtomicInteger next = new AtomicInteger();
    private final Phaser done;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Job(int parts, IntConsumer body) {
      this.parts = parts;
      this.body = body;
      this.done = new Phaser(parts);
    }

    void takeParts() {
      for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
        int mine = part;
        try {
          ScopedValue.where(LIMIT, 1).run(() -> body.accept(mine));
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        } finally {
          done.arrive();
        }
      }
    }

    void awaitAll() {
      done.awaitAdvance(0);
      switch (failure.get()) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new AssertionError("only unchecked exceptions are caught");
      }
    }
  }
}
