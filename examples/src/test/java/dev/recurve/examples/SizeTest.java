package dev.recurve.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application carries along for Recurve: small enough for a function in the cloud. */
class SizeTest {
  private static final long MOST_BYTES = 3 * 1024 * 1024;

  @TempDir private Path folder;

  @Test
  void theCoreAndItsFastBackendAreUnderThreeMegabytes() throws IOException {
    var jars =
        Stream.of("api", "core", "backend-host", "backend-simd")
            .map(SizeTest::onTheClassPath)
            .toList();

    assertThat(bytes(jars)).as("bytes of %s", jars).isBetween(100_000L, MOST_BYTES);
  }

  @Test
  void aJarCountsAsItIsAndAFolderAsTheJarThatItBecomes() throws IOException {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    var jar = Files.write(folder.resolve("some.jar"), noise);
    var classes = Files.createDirectories(folder.resolve("classes").resolve("inner"));
    Files.write(classes.resolve("Noise.class"), noise);
    Files.write(classes.resolve("Zeros.class"), new byte[100_000]);

    assertThat(bytes(List.of(jar))).isEqualTo(100_000);
    assertThat(bytes(List.of(jar, classes.getParent()))).isBetween(200_000L, 202_000L);
  }

  /** The module's jar; in a build that has not packed it yet, its folder of classes. */
  private static Path onTheClassPath(String module) {
    var jar = "recurve-" + module + "-";
    var classes = Path.of(module, "target", "classes");
    return Stream.of(Cli.classPath().split(File.pathSeparator))
        .map(Path::of)
        .filter(entry -> entry.getFileName().toString().startsWith(jar) || entry.endsWith(classes))
        .findFirst()
        .orElseThrow(() -> new AssertionError(module + " is not on the class path"));
  }

  private static long bytes(List<Path> entries) throws IOException {
    long sum = 0;
    for (var entry : entries) {
      sum += Files.isDirectory(entry) ? packedBytes(entry) : Files.size(entry);
    }
    return sum;
  }

  private static long packedBytes(Path folder) throws IOException {
    var sum = new AtomicLong();
    var counter =
        new OutputStream() {
          @Override
          public void write(int octet) {
            sum.incrementAndGet();
          }

          @Override
          public void write(byte[] octets, int from, int count) {
            sum.addAndGet(count);
          }
        };
    try (var zip = new ZipOutputStream(counter);
        var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return sum.get();
  }
}
