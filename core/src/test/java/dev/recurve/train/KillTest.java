package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.io.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed in the middle of an epoch, and another one that goes on. */
class KillTest {
  private static final int KILLED = 17;

  @TempDir private Path folder;

  /** What the processes run. */
  public static final class Job {
    private Job() {}

    /**
     * Trains and writes the weights.
     *
     * @param args the checkpoint, the weights, and the step after which the process is to die, 0
     *     for never
     */
    public static void main(String[] args) {
      var checkpoint = Path.of(args[0]);
      long last = Long.parseLong(args[2]);
      var job = Toy.fullJob();
      job.trainer()
          .checkpoint(CheckpointPolicy.at(checkpoint).everySteps(3))
          .callbacks(
              new Callback() {
                @Override
                public void onStep(StepProgress progress) {
                  if (progress.step() == last) {
                    Runtime.getRuntime().halt(KILLED);
                  }
                }
              });
      if (Files.exists(checkpoint)) {
        job.trainer().resume(checkpoint);
      }
      job.trainer().fit(Toy.train(), Toy.valid());
      Safetensors.write(Path.of(args[1]), job.store().values(), Map.of(), false);
    }
  }

  private int run(Path checkpoint, Path weights, long lastStep)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1"));
    String backend = System.getProperty("recurve.backend");
    if (backend != null) {
      command.add("-Drecurve.backend=" + backend);
    }
    command.addAll(
        List.of(
            Job.class.getName(),
            checkpoint.toString(),
            weights.toString(),
            Long.toString(lastStep)));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  @Test
  void aNewProcessGoesOnToTheSameBits() throws IOException, InterruptedException {
    var whole = Toy.fullJob();
    whole.trainer().fit(Toy.train(), Toy.valid());
    var checkpoint = folder.resolve("last.ckpt");
    var weights = folder.resolve("weights.safetensors");

    assertThat(run(checkpoint, weights, 8)).isEqualTo(KILLED);
    assertThat(Checkpoint.read(checkpoint).state().step()).isEqualTo(6);
    assertThat(weights).doesNotExist();
    assertThat(run(checkpoint, weights, 0)).isZero();

    assertThat(Toy.bits(Safetensors.read(weights).arrays())).isEqualTo(Toy.bits(whole.store()));
  }
}
