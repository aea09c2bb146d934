package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.TrainingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {
  @TempDir private Path folder;

  /**
   * The frame's head is that of every file of this version of the format: 24 bytes and their
   * checksum.
   */
  @Test
  void bytesAreThoseOfTheFormat() throws IOException {
    var path = folder.resolve("events");
    try (var file = new EventFile(path, 1.5)) {
      file.scalars(2, 300, Map.of("a", 0.5));
    }
    String hex = HexFormat.of().formatHex(Files.readAllBytes(path));
    assertThat(hex).startsWith("1800000000000000a37f4b22" + "09000000000000f83f" + "1a0d");
    assertThat(hex).contains("09" + "0000000000000040" + "10ac02" + "2a0a");
    assertThat(hex).contains("2a0a" + "0a08" + "0a0161" + "150000003f");
  }

  /** The check value of CRC-32C is e3069283 for the digits 1 to 9. */
  @Test
  void checksumsAreMasked() {
    int crc = 0xe3069283;
    assertThat(EventFile.maskedCrc("123456789".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo((crc >>> 15 | crc << 17) + 0xa282ead8);
  }

  @Test
  void aRunIsReadBack() throws IOException {
    var job = Toy.job();
    job.trainer().epochs(2).callbacks(TensorBoard.in(folder).everySteps(4));

    var epochs = job.trainer().fit(Toy.train(), Toy.valid()).history().epochs();

    var events = EventReader.read(onlyFile());
    assertThat(events.get(0).version()).contains("brain.Event:2");
    assertThat(events.get(1).starts()).isTrue();
    assertThat(events.get(1).step()).isEqualTo(1);
    var scalars = events.subList(2, events.size());
    assertThat(scalars.stream().map(EventReader.Event::step).toList())
        .containsExactly(4L, 5L, 8L, 10L);
    assertThat(scalars.get(0).scalars().keySet()).containsExactly("loss/running", "learning_rate");
    for (int i = 0; i < 2; i++) {
      var epoch = epochs.get(i);
      assertThat(scalars.get(2 * i + 1).scalars())
          .isEqualTo(
              Map.of(
                  "loss/train", (float) epoch.trainLoss(),
                  "loss/valid", (float) epoch.validLoss().orElseThrow(),
                  "learning_rate", (float) epoch.learningRate(),
                  "gradient_norm", (float) epoch.gradientNorm()));
    }
  }

  @Test
  void aResumedRunTakesThePlaceOfLaterSteps() throws IOException {
    var checkpoint = folder.resolve("run.ckpt");
    var first = Toy.job();
    first.trainer().epochs(2).checkpoint(CheckpointPolicy.at(checkpoint));
    first.trainer().fit(Toy.train());
    var second = Toy.job();
    second
        .trainer()
        .epochs(3)
        .callbacks(TensorBoard.in(folder.resolve("events")))
        .resume(checkpoint);
    second.trainer().fit(Toy.train());

    try (var files = Files.list(folder.resolve("events"))) {
      var events = EventReader.read(files.toList().getFirst());
      assertThat(events.get(1).starts()).isTrue();
      assertThat(events.stream().skip(1).map(EventReader.Event::step).toList())
          .containsExactly(11L, 15L);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenEndsTheRun() throws IOException {
    var file = Files.createFile(folder.resolve("file"));
    var job = Toy.job();
    job.trainer().callbacks(TensorBoard.in(file));
    assertThatThrownBy(() -> job.trainer().fit(Toy.train()))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("Events cannot be written to " + file);
    var board = TensorBoard.in(folder);
    assertThatThrownBy(() -> board.everySteps(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Events are at least 1 step apart, received 0");
  }

  private Path onlyFile() throws IOException {
    try (var files = Files.list(folder)) {
      List<Path> all = new ArrayList<>(files.toList());
      assertThat(all).hasSize(1);
      assertThat(all.getFirst().getFileName().toString()).startsWith("events.out.tfevents.");
      return all.getFirst();
    }
  }
}
