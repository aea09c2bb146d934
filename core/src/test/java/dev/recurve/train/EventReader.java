package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a file of events and checks its checksums. */
final class EventReader {
  private EventReader() {}

  record Event(long step, Optional<String> version, boolean starts, Map<String, Float> scalars) {}

  /** A field by its wire type: a number's bits, or the bytes of text or a message. */
  private record Field(int number, long bits, byte[] bytes) {}

  static List<Event> read(Path path) throws IOException {
    var in = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    var events = new ArrayList<Event>();
    while (in.hasRemaining()) {
      byte[] length = checked(in, Long.BYTES);
      events.add(
          event(
              checked(in, (int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong())));
    }
    return events;
  }

  private static byte[] checked(ByteBuffer in, int size) {
    byte[] data = new byte[size];
    in.get(data);
    assertThat(in.getInt()).isEqualTo(EventFile.maskedCrc(data));
    return data;
  }

  private static Event event(byte[] message) {
    long step = 0;
    Optional<String> version = Optional.empty();
    boolean starts = false;
    var scalars = new LinkedHashMap<String, Float>();
    for (var field : fields(message)) {
      switch (field.number()) {
        case 1 -> assertThat(Double.longBitsToDouble(field.bits())).isGreaterThan(0);
        case 2 -> step = field.bits();
        case 3 -> version = Optional.of(text(field));
        case 5 -> fields(field.bytes()).forEach(value -> scalar(value, scalars));
        case 7 -> starts = fields(field.bytes()).getFirst().bits() == 1;
        default -> throw new AssertionError("Unknown field " + field.number());
      }
    }
    return new Event(step, version, starts, scalars);
  }

  private static void scalar(Field value, Map<String, Float> scalars) {
    var parts = fields(value.bytes());
    assertThat(parts.stream().map(Field::number).toList()).containsExactly(1, 2);
    scalars.put(text(parts.get(0)), Float.intBitsToFloat((int) parts.get(1).bits()));
  }

  private static String text(Field field) {
    return new String(field.bytes(), StandardCharsets.UTF_8);
  }

  private static List<Field> fields(byte[] message) {
    var in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    var fields = new ArrayList<Field>();
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      byte[] none = new byte[0];
      fields.add(
          switch (tag & 7) {
            case 0 -> new Field(tag >>> 3, varint(in), none);
            case 1 -> new Field(tag >>> 3, in.getLong(), none);
            case 2 -> {
              byte[] bytes = new byte[(int) varint(in)];
              in.get(bytes);
              yield new Field(tag >>> 3, 0, bytes);
            }
            case 5 -> new Field(tag >>> 3, in.getInt(), none);
            default -> throw new AssertionError("Unknown wire type of tag " + tag);
          });
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
