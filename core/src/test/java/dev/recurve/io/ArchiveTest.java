package dev.recurve.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.BundleException;
import dev.recurve.Shape;
import dev.recurve.params.HostArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  private static final Archive.Format FORMAT = new Archive.Format("test-archive", 2);

  @TempDir private Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, byte[]> entries() {
    var entries = new LinkedHashMap<String, byte[]>();
    entries.put("z.json", bytes("{\"x\":1}"));
    entries.put(
        "w.safetensors",
        Safetensors.encode(
            Map.of("w", new HostArray.F32(Shape.of(3), new float[] {1, 2, 3})), Map.of()));
    entries.put("empty.txt", new byte[0]);
    return entries;
  }

  private Path file() {
    return folder.resolve("test.rnn");
  }

  @Test
  void whatIsWrittenIsRead() {
    Archive.write(file(), FORMAT, entries(), false);

    var archive = Archive.read(file(), FORMAT);

    assertThat(archive.path()).isEqualTo(file());
    assertThat(archive.names()).containsExactly("empty.txt", "w.safetensors", "z.json");
    entries().forEach((name, contents) -> assertThat(archive.entry(name)).isEqualTo(contents));
    assertThat(archive.json("z.json", Map.class).get("x")).isEqualTo(1);
    assertThat(archive.arrays("w.safetensors").arrays().get("w").toDoubles())
        .containsExactly(1, 2, 3);
    assertThat(archive.has("z.json")).isTrue();
    assertThat(archive.has("y.json")).isFalse();
    assertThatThrownBy(() -> archive.entry("y.json"))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("no entry y.json; it has [empty.txt, w.safetensors, z.json]");
  }

  @Test
  void sameEntriesGiveSameBytes() throws IOException {
    var other = folder.resolve("other.rnn");
    Archive.write(file(), FORMAT, entries(), false);
    Archive.write(other, FORMAT, entries(), false);

    assertThat(Files.readAllBytes(file())).isEqualTo(Files.readAllBytes(other));
  }

  @Test
  void weightsAreStoredAndTextIsDeflated() throws IOException {
    Archive.write(file(), FORMAT, entries(), false);

    try (var zip = new ZipFile(file().toFile())) {
      assertThat(zip.getEntry("w.safetensors").getMethod()).isEqualTo(ZipEntry.STORED);
      assertThat(zip.getEntry("z.json").getMethod()).isEqualTo(ZipEntry.DEFLATED);
    }
  }

  @Test
  void aFileThatIsThereIsOnlyReplacedIfAsked() {
    Archive.write(file(), FORMAT, entries(), false);

    assertThatThrownBy(() -> Archive.write(file(), FORMAT, Map.of("n", bytes("new")), false))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("exists");
    assertThat(Archive.read(file(), FORMAT).names()).contains("z.json");

    Archive.write(file(), FORMAT, Map.of("n", bytes("new")), true);
    assertThat(Archive.read(file(), FORMAT).names()).containsExactly("n");
  }

  @Test
  void aWriteThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
    Archive.write(file(), FORMAT, entries(), false);
    byte[] before = Files.readAllBytes(file());

    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file(),
                    true,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("disk full")
        .hasMessageContaining("untouched");

    assertThat(Files.readAllBytes(file())).isEqualTo(before);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void aFolderIsNoFile() {
    assertThatThrownBy(() -> Archive.write(folder, FORMAT, entries(), true))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("is a folder");
    assertThatThrownBy(() -> Archive.read(folder, FORMAT))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("is not a file");
    assertThatThrownBy(() -> Archive.read(file(), FORMAT))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("There is no file");
  }

  @Test
  void aNewerVersionIsNamedWithOurs() {
    Archive.write(file(), new Archive.Format("test-archive", 3), entries(), false);

    assertThatThrownBy(() -> Archive.read(file(), FORMAT))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("version 3")
        .hasMessageContaining("up to version 2")
        .hasMessageContaining("newer Recurve");
  }

  @Test
  void anOlderVersionIsRead() {
    Archive.write(file(), new Archive.Format("test-archive", 1), entries(), false);

    assertThat(Archive.read(file(), FORMAT).names()).hasSize(3);
  }

  @Test
  void anotherFormatIsNamed() {
    Archive.write(file(), new Archive.Format("other-archive", 1), entries(), false);

    assertThatThrownBy(() -> Archive.read(file(), FORMAT))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("is a other-archive")
        .hasMessageContaining("test-archive is wanted");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Files.write(file(), bytes("this is no ZIP file"));
    assertThatThrownBy(() -> Archive.read(file(), FORMAT))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("not a test-archive");

    Files.write(file(), new byte[0]);
    assertThatThrownBy(() -> Archive.read(file(), FORMAT)).isInstanceOf(BundleException.class);

    try (var zip = new ZipOutputStream(Files.newOutputStream(file()))) {
      zip.putNextEntry(new ZipEntry("readme.txt"));
    }
    assertThatThrownBy(() -> Archive.read(file(), FORMAT))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("ZIP file without format.json");
  }

  @Test
  void anEntryThatIsMissingIsNoticed() throws IOException {
    Archive.write(file(), FORMAT, entries(), false);
    var fewer = folder.resolve("fewer.rnn");
    try (var zip = new ZipFile(file().toFile());
        var out = new ZipOutputStream(Files.newOutputStream(fewer))) {
      for (String name : new String[] {"format.json", "z.json", "empty.txt"}) {
        out.putNextEntry(new ZipEntry(name));
        out.write(zip.getInputStream(zip.getEntry(name)).readAllBytes());
      }
    }

    assertThatThrownBy(() -> Archive.read(fewer, FORMAT))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("damaged")
        .hasMessageContaining("w.safetensors");
  }

  @Test
  void theFormatEntryIsNotTheCallers() {
    assertThatThrownBy(
            () -> Archive.write(file(), FORMAT, Map.of("format.json", new byte[0]), false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
