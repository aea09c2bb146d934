package dev.recurve.conformance;

import dev.recurve.spi.Buffer;
import dev.recurve.spi.DType;
import java.util.concurrent.atomic.AtomicBoolean;

/** A buffer of a {@link DeferredBackend}: opaque, and dead once it was given back. */
final class DeferredBuffer implements Buffer {
  private final DeferredBackend owner;
  private final Buffer inner;
  private final AtomicBoolean freed = new AtomicBoolean();

  DeferredBuffer(DeferredBackend owner, Buffer inner) {
    this.owner = owner;
    this.inner = inner;
  }

  @Override
  public DType type() {
    return inner.type();
  }

  @Override
  public long size() {
    return inner.size();
  }

  boolean belongsTo(DeferredBackend backend) {
    return owner == backend;
  }

  /** The memory behind it, for whoever has the right to use it still. */
  Buffer inner() {
    if (freed.get()) {
      throw new AssertionError("Use after free of " + this);
    }
    return inner;
  }

  /** Gives the memory back, once. */
  Buffer free() {
    if (freed.getAndSet(true)) {
      throw new AssertionError("Freed twice: " + this);
    }
    return inner;
  }

  /** Whether the memory was given back; does not refer to this buffer. */
  AtomicBoolean freed() {
    return freed;
  }

  long bytes() {
    return size() * type().bytes();
  }

  @Override
  public String toString() {
    return "a deferred buffer of %d %s".formatted(size(), type());
  }
}
