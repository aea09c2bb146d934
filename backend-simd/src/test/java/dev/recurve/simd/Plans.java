package dev.recurve.simd;

import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnMask;
import dev.recurve.spi.RnnSpec;
import java.util.function.Predicate;

/** The recurrent layers that this backend promises to run whole. */
final class Plans {
  static final Predicate<RnnSpec> PROMISED =
      spec ->
          switch (spec.cell()) {
                case RnnCell.Simple _ -> true;
                case RnnCell.Lstm lstm -> lstm.equals(new RnnCell.Lstm());
                case RnnCell.Gru gru -> gru.resetAfter();
              }
              && !spec.masks().contains(RnnMask.HIDDEN)
              && !spec.masks().contains(RnnMask.ZONEOUT);

  private Plans() {}
}
