package dev.recurve.benchmarks.contest;

/**
 * How long is measured.
 *
 * @param warmSeconds running before anything counts, for each contestant
 * @param rounds turns of each contestant
 * @param turnSeconds length of a turn
 * @param pauseMillis rest between turns, for the other one's threads to fall asleep
 */
public record Effort(double warmSeconds, int rounds, double turnSeconds, int pauseMillis) {
  /** For figures that are published. */
  public static final Effort FULL = new Effort(8, 12, 0.6, 30);

  /** For a first look. */
  public static final Effort QUICK = new Effort(3, 5, 0.3, 30);

  /** For tests, where figures do not matter. */
  public static final Effort LEAST = new Effort(0, 1, 0, 0);
}
