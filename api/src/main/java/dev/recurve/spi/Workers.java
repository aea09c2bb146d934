package dev.recurve.spi;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;

/**
 * The threads of a process, shared by all backends. Work comes in numbered parts; how many there
 * are follows from the problem's shape, never from how many threads happen to be free, so that
 * results do not depend on timing. The calling thread runs parts itself and so always makes
 * progress: whoever is busy elsewhere is not waited for.
 */
public final class Workers {
  private static final ScopedValue<Integer> LIMIT = ScopedValue.newInstance();

  private final int threads;

  /** All threads but the caller's; each begins when it is first asked for. */
  private final AtomicReferenceArray<Helper> helpers;

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
    this.helpers = new AtomicReferenceArray<>(threads - 1);
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
    int wanted = Math.min(parts, threads()) - 1;
    if (wanted <= 0) {
      for (int part = 0; part < parts; part++) {
        body.accept(part);
      }
      return;
    }
    var job = new PartsJob(parts, body);
    for (int i = 0; i < helpers.length() && wanted > 0; i++) {
      var helper = helper(i);
      if (helper.reserve()) {
        helper.start(job);
        wanted--;
      }
    }
    job.run();
    job.await();
  }

  /** One part of one phase of {@link #phases}. */
  public interface PhaseBody {
    /** Runs it. */
    void run(int phase, int part);
  }

  /**
   * Runs {@code body} for every phase and part such that all parts of a phase have ended before the
   * next phase begins; made for phases of microseconds, as the steps of a recurrence are. If enough
   * threads are free this moment, each keeps to one part and they wait for each other by spinning;
   * otherwise this thread runs everything in order. Within a part, {@link #threads()} is 1. The
   * first failure is thrown here; no part is begun after it was noticed.
   *
   * @param parts as many as there are threads at most; more are run in order
   */
  public void phases(int parts, int phases, PhaseBody body) {
    if (parts <= 1 || parts > threads() || phases == 0) {
      inOrder(parts, phases, body);
      return;
    }
    var granted = new Helper[parts - 1];
    int count = 0;
    for (int i = 0; i < helpers.length() && count < granted.length; i++) {
      var helper = helper(i);
      if (helper.reserve()) {
        granted[count++] = helper;
      }
    }
    if (count < granted.length) {
      for (int i = 0; i < count; i++) {
        granted[i].release();
      }
      inOrder(parts, phases, body);
      return;
    }
    var job = new PhasesJob(parts, phases, body);
    for (var helper : granted) {
      helper.start(job);
    }
    job.run();
    job.await();
  }

  private void inOrder(int parts, int phases, PhaseBody body) {
    within(
        () -> {
          for (int phase = 0; phase < phases; phase++) {
            for (int part = 0; part < parts; part++) {
              body.run(phase, part);
            }
          }
        });
  }

  /**
   * Threads for parts of microseconds that come again and again.
   *
   * @param parts at least 1; those beyond the number of threads are run by the caller
   */
  public Team team(int parts, Team.Body body) {
    return new Team(this, parts, body);
  }

  /** Has a helper run a job, if one is free this moment. */
  boolean start(Runnable job) {
    for (int i = 0; i < helpers.length(); i++) {
      var helper = helper(i);
      if (helper.reserve()) {
        helper.start(job);
        return true;
      }
    }
    return false;
  }

  /** Runs what belongs to a part: it is not to make parts of its own. */
  static void within(Runnable part) {
    ScopedValue.where(LIMIT, 1).run(part);
  }

  private Helper helper(int i) {
    var known = helpers.get(i);
    if (known != null) {
      return known;
    }
    var fresh = new Helper();
    if (helpers.compareAndSet(i, null, fresh)) {
      fresh.begin();
    }
    return helpers.get(i);
  }
}
