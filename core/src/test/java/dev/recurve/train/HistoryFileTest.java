package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
  private static final EpochRecord FIRST =
      new EpochRecord(1, 0.5, OptionalDouble.of(0.75), 0.1, 2, 3.5, Map.of("a \"b\", c", 0.25));
  private static final EpochRecord SECOND =
      new EpochRecord(
          2,
          0.25,
          OptionalDouble.empty(),
          0.1,
          1,
          3,
          Map.of("perplexity", Double.POSITIVE_INFINITY));

  @TempDir private Path folder;

  @Test
  void columnsAreThoseOfAllEpochs() {
    assertThat(HistoryFormat.csv(List.of(FIRST, SECOND)))
        .isEqualTo(
            """
            epoch,train_loss,valid_loss,learning_rate,gradient_norm,seconds,"a ""b"", c",perplexity
            1,0.5,0.75,0.1,2.0,3.5,0.25,
            2,0.25,,0.1,1.0,3.0,,Infinity
            """);
  }

  @Test
  void anObjectHasWhatItsEpochHas() {
    assertThat(HistoryFormat.jsonl(List.of(FIRST, SECOND)))
        .isEqualTo(
            """
            {"epoch":1,"train_loss":0.5,"valid_loss":0.75,"learning_rate":0.1,"gradient_norm":2.0,"seconds":3.5,"a \\"b\\", c":0.25}
            {"epoch":2,"train_loss":0.25,"learning_rate":0.1,"gradient_norm":1.0,"seconds":3.0,"perplexity":"Infinity"}
            """);
  }

  @Test
  void aMetricWithAColumnsNameIsToldApart() {
    var epoch = new EpochRecord(1, 1, OptionalDouble.empty(), 1, 1, 1, Map.of("seconds", 7.0));
    assertThat(HistoryFormat.csv(List.of(epoch))).contains(",seconds,valid_seconds\n");
  }

  @Test
  void aResumedRunHoldsAllEpochs() throws IOException {
    var checkpoint = folder.resolve("run.ckpt");
    var csv = folder.resolve("new/history.csv");
    var jsonl = folder.resolve("history.jsonl");
    var first = Toy.job();
    first.trainer().epochs(2).checkpoint(CheckpointPolicy.at(checkpoint));
    first.trainer().fit(Toy.train(), Toy.valid());
    var second = Toy.job();
    second.trainer().callbacks(HistoryFile.csv(csv), HistoryFile.jsonl(jsonl)).resume(checkpoint);

    var epochs = second.trainer().fit(Toy.train(), Toy.valid()).history().epochs();

    assertThat(epochs).hasSize(4);
    assertThat(Files.readString(csv)).isEqualTo(HistoryFormat.csv(epochs));
    assertThat(Files.readString(jsonl)).isEqualTo(HistoryFormat.jsonl(epochs));
    try (var files = Files.list(csv.getParent())) {
      assertThat(files).containsExactly(csv);
    }
  }

  @Test
  void aFileThatCannotBeWrittenEndsTheRun() {
    var job = Toy.job();
    job.trainer().callbacks(HistoryFile.csv(folder));
    assertThatThrownBy(
            () -> {
              Files.createFile(folder.resolve("keeps it from being replaced"));
              job.trainer().fit(Toy.train());
            })
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("The history cannot be written to " + folder);
  }
}
