package dev.recurve.metrics;

/** How the figures of several classes become one. */
public enum Averaging {
  /** From all classes' counts added up: every case counts the same. */
  MICRO,
  /** The plain mean over all classes: every class counts the same, one that never came too. */
  MACRO,
  /** The mean over classes, each weighted by how often it is right. */
  WEIGHTED
}
