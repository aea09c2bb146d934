package dev.recurve.simd;

import dev.recurve.host.HostBuffer;
import dev.recurve.host.PackedMemory;
import dev.recurve.host.Stretch;
import dev.recurve.spi.LinearPlan;
import dev.recurve.spi.LinearStepper;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Workers;
import java.util.Optional;

/**
 * A linear map for steps of a few rows: its weights lie in panels once for all, the bias as one
 * more row of them, which meets a 1 behind each row of the input.
 */
final class SimdLinear implements LinearPlan {
  private final PanelMath math;
  private final Stretch panels;
  private final int inputs;
  private final int outputs;

  SimdLinear(PanelMath math, PackedMemory memory, Workers workers, Mat weight, Optional<Mat> bias) {
    this.math = math;
    this.inputs = weight.cols();
    this.outputs = weight.rows();
    this.panels = memory.take(LaneFormat.PANELS.size(inputs + 1, outputs));
    float[] w = HostBuffer.floats(weight);
    LaneFormat.PANELS.packColumns(
        workers,
        inputs + 1,
        outputs,
        (n, column, at) -> {
          System.arraycopy(w, HostBuffer.start(weight) + n * weight.ld(), column, at, inputs);
          column[at + inputs] =
              bias.map(b -> HostBuffer.floats(b)[HostBuffer.start(b) + n]).orElse(0f);
        },
        panels);
  }

  @Override
  public long bytes() {
    return (long) panels.size() * Float.BYTES;
  }

  @Override
  public LinearStepper stepper(int batch) {
    int ld = inputs + 1;
    float[] rows = new float[batch * ld];
    for (int i = 0; i < batch; i++) {
      rows[i * ld + inputs] = 1;
    }
    int ldResults = LaneFormat.PANELS.paddedCols(outputs);
    float[] results = new float[batch * ldResults];
    return (x, y) -> {
      copy(HostBuffer.floats(x), HostBuffer.start(x), x.ld(), rows, 0, ld, batch, inputs);
      math.multiply(rows, 0, ld, batch, ld, panels, outputs, results, 0, ldResults, false);
      copy(
          results, 0, ldResults, HostBuffer.floats(y), HostBuffer.start(y), y.ld(), batch, outputs);
    };
  }

  private static void copy(
      float[] from, int f, int ldFrom, float[] to, int t, int ldTo, int rows, int count) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(from, f + i * ldFrom, to, t + i * ldTo, count);
    }
  }
}
