package dev.recurve.nn;

/**
 * The places of a line or an area that a convolutional cell works on, and how far it sees around
 * each: an odd window, with zeros beyond the edges, so that there are as many places after as
 * before. Features of a step are in the order of rows, columns, channels: {@code [T, B, height,
 * width, channels]} reshaped to {@code [T, B, height·width·channels]}.
 *
 * @param height rows of places; 1 for a line
 * @param width places in a row
 * @param windowHeight rows seen, odd
 * @param windowWidth places of a row seen, odd
 */
public record Grid(int height, int width, int windowHeight, int windowWidth) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a size is less than 1, or a window is even
   */
  public Grid {
    if (height < 1 || width < 1 || windowHeight < 1 || windowWidth < 1) {
      throw new IllegalArgumentException(
          "A grid has at least one place and sees it, received %d × %d places, a window of %d × %d"
              .formatted(height, width, windowHeight, windowWidth));
    }
    if (windowHeight % 2 == 0 || windowWidth % 2 == 0) {
      throw new IllegalArgumentException(
          "A window has a middle, so its sizes are odd; received %d × %d"
              .formatted(windowHeight, windowWidth));
    }
  }

  /** A line of places, each seeing so many, itself included. */
  public static Grid line(int length, int window) {
    return new Grid(1, length, 1, window);
  }

  /** An area of places, each seeing a square of so many a side. */
  public static Grid area(int height, int width, int window) {
    return new Grid(height, width, window, window);
  }

  /** Places altogether. */
  public int places() {
    return height * width;
  }

  /** Places in a window. */
  int taps() {
    return windowHeight * windowWidth;
  }

  /**
   * What each place of several grids sees.
   *
   * @param grids how many, one after another
   * @return for each place its window, row by row: the number of a place, or -1 beyond the edge
   */
  int[] windows(int grids) {
    int[] seen = new int[grids * places() * taps()];
    int next = 0;
    for (int grid = 0; grid < grids; grid++) {
      for (int row = 0; row < height; row++) {
        for (int col = 0; col < width; col++) {
          for (int i = 0; i < windowHeight; i++) {
            for (int j = 0; j < windowWidth; j++) {
              seen[next++] = place(grid, row + i - windowHeight / 2, col + j - windowWidth / 2);
            }
          }
        }
      }
    }
    return seen;
  }

  private int place(int grid, int row, int col) {
    boolean inside = row >= 0 && row < height && col >= 0 && col < width;
    return inside ? (grid * height + row) * width + col : -1;
  }
}
