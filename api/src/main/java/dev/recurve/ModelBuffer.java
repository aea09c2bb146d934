package dev.recurve;

/**
 * A value that belongs to a model beside its weights and is not trained: the running statistics of
 * a normalisation, for example, or a table that is to stay as it was read. It is saved and loaded
 * with the weights.
 */
public interface ModelBuffer extends Parameter {
  /**
   * Replaces the value. Layers do not call this while they compute; they leave it to the end of the
   * training step, so that a step sees one value throughout.
   *
   * @param value of this shape; elements that are not finite are passed over
   * @throws ShapeException if it has another shape
   * @throws RecurveException if the buffer belongs to values that never change
   */
  void set(Tensor value);
}
