package dev.recurve.host;

import dev.recurve.spi.Mat;
import dev.recurve.spi.RnnCall;
import java.util.Arrays;

/**
 * The masks of a call, for the sequences of a part; forward beside backward. Plain loops do, for
 * here nothing is summed: the compiler makes vectors of them without changing a bit.
 */
public final class RnnMasks {
  private final RnnLayout layout;
  private final RnnCall call;
  private final RnnPart part;

  public RnnMasks(RnnLayout layout, RnnCall call, RnnPart part) {
    this.layout = layout;
    this.call = call;
    this.part = part;
  }

  // ------------------------------------------------------------------- input

  /** Masks a sequence's input, or the gradient of it. */
  public void maskInput(int i, float[] v, int at) {
    if (call.inputMask().isPresent()) {
      var mask = call.inputMask().get();
      float[] factors = HostBuffer.floats(mask);
      int from = stateRow(mask, i);
      for (int j = 0; j < layout.inputs(); j++) {
        v[at + j] *= factors[from + j];
      }
    }
  }

  // ------------------------------------------------------------------ output

  /** From the outputs in a block to what the products see of them, where those lie apart. */
  public void maskOutputs(RnnMemory m, int block, int rows) {
    if (layout.outputCols() == 0) {
      return;
    }
    int outputs = layout.outputs();
    int end = layout.format().panels().padded(outputs);
    for (int i = 0; i < rows; i++) {
      int from = m.output(block) + i * layout.ldOutput();
      int to = m.h(block) + i * layout.ldX();
      System.arraycopy(m.values, from, m.values, to, outputs);
      Arrays.fill(m.values, to + outputs, to + end, 0);
      if (call.hiddenMask().isPresent()) {
        var mask = call.hiddenMask().get();
        float[] factors = HostBuffer.floats(mask);
        int at = stateRow(mask, i);
        for (int j = 0; j < outputs; j++) {
          m.values[to + j] *= factors[at + j];
        }
      }
    }
  }

  /**
   * From the gradients of what the products see of the outputs to those of the outputs.
   *
   * @param add whether they are added to what reaches the outputs directly
   */
  public void maskOutputsBack(RnnGradientMemory g, boolean add, int rows) {
    if (!g.isMasked) {
      return;
    }
    var mask = call.hiddenMask().orElseThrow();
    float[] factors = HostBuffer.floats(mask);
    for (int i = 0; i < rows; i++) {
      int at = stateRow(mask, i);
      int from = g.dMasked + i * g.ldH;
      int to = g.dh + i * g.ldH;
      for (int j = 0; j < layout.outputs(); j++) {
        float masked = g.values[from + j] * factors[at + j];
        g.values[to + j] = add ? g.values[to + j] + masked : masked;
      }
    }
  }

  /** Where a sequence's row begins in a window with one for each direction and sequence. */
  private int stateRow(Mat mat, int i) {
    int row = part.direction() * call.batch() + part.sequences()[i];
    return HostBuffer.start(mat) + row * mat.ld();
  }

  // ----------------------------------------------------------------- zoneout

  /** Lets the new outputs and cell states of a step keep some of those before. */
  public void zoneout(RnnMemory m, int step, int rows) {
    if (call.zoneoutH().isPresent()) {
      var z = new Zoneout(call.zoneoutH().get(), layout.outputs());
      int ld = layout.ldOutput();
      for (int i = 0; i < rows; i++) {
        z.mix(m.values, m.output(step) + i * ld, m.output(step + 1) + i * ld, stepRow(i, step));
      }
    }
    if (call.zoneoutC().isPresent()) {
      var z = new Zoneout(call.zoneoutC().get(), layout.units());
      int ld = layout.cellCols();
      for (int i = 0; i < rows; i++) {
        z.mix(m.values, m.cell(step) + i * ld, m.cell(step + 1) + i * ld, stepRow(i, step));
      }
    }
  }

  /** Parts the gradients of new states between the cell and, for later, the states before. */
  public void zoneoutBack(RnnGradientMemory g, int step, int rows) {
    if (call.zoneoutH().isPresent()) {
      var z = new Zoneout(call.zoneoutH().get(), layout.outputs());
      for (int i = 0; i < rows; i++) {
        z.part(g.values, g.dh + i * g.ldH, g.keptH + i * g.ldH, stepRow(i, step));
      }
    }
    if (call.zoneoutC().isPresent()) {
      var z = new Zoneout(call.zoneoutC().get(), layout.units());
      int ld = layout.cellCols();
      for (int i = 0; i < rows; i++) {
        z.part(g.values, g.dc + i * ld, g.keptC + i * ld, stepRow(i, step));
      }
    }
  }

  /** Adds what {@link #zoneoutBack} put by to the gradients of the states before. */
  public void addKept(RnnGradientMemory g, int rows) {
    if (call.zoneoutH().isPresent()) {
      for (int i = 0; i < rows; i++) {
        add(g.values, g.keptH + i * g.ldH, g.dh + i * g.ldH, layout.outputs());
      }
    }
    if (call.zoneoutC().isPresent()) {
      int ld = layout.cellCols();
      for (int i = 0; i < rows; i++) {
        add(g.values, g.keptC + i * ld, g.dc + i * ld, layout.units());
      }
    }
  }

  private static void add(float[] v, int from, int to, int count) {
    for (int j = 0; j < count; j++) {
      v[to + j] += v[from + j];
    }
  }

  /** The row in a window with one for each direction, step and sequence. */
  private int stepRow(int i, int step) {
    int row = part.direction() * call.steps() + part.time(i, step);
    return row * call.batch() + part.sequences()[i];
  }

  /**
   * How much of each unit stays what it was.
   *
   * @param mat a row for each direction, step and sequence, or one number for all
   * @param count units
   */
  private record Zoneout(Mat mat, int count) {
    private boolean isOneForAll() {
      return mat.size() == 1;
    }

    private int start(int row) {
      return HostBuffer.start(mat) + row * mat.ld();
    }

    /** {@code next = z∘before + (1-z)∘next}. */
    void mix(float[] v, int before, int next, int row) {
      float[] z = HostBuffer.floats(mat);
      if (isOneForAll()) {
        float all = z[start(0)];
        for (int j = 0; j < count; j++) {
          v[next + j] = Math.fma(all, v[before + j], (1 - all) * v[next + j]);
        }
        return;
      }
      int at = start(row);
      for (int j = 0; j < count; j++) {
        v[next + j] = Math.fma(z[at + j], v[before + j], (1 - z[at + j]) * v[next + j]);
      }
    }

    /** {@code kept = z∘d}, {@code d = (1-z)∘d}. */
    void part(float[] d, int from, int kept, int row) {
      float[] z = HostBuffer.floats(mat);
      if (isOneForAll()) {
        float all = z[start(0)];
        for (int j = 0; j < count; j++) {
          d[kept + j] = all * d[from + j];
          d[from + j] = (1 - all) * d[from + j];
        }
        return;
      }
      int at = start(row);
      for (int j = 0; j < count; j++) {
        d[kept + j] = z[at + j] * d[from + j];
        d[from + j] = (1 - z[at + j]) * d[from + j];
      }
    }
  }
}
