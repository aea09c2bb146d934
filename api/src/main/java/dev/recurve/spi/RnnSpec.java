package dev.recurve.spi;

import java.util.Set;

/**
 * What a recurrent layer, one layer deep, asks of a backend.
 *
 * @param cell the kind of cell
 * @param inputSize features of the input, I
 * @param hiddenSize units, H
 * @param direction how time is read; {@code D = direction.count()}
 * @param bias which biases exist
 * @param masks which masks calls may bring; a call never brings one that is not named here
 */
public record RnnSpec(
    RnnCell cell,
    int inputSize,
    int hiddenSize,
    Direction direction,
    Bias bias,
    Set<RnnMask> masks) {

  /** Checks the sizes and copies the set. */
  public RnnSpec {
    if (inputSize < 1 || hiddenSize < 1) {
      throw new IllegalArgumentException(
          "A recurrent layer needs at least one input feature and one unit, received input size %d, hidden size %d"
              .formatted(inputSize, hiddenSize));
    }
    masks = Set.copyOf(masks);
  }

  /** Rows of the weight matrices, {@code gates · H}. */
  public int gateRows() {
    return cell.gates() * hiddenSize;
  }

  /** Size of one direction's output: H, or the projection's size. */
  public int outputSize() {
    return cell instanceof RnnCell.Lstm lstm && lstm.projection() > 0
        ? lstm.projection()
        : hiddenSize;
  }
}
