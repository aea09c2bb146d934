package dev.recurve.io;

import dev.recurve.BundleException;
import dev.recurve.Shape;
import dev.recurve.params.HostArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads safetensors, and believes nothing that the header says before it has checked it. */
final class SafetensorsReader {
  static final String METADATA = "__metadata__";

  private static final int LENGTH_BYTES = Long.BYTES;

  private final ByteBuffer bytes;
  private final String where;

  SafetensorsReader(byte[] bytes, String where) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.where = where;
  }

  private enum Type {
    F32(4),
    F64(8),
    F16(2),
    BF16(2);

    private final int width;

    Type(int width) {
      this.width = width;
    }
  }

  /** An array's place; from and to count from the first byte after the header. */
  private record Place(String name, Type type, Shape shape, long from, long to) {}

  Safetensors.Contents read() {
    if (bytes.capacity() < LENGTH_BYTES) {
      throw damaged("%d bytes are too few".formatted(bytes.capacity()));
    }
    long headerLength = bytes.getLong(0);
    if (headerLength < 0 || headerLength > bytes.capacity() - LENGTH_BYTES) {
      throw damaged(
          "a header of %s bytes does not fit a file of %d; it is cut short, or is not safetensors"
              .formatted(Long.toUnsignedString(headerLength), bytes.capacity()));
    }
    int dataStart = LENGTH_BYTES + (int) headerLength;
    byte[] json = Arrays.copyOfRange(bytes.array(), LENGTH_BYTES, dataStart);
    var header = JsonObject.members(json, where + ", header");
    var metadata = new LinkedHashMap<String, String>();
    var places = new ArrayList<Place>();
    for (var entry : header.properties().entrySet()) {
      if (entry.getKey().equals(METADATA)) {
        metadata.putAll(metadata(entry.getValue()));
      } else {
        places.add(place(entry.getKey(), entry.getValue()));
      }
    }
    requireNoGaps(places, bytes.capacity() - dataStart);
    var arrays = new LinkedHashMap<String, HostArray>();
    for (var place : places) {
      arrays.put(place.name(), values(place, dataStart + (int) place.from()));
    }
    return new Safetensors.Contents(arrays, metadata);
  }

  private Map<String, String> metadata(JsonValue value) {
    if (!(value instanceof JsonValue.Members(var properties))) {
      throw damaged("the metadata is not a JSON object");
    }
    var metadata = new LinkedHashMap<String, String>();
    for (var entry : properties.entrySet()) {
      if (!(entry.getValue() instanceof JsonValue.Text(var text))) {
        throw damaged("the metadata %s is not text".formatted(entry.getKey()));
      }
      metadata.put(entry.getKey(), text);
    }
    return metadata;
  }

  private Place place(String name, JsonValue value) {
    var properties =
        value instanceof JsonValue.Members(var members) ? members : Map.<String, JsonValue>of();
    for (String property : properties.keySet()) {
      if (!List.of("dtype", "shape", "data_offsets").contains(property)) {
        throw damaged("array %s has an unknown property %s".formatted(name, property));
      }
    }
    var type = type(name, properties.get("dtype"));
    long[] shape = numbers(name, properties, "shape");
    int[] dims = new int[shape.length];
    long size = 1;
    for (int i = 0; i < dims.length; i++) {
      if (shape[i] > Integer.MAX_VALUE || size * shape[i] > bytes.capacity()) {
        throw damaged(
            "array %s has shape %s, more than the file holds"
                .formatted(name, Arrays.toString(shape)));
      }
      dims[i] = (int) shape[i];
      size *= shape[i];
    }
    long[] offsets = numbers(name, properties, "data_offsets");
    if (offsets.length != 2 || offsets[1] - offsets[0] != size * type.width) {
      throw damaged(
          "array %s, %s %s, needs %d bytes, but its offsets are %s"
              .formatted(
                  name, type, Arrays.toString(dims), size * type.width, Arrays.toString(offsets)));
    }
    return new Place(name, type, Shape.of(dims), offsets[0], offsets[1]);
  }

  private Type type(String name, JsonValue value) {
    if (!(value instanceof JsonValue.Text(var text))) {
      throw damaged("array %s has no dtype".formatted(name));
    }
    for (var type : Type.values()) {
      if (type.name().equals(text)) {
        return type;
      }
    }
    throw new BundleException(
        "%s: array %s has type %s; F32, F64, F16 and BF16 can be read. Convert it before saving"
            .formatted(where, name, text));
  }

  /** Whole numbers from 0 up. */
  private long[] numbers(String name, Map<String, JsonValue> properties, String property) {
    if (!(properties.get(property) instanceof JsonValue.Elements(var elements))) {
      throw damaged("array %s has no list %s".formatted(name, property));
    }
    long[] numbers = new long[elements.size()];
    for (int i = 0; i < numbers.length; i++) {
      long number =
          elements.get(i) instanceof JsonValue.Digits digits ? digits.toLong().orElse(-1) : -1;
      if (number < 0) {
        throw damaged("array %s has %s in %s".formatted(name, elements.get(i), property));
      }
      numbers[i] = number;
    }
    return numbers;
  }

  /**
   * The arrays lie end to end and fill the data, so none is cut short and none overlaps another.
   */
  private void requireNoGaps(List<Place> places, long dataSize) {
    long end = 0;
    var inOrder = new ArrayList<>(places);
    inOrder.sort(
        (a, b) ->
            a.from() != b.from() ? Long.compare(a.from(), b.from()) : Long.compare(a.to(), b.to()));
    for (var place : inOrder) {
      if (place.from() != end) {
        throw damaged(
            "array %s begins at byte %d of the data, where %d was expected"
                .formatted(place.name(), place.from(), end));
      }
      end = place.to();
    }
    if (end != dataSize) {
      throw damaged(
          "the arrays need %d bytes, there are %d; it is cut short or has something behind it"
              .formatted(end, dataSize));
    }
  }

  private HostArray values(Place place, int start) {
    int size = (int) place.shape().size();
    var data = bytes.slice(start, (int) (place.to() - place.from())).order(ByteOrder.LITTLE_ENDIAN);
    if (place.type() == Type.F64) {
      double[] values = new double[size];
      data.asDoubleBuffer().get(values);
      return new HostArray.F64(place.shape(), values);
    }
    float[] values = new float[size];
    switch (place.type()) {
      case F16 -> {
        for (int i = 0; i < size; i++) {
          values[i] = Float.float16ToFloat(data.getShort());
        }
      }
      case BF16 -> {
        for (int i = 0; i < size; i++) {
          values[i] = Float.intBitsToFloat(data.getShort() << 16);
        }
      }
      case F32, F64 -> data.asFloatBuffer().get(values);
    }
    return new HostArray.F32(place.shape(), values);
  }

  private BundleException damaged(String what) {
    return new BundleException("%s is damaged: %s".formatted(where, what));
  }
}
