package dev.recurve;

/**
 * A layer that can run one step at a time, since what it gives at a step depends on that step and
 * on those before it. Layers made of such layers one after another are streamable too: {@link
 * #then} keeps the property, and {@link #of} finds it again where the type has lost it.
 *
 * <pre>{@code
 * var net = Streamable.of(buildModel(params.snapshot()));
 * try (var session = net.open(1)) {
 *   while (sensor.hasNext()) {
 *     session.step(sensor.next(), prediction);
 *   }
 * }
 * }</pre>
 *
 * @param <I> what goes in when it runs over whole sequences
 * @param <O> what comes out then
 */
public interface Streamable<I, O> extends Layer<I, O> {
  /**
   * How it runs one step at a time.
   *
   * @throws RecurveException if it cannot as it is built, with the reason
   */
  Streaming streaming();

  /**
   * Opens a session of its own for a batch of streams that advance together. The session keeps to
   * the weights of a snapshot; close it in the end.
   *
   * @param batch streams, B
   * @throws RecurveException if a layer cannot run one step at a time as it is built, or if its
   *     weights may still be trained
   * @throws IllegalArgumentException if fewer than 1
   */
  default StepSession open(int batch) {
    return streaming().open(batch);
  }

  /** This layer, followed by another that streams. */
  default <R> Streamable<I, R> then(Streamable<? super O, ? extends R> next) {
    return new Chain<>(this, next);
  }

  /**
   * A layer as a streamable one.
   *
   * @throws RecurveException if it is none, or a part of it is none; the message names it
   */
  static <I, O> Streamable<I, O> of(Layer<I, O> layer) {
    if (layer instanceof Streamable<I, O> streamable) {
      streamable.streaming();
      return streamable;
    }
    throw new RecurveException(
        "%s cannot run one step at a time: it may need steps that are yet to come. Streamable are forward recurrent layers, embeddings, and what PerStep applies to each step alike"
            .formatted(layer.describe()));
  }
}
