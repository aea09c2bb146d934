package dev.recurve.spi;

/**
 * Where a composed default takes its intermediate results from. Core hands in the memory of the
 * running step; what is taken lives as long as that step and has undefined contents.
 */
@FunctionalInterface
public interface Scratch {
  /** A window of {@code rows × cols} elements of the given type. */
  Mat take(DType type, int rows, int cols);
}
