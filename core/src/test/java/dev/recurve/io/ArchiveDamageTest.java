package dev.recurve.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recurve.BundleException;
import dev.recurve.Shape;
import dev.recurve.params.HostArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class ArchiveDamageTest {
  private static final Archive.Format FORMAT = new Archive.Format("test-archive", 1);
  private static final Map<String, byte[]> ENTRIES = new LinkedHashMap<>();

  private static Path file;
  private static byte[] whole;

  @BeforeContainer
  static void writeOnce() throws IOException {
    ENTRIES.put("config.json", "{\"hidden\":16}".getBytes(StandardCharsets.UTF_8));
    ENTRIES.put(
        "weights.safetensors",
        Safetensors.encode(Map.of("w", new HostArray.F32(Shape.of(9), new float[9])), Map.of()));
    file = Files.createTempFile("archive", ".rnn");
    Archive.write(file, FORMAT, ENTRIES, true);
    whole = Files.readAllBytes(file);
  }

  @AfterContainer
  static void delete() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 150)
  void cutShortIsRefused(@ForAll @IntRange(min = 0, max = 100_000) int length) throws IOException {
    Files.write(file, Arrays.copyOf(whole, length % whole.length));

    assertThatThrownBy(() -> Archive.read(file, FORMAT)).isInstanceOf(BundleException.class);
  }

  /** Some bytes of a ZIP file mean nothing to a reader; all others are found out. */
  @Property(tries = 1000)
  void aChangedByteIsRefusedOrChangesNothing(
      @ForAll @IntRange(min = 0, max = 100_000) int place,
      @ForAll @IntRange(min = 1, max = 255) int change)
      throws IOException {
    byte[] changed = whole.clone();
    changed[place % whole.length] ^= (byte) change;
    Files.write(file, changed);

    var thrown = catchThrowable(ArchiveDamageTest::requireUnchanged);

    assertThat(thrown)
        .satisfiesAnyOf(
            t -> assertThat(t).isNull(), t -> assertThat(t).isInstanceOf(BundleException.class));
  }

  private static void requireUnchanged() {
    var archive = Archive.read(file, FORMAT);
    assertThat(archive.names()).isEqualTo(ENTRIES.keySet());
    ENTRIES.forEach((name, contents) -> assertThat(archive.entry(name)).isEqualTo(contents));
  }
}
