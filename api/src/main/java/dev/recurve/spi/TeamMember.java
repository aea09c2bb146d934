package dev.recurve.spi;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * One part of a {@link Team} that is not the caller's own, and the thread that comes to run it.
 * Whoever claims the part of a round runs it: the member if it is there, else the caller.
 */
final class TeamMember implements Runnable {
  /** Nanoseconds after a round until a member goes. */
  private static final long SPIN = 100_000;

  /** Looks for the next round before the first pause: the time between two steps of a stream. */
  private static final int EAGER_LOOKS = 500;

  /** Looks, then looks with pauses, that the caller gives a member to claim its part. */
  private static final int GRACE = EAGER_LOOKS + 20;

  /** Looks before the caller lets someone else have its processor. */
  private static final int PATIENCE = 20_000;

  /** The most rounds to wait before calling a member back who came in vain. */
  private static final int MOST_RESERVE = 1023;

  private static final int AWAY = 0;
  private static final int CALLED = 1;
  private static final int HERE = 2;

  // Places of the words, in lines of their own. The caller looks at PRESENCE and DONE in each
  // round; CLAIMED stays in the member's cache as long as the caller need not run its part.
  private static final int PRESENCE = TeamRound.APART;
  private static final int DONE = PRESENCE + 1;
  private static final int CLAIMED = PRESENCE + TeamRound.APART;

  private final Workers workers;
  private final TeamRound round;
  private final int part;
  private final Team.Body body;
  private final AtomicIntegerArray words = new AtomicIntegerArray(CLAIMED + TeamRound.APART);

  /** Set by the member before DONE, cleared by the caller after it. */
  private Throwable failure;

  // The caller's own: when to call the member the next time.
  private int wait;
  private int reserve;
  private int doneWhenCalled;

  TeamMember(Workers workers, TeamRound round, int part, Team.Body body) {
    this.workers = workers;
    this.round = round;
    this.part = part;
    this.body = body;
  }

  // ------------------------------------------------------------- the caller

  /** Makes sure that this part of a round is done. */
  void finish(int number) {
    if (words.getOpaque(PRESENCE) == HERE) {
      await(number);
      return;
    }
    if (claim(number)) {
      body.run(part, number);
    } else {
      await(number);
    }
    if (words.getOpaque(PRESENCE) == AWAY && --wait < 0) {
      call();
    }
  }

  private void await(int number) {
    for (int look = 1; words.getAcquire(DONE) != number; look++) {
      if (look > PATIENCE) {
        Thread.yield();
      } else if (look > EAGER_LOOKS) {
        Thread.onSpinWait();
      }
      if (look == GRACE && claim(number)) {
        body.run(part, number);
        return;
      }
    }
    var failed = failure;
    if (failed != null) {
      failure = null;
      throw Team.thrown(failed);
    }
  }

  /** Calls the member back; one who came in vain the last time is left alone for longer. */
  private void call() {
    boolean cameInVain = words.getOpaque(DONE) == doneWhenCalled;
    reserve = cameInVain ? Math.min(2 * reserve + 1, MOST_RESERVE) : 0;
    wait = reserve;
    doneWhenCalled = words.getOpaque(DONE);
    words.setOpaque(PRESENCE, CALLED);
    if (!workers.start(this)) {
      words.setOpaque(PRESENCE, AWAY);
    }
  }

  // ------------------------------------------------------------- the member

  @Override
  public void run() {
    Workers.within(this::takeParts);
    words.setRelease(PRESENCE, AWAY);
  }

  private void takeParts() {
    int seen = round.latest();
    words.setRelease(PRESENCE, HERE);
    long end = System.nanoTime() + SPIN;
    for (int look = 1; ; look++) {
      int latest = round.latest();
      if (latest != seen) {
        seen = latest;
        take(latest);
        look = 0;
      } else if (look == EAGER_LOOKS) {
        end = System.nanoTime() + SPIN;
      } else if (look > EAGER_LOOKS) {
        Thread.onSpinWait();
        if (look % Helper.LOOKS == 0 && System.nanoTime() - end > 0) {
          return;
        }
      }
    }
  }

  private void take(int number) {
    if (!claim(number)) {
      return;
    }
    try {
      body.run(part, number);
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      words.setRelease(DONE, number);
    }
  }

  /**
   * Whoever gets true runs the part. Every round's part is claimed once, in order, so that one who
   * slept since an earlier round gets nothing.
   */
  private boolean claim(int number) {
    return words.compareAndSet(CLAIMED, number - 1, number);
  }
}
