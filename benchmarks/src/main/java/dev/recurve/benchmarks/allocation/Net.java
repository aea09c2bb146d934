package dev.recurve.benchmarks.allocation;

import dev.recurve.Layer;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Tensor;
import dev.recurve.nn.Linear;
import dev.recurve.nn.Pool;
import dev.recurve.nn.Recurrent;
import java.util.Locale;

/** What is trained. */
public enum Net {
  /** The recurrent layer alone, against targets for all of its outputs. */
  LAYER,
  /** With a linear layer that reads its last step and tells classes apart. */
  CLASSIFIER;

  static final int CLASSES = 10;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Layer<Sequence, Tensor> classifier(Recurrent<?> layer, Params params) {
    return layer
        .then(Pool.lastStep())
        .then(Linear.sized(layer.outputSize(), CLASSES).with(params.child("head")));
  }
}
