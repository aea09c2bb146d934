package dev.recurve.autodiff;

import dev.recurve.spi.Mat;
import dev.recurve.spi.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A gradient in the making. It knows which parts nothing was written to yet, so that windows which
 * together cover the whole are written, and nobody has to clear it first. It may begin as another's
 * memory, which is copied before anything is added.
 */
final class PartialGradient {
  private final Tape tape;
  private Mat whole;
  private boolean isShared;

  /** What nothing was written to: blocks that do not overlap. */
  private List<Block> blank;

  private PartialGradient(Tape tape, Mat whole, boolean isShared, List<Block> blank) {
    this.tape = tape;
    this.whole = whole;
    this.isShared = isShared;
    this.blank = blank;
  }

  /** A gradient in memory of its own, with undefined contents. */
  PartialGradient(Tape tape, Mat memory) {
    this(tape, memory, false, List.of(Block.all(memory)));
  }

  /** A gradient whose only contribution so far lies in memory that must not change. */
  static PartialGradient shared(Tape tape, Mat contribution) {
    return new PartialGradient(tape, contribution, true, List.of());
  }

  /** The place for a contribution that covers a window. */
  Slot.Target window(UnaryOperator<Mat> window) {
    var place = window.apply(owned());
    if (!blank.isEmpty() && place.size() > 0) {
      var block = Block.of(place, whole);
      if (block.filter(this::claims).isPresent()) {
        return new Slot.Target(place, Write.SET);
      }
      if (block.isEmpty() || blank.stream().anyMatch(block.get()::meets)) {
        clearBlank();
      }
    }
    return new Slot.Target(place, Write.ADD);
  }

  /** Notes that a block is written to, if all of it is blank. */
  private boolean claims(Block block) {
    for (var one : blank) {
      if (one.contains(block)) {
        var left = new ArrayList<>(one.without(block));
        blank.stream().filter(other -> other != one).forEach(left::add);
        blank = left;
        return true;
      }
    }
    return false;
  }

  /** All of it, for contributions that are added. */
  Mat added() {
    owned();
    return complete();
  }

  /** All of it, 0 where nothing came; not to be changed. */
  Mat complete() {
    clearBlank();
    return whole;
  }

  private Mat owned() {
    if (isShared) {
      var copy = tape.scratch(whole.rows(), whole.cols());
      tape.backend().copy(whole, copy);
      whole = copy;
      isShared = false;
    }
    return whole;
  }

  private void clearBlank() {
    blank.forEach(block -> tape.backend().fill(block.in(whole), 0));
    blank = List.of();
  }
}
