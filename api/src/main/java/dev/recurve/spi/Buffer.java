package dev.recurve.spi;

/**
 * A block of memory that belongs to one backend. Opaque: only the backend that allocated it looks
 * inside; everybody else moves values with {@link Backend#upload} and {@link Backend#download}.
 */
public interface Buffer {
  /** The type of every element. */
  DType type();

  /** The number of elements. */
  long size();
}
