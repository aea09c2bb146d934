package dev.recurve.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recurve.BundleException;
import dev.recurve.Shape;
import dev.recurve.params.HostArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SafetensorsDamageTest {
  private static byte[] sample(int seed) {
    var arrays = new LinkedHashMap<String, HostArray>();
    arrays.put("a", new HostArray.F32(Shape.of(2, seed % 5), new float[2 * (seed % 5)]));
    arrays.put("b", new HostArray.F64(Shape.of(1 + seed % 3), new double[1 + seed % 3]));
    arrays.put("c", new HostArray.F32(Shape.scalar(), new float[] {seed}));
    return Safetensors.encode(arrays, Map.of("format", "recurve"));
  }

  @Property(tries = 150)
  void cutShortIsRefused(@ForAll @IntRange(min = 0, max = 1000) int seed) {
    byte[] whole = sample(seed);
    byte[] part = Arrays.copyOf(whole, seed * 7919 % whole.length);

    assertThatThrownBy(() -> Safetensors.decode(part, "w")).isInstanceOf(BundleException.class);
  }

  @Property(tries = 150)
  void somethingBehindIsRefused(@ForAll @Size(min = 1, max = 20) byte[] behind) {
    byte[] whole = sample(3);
    byte[] longer = Arrays.copyOf(whole, whole.length + behind.length);
    System.arraycopy(behind, 0, longer, whole.length, behind.length);

    assertThatThrownBy(() -> Safetensors.decode(longer, "w")).isInstanceOf(BundleException.class);
  }

  /** Names and metadata have no checksum here, so a changed header may still be a sound one. */
  @Property(tries = 1000)
  void aChangedHeaderNeverFailsInAnotherWay(
      @ForAll @IntRange(min = 0, max = 1000) int place,
      @ForAll @IntRange(min = 1, max = 255) int change) {
    byte[] bytes = sample(4);
    int headerEnd = 8 + (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    bytes[place % headerEnd] ^= (byte) change;

    var thrown = catchThrowable(() -> Safetensors.decode(bytes, "w"));

    assertThat(thrown)
        .satisfiesAnyOf(
            t -> assertThat(t).isNull(), t -> assertThat(t).isInstanceOf(BundleException.class));
  }

  @Property(tries = 200)
  void noiseIsRefused(@ForAll @Size(max = 64) byte[] noise) {
    assertThatThrownBy(() -> Safetensors.decode(noise, "w")).isInstanceOf(BundleException.class);
  }
}
