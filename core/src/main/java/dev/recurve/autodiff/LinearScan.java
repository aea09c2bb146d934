package dev.recurve.autodiff;

import dev.recurve.ShapeException;
import dev.recurve.spi.Scalar;
import java.util.Arrays;
import java.util.List;

/** A linear recurrence over many steps as one node on the tape. */
public final class LinearScan {
  private LinearScan() {}

  /**
   * {@code h_t = a_t∘h_(t-1) + b_t}, element by element. Step s has the next {@code active[s]} rows
   * of a, b and the result; row i of a step follows from row i of the step before.
   *
   * @param active rows of each step, at least 1 and never growing; N together
   * @param a {@code [N, H]}
   * @param b {@code [N, H]}
   * @param h0 {@code [B, H]}, B at least the rows of the first step
   * @return every h, {@code [N, H]}
   * @throws ShapeException if rows or features disagree
   */
  public static DeviceTensor run(int[] active, DeviceTensor a, DeviceTensor b, DeviceTensor h0) {
    check(active, a, b, h0);
    int[] rows = active.clone();
    var device = a.device();
    var from = a.contiguous();
    var start = h0.contiguous();
    var h = DeviceTensor.empty(device, a.shape());
    device.backend().linearScan(rows, from.mat(), b.contiguous().mat(), start.mat(), h.mat());
    return Record.result(
        "linearScan",
        h,
        List.of(a, b, h0),
        dh -> {
          var da = DeviceTensor.empty(device, a.shape());
          var db = DeviceTensor.empty(device, b.shape());
          var dh0 = DeviceTensor.empty(device, h0.shape());
          device
              .backend()
              .linearScanGrad(
                  rows, from.mat(), start.mat(), h.mat(), dh, da.mat(), db.mat(), dh0.mat());
          send(a, da);
          send(b, db);
          send(h0, dh0);
        });
  }

  private static void send(DeviceTensor operand, DeviceTensor gradient) {
    Functions.send(
        operand,
        (target, beta) -> operand.backend().affine(Scalar.ONE, gradient.mat(), beta, target, 0));
  }

  private static void check(int[] active, DeviceTensor a, DeviceTensor b, DeviceTensor h0) {
    boolean shrinks = true;
    for (int s = 0; s < active.length; s++) {
      shrinks &= active[s] >= 1 && (s == 0 || active[s] <= active[s - 1]);
    }
    int rows = Arrays.stream(active).sum();
    int first = active.length == 0 ? 0 : active[0];
    var shape = a.shape();
    boolean fits =
        shrinks
            && shape.rank() == 2
            && shape.dim(0) == rows
            && b.shape().equals(shape)
            && h0.shape().rank() == 2
            && h0.shape().dim(0) >= first
            && h0.shape().cols() == shape.cols();
    if (!fits) {
      throw new ShapeException(
          "A linear scan over steps of %s rows, none longer than the one before, takes a and b [%d, H] and a start of at least %d rows; received a %s, b %s, start %s"
              .formatted(Arrays.toString(active), rows, first, shape, b.shape(), h0.shape()));
    }
  }
}
