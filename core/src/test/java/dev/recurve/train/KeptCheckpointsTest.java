package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptCheckpointsTest {
  @TempDir private Path folder;

  @Test
  void theLastEpochsAreKept() throws IOException {
    var policy = CheckpointPolicy.at(folder.resolve("run.ckpt")).keepLast(2);
    var whole = Toy.job();
    whole.trainer().epochs(4).checkpoint(policy);
    whole.trainer().fit(Toy.train());

    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("run.ckpt", "run-epoch3.ckpt", "run-epoch4.ckpt");
    }
    assertThat(Checkpoint.read(policy.ofEpoch(3)).state().epoch()).isEqualTo(3);
    var resumed = Toy.job();
    resumed.trainer().epochs(4).resume(policy.ofEpoch(3));
    resumed.trainer().fit(Toy.train());
    assertThat(Toy.bits(resumed.store())).isEqualTo(Toy.bits(whole.store()));
  }

  @Test
  void aNameWithoutAnEndingIsFine() {
    assertThat(CheckpointPolicy.at(Path.of("a.b", "run")).ofEpoch(7))
        .isEqualTo(Path.of("a.b", "run-epoch7"));
    assertThatThrownBy(() -> CheckpointPolicy.at(folder).keepLast(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Checkpoints of at least 1 epoch are kept, received 0");
  }
}
