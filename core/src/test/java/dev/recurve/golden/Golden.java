package dev.recurve.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;

/**
 * A place in a file of golden values. Tensors are objects with {@code dtype}, {@code shape} and
 * {@code data}, or nested lists of integers.
 */
public final class Golden {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String path;
  private final JsonNode node;

  private Golden(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  /** A file among this package's test resources, for example {@code losses_f64.json}. */
  public static Golden read(String file) {
    try (var in = Golden.class.getResourceAsStream(file)) {
      assertThat(in).as("the resource %s", file).isNotNull();
      return new Golden(file, JSON.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How closely results of a device's float type agree with golden ones. */
  public static double tolerance(Device device) {
    return device.floatType() == DType.F64 ? 1e-9 : 1e-5;
  }

  /** A field that must be there. */
  public Golden at(String name) {
    assertThat(node.has(name)).as("%s has the field %s", path, name).isTrue();
    return new Golden(path + "/" + name, node.get(name));
  }

  /** Whether there is such a field, other than null. */
  public boolean has(String name) {
    return node.hasNonNull(name);
  }

  /** The elements of a list. */
  public List<Golden> list() {
    var list = new ArrayList<Golden>();
    node.forEach(element -> list.add(new Golden(path + "/" + list.size(), element)));
    return list;
  }

  /** The fields of an object in order. */
  public Map<String, Golden> fields() {
    var fields = new LinkedHashMap<String, Golden>();
    node.fieldNames().forEachRemaining(name -> fields.put(name, at(name)));
    return fields;
  }

  /** A string. */
  public String text() {
    return node.asText();
  }

  /** A number. */
  public double number() {
    assertThat(node.isNumber()).as("%s is a number", path).isTrue();
    return node.doubleValue();
  }

  /** All values of a tensor or of nested lists, in order. */
  public double[] values() {
    var values = new ArrayList<Double>();
    flatten(node.has("data") ? node.get("data") : node, values);
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** All values as integers. */
  public int[] ints() {
    return Arrays.stream(values()).mapToInt(value -> (int) value).toArray();
  }

  private static void flatten(JsonNode node, List<Double> into) {
    if (node.isArray()) {
      node.forEach(element -> flatten(element, into));
    } else {
      into.add(node.doubleValue());
    }
  }

  /** The axes of a tensor or of nested lists. */
  public Shape shape() {
    var dims = new ArrayList<Integer>();
    if (node.has("shape")) {
      node.get("shape").forEach(dim -> dims.add(dim.intValue()));
    } else {
      for (var inner = node; inner.isArray(); inner = inner.get(0)) {
        dims.add(inner.size());
      }
    }
    return Shape.of(dims.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The tensor on a device, rounded to its float type. */
  public DeviceTensor on(Device device) {
    return Tensors.of(device, shape(), values());
  }

  /** The tensor of integers on a device. */
  public DeviceTensor intsOn(Device device) {
    return Tensors.ofInts(device, shape(), ints());
  }

  /**
   * Fails unless a tensor has this shape and, within a tolerance, these values: {@code |a - b| ≤
   * tolerance · max|tensor| + tolerance / 100}.
   */
  public void assertAgrees(Tensor actual, double tolerance) {
    assertThat(actual.shape()).as("%s: shape", path).isEqualTo(shape());
    assertAgrees(actual.toDoubles(), tolerance);
  }

  /** Fails unless the values agree. */
  public void assertAgrees(double[] actual, double tolerance) {
    double[] expected = values();
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertThat(actual)
        .as(path)
        .containsExactly(expected, Offset.offset(tolerance * largest + tolerance / 100));
  }

  @Override
  public String toString() {
    return path;
  }
}
