package dev.recurve.nn;

import dev.recurve.Tensor;
import java.util.List;

/**
 * How the outputs of the two directions of a recurrent layer become one. {@link Pool#bothEnds}
 * takes them apart again, so it wants them side by side.
 */
public enum Merge {
  /** Side by side, forward first: twice the features. */
  CONCAT,
  /** Their sum. */
  SUM,
  /** Their mean. */
  MEAN,
  /** Their product, element by element. */
  PRODUCT;

  /** Features of the result. */
  int size(int forward, int reverse) {
    return this == CONCAT ? forward + reverse : forward;
  }

  /** The two outputs as one. */
  Tensor of(Tensor forward, Tensor reverse) {
    return switch (this) {
      case CONCAT -> forward.concat(-1, List.of(reverse));
      case SUM -> forward.add(reverse);
      case MEAN -> forward.add(reverse).mul(0.5);
      case PRODUCT -> forward.mul(reverse);
    };
  }

  /** Two outputs of the same size that stand side by side as one. */
  Tensor ofBoth(Tensor sideBySide) {
    if (this == CONCAT) {
      return sideBySide;
    }
    int features = sideBySide.shape().cols();
    return of(sideBySide.slice(-1, 0, features / 2), sideBySide.slice(-1, features / 2, features));
  }
}
