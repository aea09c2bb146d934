package dev.recurve.data;

import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Tensors;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** One class an example, I32 {@code [B]}. */
final class ClassLabels implements Column<Tensor> {
  private final int[] labels;

  private ClassLabels(int[] labels) {
    this.labels = labels;
  }

  /** Checks and copies. */
  static ClassLabels of(int[] labels, int classes) {
    for (int i = 0; i < labels.length; i++) {
      Checks.requireBelow(classes, labels[i], "Example " + i, "label", "classes");
    }
    return new ClassLabels(labels.clone());
  }

  @Override
  public int count() {
    return labels.length;
  }

  @Override
  public OptionalInt classOf(int example) {
    return OptionalInt.of(labels[example]);
  }

  @Override
  public Supplier<Tensor> prepare(int[] examples) {
    int[] picked = new int[examples.length];
    for (int b = 0; b < picked.length; b++) {
      picked[b] = labels[examples[b]];
    }
    return () -> Tensors.ofInts(Shape.of(picked.length), picked);
  }

  @Override
  public long fingerprint() {
    return new ContentHash().add(labels).value();
  }
}
