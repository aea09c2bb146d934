package dev.recurve.runtime;

import dev.recurve.spi.Buffer;
import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The memory of one training step after another: everything made within a step is cut from large
 * slabs by moving a pointer, and the step's end moves it back. When a step needed more than one
 * slab, they are replaced by one that holds the most any step has needed, so that a loop soon
 * allocates nothing at all. Belongs to one thread.
 */
public final class StepMemory implements AutoCloseable {
  /** Pieces begin at multiples of this many elements: 64 bytes of float32. */
  private static final int ALIGNMENT = 16;

  private static final long FIRST_SLAB = 1 << 14;

  private final Device device;
  private final Map<DType, Slabs> slabs = new EnumMap<>(DType.class);
  private long epoch;

  /** Memory on a device; takes none before the first step. */
  public StepMemory(Device device) {
    this.device = device;
  }

  /** Counts the steps; memory of another epoch is dead. */
  public long epoch() {
    return epoch;
  }

  /** The device. */
  public Device device() {
    return device;
  }

  /** A piece with undefined contents, valid until {@link #endStep}. */
  public Piece take(DType type, long size) {
    var piece = slabs.computeIfAbsent(type, Slabs::new).take(size);
    return new Piece(new Storage(piece.buffer, this, epoch), piece.offset);
  }

  /** Ends the step: everything taken since the last end is dead. */
  public void endStep() {
    epoch++;
    for (var slab : slabs.values()) {
      slab.reset();
    }
  }

  /** Bytes held. */
  public long bytes() {
    return slabs.values().stream().mapToLong(Slabs::bytes).sum();
  }

  /** Gives all memory back. */
  @Override
  public void close() {
    epoch++;
    for (var slab : slabs.values()) {
      slab.free();
    }
    slabs.clear();
  }

  /**
   * A stretch of a buffer.
   *
   * @param storage the buffer and how long it lives
   * @param offset the first element
   */
  public record Piece(Storage storage, long offset) {}

  private record Place(Buffer buffer, long offset) {}

  /** The slabs of one type; only the last has room left. */
  private final class Slabs {
    private final DType type;
    private final List<Buffer> buffers = new ArrayList<>();
    private long usedOfLast;

    Slabs(DType type) {
      this.type = type;
    }

    Place take(long size) {
      if (buffers.isEmpty() || usedOfLast + size > buffers.getLast().size()) {
        long doubled = buffers.isEmpty() ? FIRST_SLAB : 2 * buffers.getLast().size();
        buffers.add(device.backend().allocate(type, Math.max(aligned(size), doubled)));
        usedOfLast = 0;
      }
      var place = new Place(buffers.getLast(), usedOfLast);
      usedOfLast += aligned(size);
      return place;
    }

    void reset() {
      if (buffers.size() > 1) {
        long total = buffers.stream().mapToLong(Buffer::size).sum();
        free();
        buffers.add(device.backend().allocate(type, total));
      }
      for (var buffer : buffers) {
        discard(buffer);
      }
      usedOfLast = 0;
    }

    private void discard(Buffer buffer) {
      if (usedOfLast > 0) {
        int used = (int) Math.min(usedOfLast, Math.min(buffer.size(), Integer.MAX_VALUE));
        device.backend().discard(Mat.of(buffer, 0, 1, used));
      }
    }

    void free() {
      for (var buffer : buffers) {
        device.backend().free(buffer);
      }
      buffers.clear();
      usedOfLast = 0;
    }

    long bytes() {
      return buffers.stream().mapToLong(buffer -> buffer.size() * type.bytes()).sum();
    }

    private static long aligned(long size) {
      return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
  }
}
