package dev.recurve;

/**
 * Where a constructor gets its parameters from: freshly initialised, or read from a file. Names
 * form paths, so that a model's weights are found again by the same constructor.
 */
public interface Params {
  /**
   * The parameter of this name below the current path.
   *
   * @param name one segment, without dots
   * @param init how a fresh one begins; depends on the seed and the path alone
   * @throws RecurveException if the path was asked for before, or if a loaded one is missing or has
   *     another shape
   */
  Parameter get(String name, Shape shape, Init init);

  /**
   * The buffer of this name below the current path: kept beside the weights, saved and loaded with
   * them, never trained.
   *
   * @param name one segment, without dots
   * @param init how a fresh one begins; depends on the seed and the path alone
   * @throws RecurveException if the path was asked for before, or if a loaded one is missing or has
   *     another shape
   */
  ModelBuffer buffer(String name, Shape shape, Init init);

  /** The parameters one segment down. */
  Params child(String name);

  /** The current path, empty at the root. */
  String path();
}
