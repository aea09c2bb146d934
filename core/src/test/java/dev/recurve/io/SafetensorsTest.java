package dev.recurve.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.BundleException;
import dev.recurve.Shape;
import dev.recurve.params.HostArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  private static final String WHERE = "weights.safetensors";

  /** A file made by hand, as the format's description has it. */
  private static byte[] file(String header, byte... data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(data)
        .array();
  }

  private static float[] floats(Safetensors.Contents contents, String name) {
    return ((HostArray.F32) contents.arrays().get(name)).values();
  }

  @Test
  void readsBytesMadeByHand() {
    byte[] bytes =
        file(
            "{\"__metadata__\":{\"format\":\"pt\"},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]},\"a\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]}}"
                + "   ",
            new byte[] {
              0, 0, 0, 0, 0, 0, (byte) 0xF8, 0x3F, 0, 0, 0, (byte) 0xC0, 0, 0, (byte) 0x80, 0x3F
            });

    var contents = Safetensors.decode(bytes, WHERE);

    assertThat(contents.metadata()).isEqualTo(Map.of("format", "pt"));
    assertThat(contents.arrays()).containsOnlyKeys("b", "a");
    assertThat(contents.arrays().get("a").shape()).isEqualTo(Shape.scalar());
    assertThat(contents.arrays().get("a").toDoubles()).containsExactly(1.5);
    assertThat(floats(contents, "b")).containsExactly(-2f, 1f);
  }

  @Test
  void writesTheseVeryBytes() {
    byte[] bytes =
        Safetensors.encode(
            Map.of("w", new HostArray.F32(Shape.of(1, 2), new float[] {1f, -2f})), Map.of());

    String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";
    String padded = header + " ".repeat((8 - header.length() % 8) % 8);
    assertThat(bytes)
        .isEqualTo(file(padded, new byte[] {0, 0, (byte) 0x80, 0x3F, 0, 0, 0, (byte) 0xC0}));
  }

  @Test
  void roundTripKeepsEveryBit() {
    float[] odd = {
      -0f,
      Float.MIN_VALUE,
      Float.NaN,
      Float.NEGATIVE_INFINITY,
      Float.intBitsToFloat(0x7FC01234),
      1f / 3
    };
    double[] wide = {Math.PI, -Double.MIN_VALUE};
    var arrays = new LinkedHashMap<String, HostArray>();
    arrays.put("z.weight", new HostArray.F32(Shape.of(2, 3), odd));
    arrays.put("a.bias", new HostArray.F64(Shape.of(2), wide));
    arrays.put("empty", new HostArray.F32(Shape.of(0, 4), new float[0]));
    arrays.put("Grüße \"quoted\"", new HostArray.F32(Shape.scalar(), new float[] {7}));

    var read = Safetensors.decode(Safetensors.encode(arrays, Map.of("k", "v")), WHERE);

    assertThat(read.metadata()).isEqualTo(Map.of("k", "v"));
    assertThat(read.arrays().keySet()).containsExactlyInAnyOrderElementsOf(arrays.keySet());
    arrays.forEach(
        (name, array) ->
            assertThat(read.arrays().get(name).shape()).as(name).isEqualTo(array.shape()));
    float[] back = floats(read, "z.weight");
    for (int i = 0; i < odd.length; i++) {
      assertThat(Float.floatToRawIntBits(back[i])).isEqualTo(Float.floatToRawIntBits(odd[i]));
    }
    assertThat(((HostArray.F64) read.arrays().get("a.bias")).values()).containsExactly(wide);
  }

  @Test
  void bytesDoNotDependOnTheOrderOfTheMap() {
    var one = new HostArray.F32(Shape.of(1), new float[] {1});
    var two = new HostArray.F64(Shape.of(1), new double[] {2});
    var forward = new LinkedHashMap<String, HostArray>();
    forward.put("a", one);
    forward.put("b", two);
    var backward = new LinkedHashMap<String, HostArray>();
    backward.put("b", two);
    backward.put("a", one);

    assertThat(Safetensors.encode(forward, Map.of("x", "1", "y", "2")))
        .isEqualTo(Safetensors.encode(backward, Map.of("y", "2", "x", "1")));
  }

  @Test
  void valuesBeginAtMultiplesOfTheirWidth() {
    byte[] bytes =
        Safetensors.encode(
            Map.of(
                "a", new HostArray.F32(Shape.of(1), new float[] {1}),
                "b", new HostArray.F64(Shape.of(1), new double[] {2})),
            Map.of());

    long headerLength = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(headerLength % 8).isZero();
    assertThat(
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getDouble(8 + (int) headerLength))
        .isEqualTo(2);
  }

  @Test
  void halfPrecisionIsWidened() {
    byte[] bytes =
        file(
            "{\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},\"g\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[4,8]}}",
            new byte[] {0x00, 0x3C, 0x01, (byte) 0x80, (byte) 0x80, 0x3F, 0x49, (byte) 0xC0});

    var contents = Safetensors.decode(bytes, WHERE);

    assertThat(floats(contents, "h")).containsExactly(1f, -0x1p-24f);
    assertThat(floats(contents, "g")).containsExactly(1f, -3.140625f);
  }

  @Test
  void otherTypesAreRefusedByName() {
    byte[] bytes =
        file("{\"ids\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}", new byte[8]);

    assertThatThrownBy(() -> Safetensors.decode(bytes, WHERE))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("ids")
        .hasMessageContaining("I64")
        .hasMessageContaining("F32, F64, F16 and BF16");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | needs 8 bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | begins at byte 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | need 4 bytes, there are"
            + " 8",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"
            + " | begins at byte 0 of the data, where 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}} | need 12 bytes, there"
            + " are 8",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} | has -2 in shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}} |"
            + " more than the file holds",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}} | in shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}} | no list shape",
        "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}} | no list shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4,8]}} | its offsets are",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"more\":1}} | unknown"
            + " property more",
        "{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}} | has no dtype",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"
            + " | Duplicate",
        "{\"__metadata__\":{\"n\":1},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"
            + " | metadata n is not text",
        "[] | not a JSON object",
        "{\"a\" | header"
      })
  void whatTheHeaderSaysIsChecked(String header, String message) {
    assertThatThrownBy(() -> Safetensors.decode(file(header.strip(), new byte[8]), WHERE))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(WHERE)
        .hasMessageContaining(message.strip());
  }

  @Test
  void theReservedNameIsNoArray() {
    var array = new HostArray.F32(Shape.of(1), new float[1]);

    assertThatThrownBy(() -> Safetensors.encode(Map.of("__metadata__", array), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void filesComeBack(@TempDir Path folder) throws Exception {
    var path = folder.resolve("new/w.safetensors");
    var array = new HostArray.F32(Shape.of(2), new float[] {1, 2});

    Safetensors.write(path, Map.of("w", array), Map.of(), false);

    assertThat(floats(Safetensors.read(path), "w")).containsExactly(1, 2);
    assertThat(Files.list(path.getParent())).containsExactly(path);
    assertThatThrownBy(() -> Safetensors.write(path, Map.of(), Map.of(), false))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("exists");
    assertThatThrownBy(() -> Safetensors.read(folder.resolve("missing")))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("There is no file");
  }
}
