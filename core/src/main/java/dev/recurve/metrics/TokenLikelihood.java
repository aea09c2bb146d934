package dev.recurve.metrics;

import java.util.OptionalDouble;

/**
 * How well a language model predicts a text. Perplexities compare over the same tokens only; bits a
 * byte or character compare over any vocabulary, so give both.
 *
 * @param nats the negative log-likelihood of all tokens, in nats
 * @param tokens how many were predicted; end-of-sentence marks count where the model predicts them
 */
public record TokenLikelihood(double nats, double tokens) implements Tally<TokenLikelihood> {
  /** No text; the neutral element of {@link #plus}. */
  public static final TokenLikelihood NONE = new TokenLikelihood(0, 0);

  @Override
  public TokenLikelihood plus(TokenLikelihood other) {
    return new TokenLikelihood(nats + other.nats, tokens + other.tokens);
  }

  /** {@code exp(nats / tokens)}, 1 or more; empty without tokens. */
  public OptionalDouble perplexity() {
    return tokens == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.exp(nats / tokens));
  }

  /** Bits a token; empty without tokens. */
  public OptionalDouble bitsPerToken() {
    return tokens == 0 ? OptionalDouble.empty() : OptionalDouble.of(bitsPer(tokens));
  }

  /**
   * Bits a unit of the same text, a byte or a character.
   *
   * @param units how many of them the text has, more than 0
   */
  public double bitsPer(double units) {
    if (!(units > 0)) {
      throw new IllegalArgumentException("A text has units, received " + units);
    }
    return nats / Math.log(2) / units;
  }
}
