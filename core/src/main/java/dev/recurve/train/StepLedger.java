package dev.recurve.train;

import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.params.ParameterBlock;
import dev.recurve.runtime.Device;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.Write;
import java.util.ArrayList;
import java.util.List;

/**
 * The loss and gradient norm of the last steps, kept on the device, so that the host waits once for
 * many steps. Summed on the host in order of the steps, so when it waits does not change a bit.
 *
 * <p>Until the host has seen that a step went bad, the device makes more steps. They must not move
 * the weights: the ledger makes their gradients bad too, and the optimiser skips them.
 */
final class StepLedger {
  /** Steps that are made at most before the host looks at them. */
  static final int WINDOW = 16;

  private static final int LOSS = 0;
  private static final int NORM = 1;

  private final Device device;
  private final DeviceTensor values;

  /** 0 while all is well; NaN once a loss or norm was not finite. */
  private final DeviceTensor spoil;

  private final double[] weights = new double[WINDOW];
  private final boolean[] updates = new boolean[WINDOW];
  private int filled;

  /**
   * One step.
   *
   * @param loss its mean loss
   * @param norm the norm of the gradients, added up over batches or not
   * @param weight how much counted in the loss
   * @param updated whether the optimiser made a step with these gradients
   */
  record Entry(double loss, double norm, double weight, boolean updated) {
    boolean isFinite() {
      return Double.isFinite(loss) && Double.isFinite(norm);
    }
  }

  StepLedger(Device device) {
    this.device = device;
    this.values = DeviceTensor.owning(device, device.floatType(), Shape.of(WINDOW, 2));
    this.spoil = DeviceTensor.owning(device, device.floatType(), Shape.of(1, 1));
    device.backend().fill(spoil.mat(), 0);
  }

  /** Notes a step down, inside it; does not wait. */
  void note(Tensor loss, Tensor norm, double weight, boolean updated) {
    var row = values.mat().rows(filled, 1);
    device.backend().copy(DeviceTensor.of(loss).mat().reshape(1, 1), row.cols(LOSS, 1));
    device.backend().copy(DeviceTensor.of(norm).mat().reshape(1, 1), row.cols(NORM, 1));
    weights[filled] = weight;
    updates[filled++] = updated;
    // A finite number minus itself is 0, any other is NaN.
    for (var value : List.of(row.cols(LOSS, 1), row.cols(NORM, 1))) {
      device.backend().binary(BinaryOp.SUB, value, value, Write.ADD, spoil.mat());
    }
  }

  /** Makes a gradient NaN if a step before went bad; inside a step, before the optimiser's. */
  void spoil(ParameterBlock block) {
    var first = block.gradient().mat().cols(0, 1);
    device.backend().binary(BinaryOp.ADD, first, spoil.mat(), Write.SET, first);
  }

  boolean isFull() {
    return filled == WINDOW;
  }

  /** Waits, and empties the ledger: the steps since the last time, in order. */
  List<Entry> take() {
    var entries = new ArrayList<Entry>();
    if (filled > 0) {
      double[] read = device.download(values.mat().rows(0, filled));
      for (int i = 0; i < filled; i++) {
        entries.add(new Entry(read[2 * i + LOSS], read[2 * i + NORM], weights[i], updates[i]));
      }
    }
    filled = 0;
    return entries;
  }
}
