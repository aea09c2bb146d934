package dev.recurve.spi;

import java.util.List;
import java.util.Optional;

/**
 * Gradients going into and coming out of {@link RnnPlan#backward}, shapes as in {@link RnnCall}.
 * Those coming in are read only at rows within the lengths; those going out are <em>added</em> to
 * what stands there, and rows past a length are left alone.
 *
 * @param dy gradient of the output; absent means 0
 * @param dhN gradient of the final output; absent means 0
 * @param dcN gradient of the final cell state; absent means 0
 * @param dx gradient of the input; absent when nobody wants it
 * @param dh0 gradient of the initial output; absent when nobody wants it
 * @param dc0 gradient of the initial cell state; absent when nobody wants it
 * @param weights gradients of the weights, one entry a direction; empty when they are frozen
 */
public record RnnGrads(
    Optional<Mat> dy,
    Optional<Mat> dhN,
    Optional<Mat> dcN,
    Optional<Mat> dx,
    Optional<Mat> dh0,
    Optional<Mat> dc0,
    List<RnnWeights> weights) {

  /** Copies the list. */
  public RnnGrads {
    weights = List.copyOf(weights);
  }
}
