package dev.recurve.nn;

/**
 * An extent, or a distance, over a sequence of pictures' columns: along time, and along the height
 * of each step.
 *
 * @param time in steps, at least 1
 * @param height in rows of a step, at least 1
 */
public record Span(int time, int height) {
  /** One step and one row. */
  static final Span ONE = new Span(1, 1);

  /** Checks the numbers. */
  public Span {
    if (time < 1 || height < 1) {
      throw new IllegalArgumentException(
          "An extent is at least 1 along time and height, received %d and %d"
              .formatted(time, height));
    }
  }

  /** As much along time as along the height. */
  public static Span square(int size) {
    return new Span(size, size);
  }

  @Override
  public String toString() {
    return time + "×" + height;
  }
}
