package dev.recurve.train;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A file of TensorBoard events: TFRecord frames, each of a protocol buffer of the type {@code
 * tensorflow.Event}.
 *
 * <p>A frame is the length (u64), its masked CRC-32C (u32), the data, and the data's masked CRC-32C
 * (u32), all little-endian. Of an event, these fields are written: {@code wall_time = 1} (double),
 * {@code step = 2} (int64), {@code file_version = 3} (string), {@code summary = 5} with a {@code
 * value = 1} of {@code tag = 1} and {@code simple_value = 2} (float) for each number, and {@code
 * session_log = 7} with {@code status = 1}.
 */
final class EventFile implements AutoCloseable {
  private static final int MASK = 0xa282ead8;
  private static final int SESSION_START = 1;

  private final OutputStream out;

  /** Makes the file and writes the event with the version, which must come first. */
  EventFile(Path file, double wallTime) throws IOException {
    out = new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
    frame(new WireMessage().fixed(1, wallTime).text(3, "brain.Event:2"));
  }

  /** Says that a run begins: a reader forgets what earlier files tell of this step and later. */
  void begin(double wallTime, long step) throws IOException {
    frame(event(wallTime, step).message(7, new WireMessage().varint(1, SESSION_START)));
  }

  /** Numbers by tag. */
  void scalars(double wallTime, long step, Map<String, Double> values) throws IOException {
    var summary = new WireMessage();
    values.forEach(
        (tag, value) ->
            summary.message(1, new WireMessage().text(1, tag).fixed(2, value.floatValue())));
    frame(event(wallTime, step).message(5, summary));
  }

  private static WireMessage event(double wallTime, long step) {
    return new WireMessage().fixed(1, wallTime).varint(2, step);
  }

  private void frame(WireMessage message) throws IOException {
    byte[] data = message.toBytes();
    byte[] length = littleEndian(Long.BYTES).putLong(data.length).array();
    out.write(length);
    out.write(littleEndian(Integer.BYTES).putInt(maskedCrc(length)).array());
    out.write(data);
    out.write(littleEndian(Integer.BYTES).putInt(maskedCrc(data)).array());
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Masked because the checksum of data that holds its own checksum is a weak one. */
  static int maskedCrc(byte[] data) {
    var crc = new CRC32C();
    crc.update(data);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }

  void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
