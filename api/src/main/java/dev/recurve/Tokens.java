package dev.recurve;

import dev.recurve.spi.DType;

/**
 * A padded batch of token ids and how long each of them is.
 *
 * @param ids I32, {@code [T, B]}; what lies past a length is never looked at
 * @param lengths B lengths of at most T
 */
public record Tokens(Tensor ids, Lengths lengths) {
  /**
   * Checks the shapes.
   *
   * @throws ShapeException if they disagree
   */
  public Tokens {
    var shape = ids.shape();
    if (shape.rank() != 2 || ids.type() != DType.I32) {
      throw new ShapeException(
          "Token ids are integers with axes [time, batch], received %s %s"
              .formatted(ids.type(), shape));
    }
    if (shape.dim(1) != lengths.batch() || lengths.max() > shape.dim(0)) {
      throw new ShapeException(
          "Ids %s do not fit %d lengths of at most %d"
              .formatted(shape, lengths.batch(), lengths.max()));
    }
  }
}
