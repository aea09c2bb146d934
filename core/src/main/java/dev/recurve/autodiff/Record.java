package dev.recurve.autodiff;

import dev.recurve.spi.Mat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Gives results their place on the tape. */
final class Record {
  private Record() {}

  /** The tape of the running step, if it records. */
  static Optional<Tape> tape() {
    return Scope.CURRENT.isBound() ? Scope.CURRENT.get().tape() : Optional.empty();
  }

  /**
   * The result of an operation, recorded if gradients can flow to any of the operands.
   *
   * @param operation its name, for messages
   * @param backward carries the result's gradient to the operands
   */
  static DeviceTensor result(
      String operation, DeviceTensor y, List<DeviceTensor> operands, Consumer<Mat> backward) {
    return result(operation, y, operands, List.of(), backward);
  }

  /**
   * The result of an operation that passes its gradient on to some of the operands as it is.
   *
   * @param heirs those operands, which then lend it their memory
   */
  static DeviceTensor result(
      String operation,
      DeviceTensor y,
      List<DeviceTensor> operands,
      List<DeviceTensor> heirs,
      Consumer<Mat> backward) {
    var tape = tape();
    if (tape.isEmpty()) {
      return y;
    }
    if (tape.get().isChecked()) {
      noteParameters(tape.get(), operands);
      tape.get().check(operation, y, operands);
    }
    if (!flowsToAny(tape.get(), operands)) {
      return y;
    }
    var slot =
        new Slot.Computed(tape.get(), y.shape().rows(), y.shape().cols(), slots(tape.get(), heirs));
    tape.get().record(() -> slot.gradient().ifPresent(backward));
    return y.withSlot(tape.get(), slot);
  }

  private static List<Slot> slots(Tape tape, List<DeviceTensor> tensors) {
    return tensors.stream().flatMap(tensor -> tensor.slotOn(tape).stream()).toList();
  }

  static boolean flowsToAny(Tape tape, List<DeviceTensor> operands) {
    for (var operand : operands) {
      if (operand.slotOn(tape).isPresent()) {
        return true;
      }
    }
    return false;
  }

  static void noteParameters(Tape tape, List<DeviceTensor> operands) {
    for (var operand : operands) {
      if (operand.slot().orElse(null) instanceof Slot.Leaf leaf) {
        tape.used(leaf.name());
      }
    }
  }
}
