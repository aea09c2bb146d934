package dev.recurve.autodiff;

import dev.recurve.spi.Mat;
import dev.recurve.spi.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A gradient in the making. It knows which parts nothing was written to yet, so that windows which
 * together cover the whole are written, and nobody has to clear it first.
 *
 * <p>Its memory may be shared. It may begin as another's; and it may lend a window to a value whose
 * gradient is to be passed on to that window, which then stands there without being copied. What
 * others may be reading is never changed: whoever wants to add to it moves to memory of its own
 * first.
 */
final class PartialGradient {
  private final Tape tape;
  private Mat whole;

  /** Whether others read what was written. */
  private boolean isShared;

  /** What nothing was written to: blocks that do not overlap. */
  private List<Block> blank;

  /** Blocks in which others work on gradients of theirs. */
  private List<Block> lent = new ArrayList<>();

  /** Whether it had to leave its memory before, so that lending does not pay. */
  private boolean hasMoved;

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
    var place = window.apply(whole);
    if (place.size() == 0) {
      return new Slot.Target(place, Write.ADD);
    }
    var block = Block.of(place, whole);
    if (block.filter(this::claims).isPresent()) {
      return new Slot.Target(place, Write.SET);
    }
    if (mustMove()) {
      move();
      return window(window);
    }
    if (block.isEmpty() || blank.stream().anyMatch(block.get()::meets)) {
      clearBlank();
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
    if (mustMove()) {
      move();
    }
    return complete();
  }

  /** All of it, 0 where nothing came; not to be changed. */
  Mat complete() {
    if (!lent.isEmpty()) {
      move();
    }
    clearBlank();
    return whole;
  }

  private void clearBlank() {
    blank.forEach(block -> tape.backend().fill(block.in(whole), 0));
    blank = List.of();
  }

  // --------------------------------------------------------------- sharing

  /** Memory for a gradient that is to become the contribution to a blank window without gaps. */
  Optional<Mat> lend(UnaryOperator<Mat> window) {
    var place = window.apply(whole);
    if (hasMoved || !place.isContiguous() || place.size() == 0) {
      return Optional.empty();
    }
    var block = Block.of(place, whole).filter(this::claims);
    block.ifPresent(lent::add);
    return block.map(_ -> place);
  }

  /** Whether a contribution stands in the window that was lent for it, so that it is done. */
  boolean holds(UnaryOperator<Mat> window, Mat contribution) {
    if (lent.isEmpty()) {
      return false;
    }
    var place = window.apply(whole);
    boolean stands =
        contribution.isContiguous()
            && contribution.buffer() == place.buffer()
            && contribution.offset() == place.offset()
            && contribution.size() == place.size()
            && Block.of(place, whole).filter(lent::remove).isPresent();
    isShared |= stands;
    return stands;
  }

  private boolean mustMove() {
    return isShared || !lent.isEmpty();
  }

  /** Leaves the memory to those who share it. What was lent is blank in the new place. */
  private void move() {
    var copy = tape.scratch(whole.rows(), whole.cols());
    tape.backend().copy(whole, copy);
    whole = copy;
    isShared = false;
    lent.addAll(blank);
    blank = lent;
    lent = new ArrayList<>();
    hasMoved = true;
  }
}
