package dev.recurve.simd;

import dev.recurve.host.Split;

/**
 * The panels that a thread works on when threads share a product, for the rows of one part after
 * the other. Panels and parts are dealt out together, so that an odd number of panels does not
 * leave a thread waiting for the other's last one.
 */
record SharedPanels(int panels, int parts, int share, int shares) {

  /** Whether a panel is this thread's, for a part's rows. */
  boolean has(int panel, int part) {
    int unit = panel * parts + part;
    int units = panels * parts;
    return unit >= Split.cut(units, share, shares) && unit < Split.cut(units, share + 1, shares);
  }

  private int first() {
    return Split.cut(panels * parts, share, shares) / parts;
  }

  private int end() {
    return (Split.cut(panels * parts, share + 1, shares) + parts - 1) / parts;
  }

  /** This thread's panels. */
  int count() {
    return end() - first();
  }

  /**
   * One of this thread's panels. Every second step goes through them the other way, so that it
   * begins with those that the cache still holds.
   */
  int at(int i, int step) {
    return step % 2 == 0 ? first() + i : end() - 1 - i;
  }
}
