package dev.recurve.spi;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** The number of a team's round, alone in its cache line: only the caller writes it. */
final class TeamRound {
  /** Ints from one place to the next such that no two share cache lines. */
  static final int APART = 32;

  private final AtomicIntegerArray number = new AtomicIntegerArray(2 * APART);

  /** Begins the next round, and says which it is. */
  int begin() {
    int next = number.getPlain(APART) + 1;
    number.setRelease(APART, next);
    return next;
  }

  /** The latest round. */
  int latest() {
    return number.getAcquire(APART);
  }
}
