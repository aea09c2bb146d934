package dev.recurve.data;

import dev.recurve.DataException;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Tensors;
import java.util.function.Supplier;

/** One vector an example, {@code [B, n]}. */
final class FloatRows implements Column<Tensor> {
  private final float[][] rows;

  private FloatRows(float[][] rows) {
    this.rows = rows;
  }

  /** Checks and copies. */
  static FloatRows of(String what, float[][] rows) {
    float[][] copy = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != rows[0].length || rows[i].length == 0) {
        throw new DataException(
            "Example %d: the %s has %d values; that of example 0 has %d, and at least 1 is needed"
                .formatted(i, what, rows[i].length, rows[0].length));
      }
      Checks.requireFinite("Example " + i, what, rows[i]);
      copy[i] = rows[i].clone();
    }
    return new FloatRows(copy);
  }

  @Override
  public int count() {
    return rows.length;
  }

  @Override
  public Supplier<Tensor> prepare(int[] examples) {
    int size = rows[0].length;
    float[] values = new float[examples.length * size];
    for (int b = 0; b < examples.length; b++) {
      System.arraycopy(rows[examples[b]], 0, values, b * size, size);
    }
    return () -> Tensors.of(Shape.of(examples.length, size), values);
  }

  @Override
  public long fingerprint() {
    var hash = new ContentHash();
    for (float[] row : rows) {
      hash.add(row);
    }
    return hash.value();
  }
}
