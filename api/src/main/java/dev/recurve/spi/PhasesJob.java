package dev.recurve.spi;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Phases whose parts keep to their threads and wait for each other. */
final class PhasesJob extends Job {
  /** Ints from one place to the next such that no two share cache lines. */
  private static final int APART = 32;

  /** Looks at the others before a thread that waits lets someone else have its processor. */
  private static final int PATIENCE = 20_000;

  private final int parts;
  private final int phases;
  private final Workers.PhaseBody body;
  private final AtomicInteger members = new AtomicInteger();

  /** For each part, how many phases it has ended. */
  private final AtomicIntegerArray done;

  PhasesJob(int parts, int phases, Workers.PhaseBody body) {
    super(parts);
    this.parts = parts;
    this.phases = phases;
    this.body = body;
    this.done = new AtomicIntegerArray((parts + 1) * APART);
  }

  @Override
  public void run() {
    int part = members.getAndIncrement();
    Workers.within(() -> run(part));
    ended();
  }

  private void run(int part) {
    for (int phase = 0; phase < phases; phase++) {
      if (!hasFailed()) {
        try {
          body.run(phase, part);
        } catch (RuntimeException | Error e) {
          failed(e);
        }
      }
      done.setRelease((part + 1) * APART, phase + 1);
      awaitOthers(phase + 1);
    }
  }

  private void awaitOthers(int phase) {
    for (int part = 0; part < parts; part++) {
      for (int looks = 0; done.getAcquire((part + 1) * APART) < phase; looks++) {
        if (looks < PATIENCE) {
          Thread.onSpinWait();
        } else {
          Thread.yield();
        }
      }
    }
  }
}
