package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.conformance.DeferredBackend;
import dev.recurve.runtime.Device;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand steps in a small heap take no more memory than a thousand. */
class LongRunTest {
  private static final long EARLY = 1_000;
  private static final long LATE = 10_000;
  private static final long MEBIBYTE = 1 << 20;

  @TempDir private Path folder;

  /** What the process runs. */
  public static final class Job {
    private Job() {}

    /**
     * Trains, and writes live heap and live buffers after {@link #EARLY} and {@link #LATE} steps.
     *
     * @param args the file to write
     */
    public static void main(String[] args) throws IOException {
      var lines = new ArrayList<String>();
      var data = Toy.data(1, 400).size(4).shuffled(5);
      int epochs = Math.toIntExact(LATE / data.count());
      Toy.job()
          .trainer()
          .epochs(epochs)
          .clipNorm(1)
          .callbacks(
              new Callback() {
                @Override
                public void onStep(StepProgress progress) {
                  if (progress.step() == EARLY || progress.step() == LATE) {
                    lines.add(liveHeap() + " " + liveBuffers());
                  }
                }
              })
          .fit(data);
      Files.write(Path.of(args[0]), lines);
    }

    private static long liveHeap() {
      var heap = ManagementFactory.getMemoryMXBean();
      long least = Long.MAX_VALUE;
      for (int i = 0; i < 5; i++) {
        System.gc();
        least = Math.min(least, heap.getHeapMemoryUsage().getUsed());
      }
      return least;
    }

    private static long liveBuffers() {
      var backend = Device.standard().backend();
      backend.synchronize();
      return backend instanceof DeferredBackend deferred ? deferred.liveBuffers() : 0;
    }
  }

  @Test
  void memoryStaysTheSame() throws IOException, InterruptedException {
    var file = folder.resolve("memory.txt");
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path")));
    String backend = System.getProperty("recurve.backend");
    if (backend != null) {
      command.add("-Drecurve.backend=" + backend);
    }
    command.addAll(List.of(Job.class.getName(), file.toString()));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();

    var lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    String[] early = lines.getFirst().split(" ");
    String[] late = lines.getLast().split(" ");
    assertThat(Long.parseLong(late[0]) - Long.parseLong(early[0]))
        .as("growth of the live heap from step %d to step %d", EARLY, LATE)
        .isLessThan(MEBIBYTE);
    assertThat(late[1]).as("live buffers").isEqualTo(early[1]);
    if ("deferred".equals(backend)) {
      assertThat(Long.parseLong(late[1])).isPositive();
    }
  }
}
