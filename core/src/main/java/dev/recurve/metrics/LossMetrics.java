package dev.recurve.metrics;

import dev.recurve.loss.Loss;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Metrics that are read from a loss: computed on the device, so that logits over a large vocabulary
 * stay where they are.
 */
public final class LossMetrics {
  private LossMetrics() {}

  /**
   * The mean of a loss besides the one that is trained.
   *
   * @param loss weighs batches by what counts in them
   */
  public static <O, Y> Metric<O, Y> mean(Loss<O, Y> loss) {
    return of(
        loss.name(),
        loss,
        total ->
            total.tokens() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(total.nats() / total.tokens()));
  }

  /**
   * Perplexity, {@code exp} of the mean loss a token.
   *
   * @param crossEntropy in nats, without smoothing or weights
   */
  public static <O, Y> Metric<O, Y> perplexity(Loss<O, Y> crossEntropy) {
    return of("perplexity", crossEntropy, TokenLikelihood::perplexity);
  }

  /**
   * Bits a token: for models of characters or bytes, bits a character or byte.
   *
   * @param crossEntropy in nats, without smoothing or weights
   */
  public static <O, Y> Metric<O, Y> bitsPerToken(Loss<O, Y> crossEntropy) {
    return of("bits-per-token", crossEntropy, TokenLikelihood::bitsPerToken);
  }

  private static <O, Y> Metric<O, Y> of(
      String name, Loss<O, Y> loss, Function<TokenLikelihood, OptionalDouble> figure) {
    Measure<O, Y, TokenLikelihood> measure =
        Measure.of(
            TokenLikelihood.class,
            loss,
            (prediction, target) -> {
              double weight = loss.weight(prediction, target);
              return new TokenLikelihood(loss.mean(prediction, target).item() * weight, weight);
            });
    return Metric.of(name, Goal.MINIMIZE, measure, figure);
  }
}
