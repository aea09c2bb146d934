package dev.recurve.benchmarks.problem;

import static dev.recurve.benchmarks.problem.CellKind.GRU;
import static dev.recurve.benchmarks.problem.CellKind.LSTM;
import static dev.recurve.benchmarks.problem.CellKind.RNN;
import static dev.recurve.benchmarks.problem.Mode.INFER;
import static dev.recurve.benchmarks.problem.Mode.TRAIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlopsTest {
  @ParameterizedTest
  @CsvSource({"LSTM, 24", "GRU, 18", "RNN, 6"})
  void trainingTakesSixTimesTheGatesForEachWeightAndRow(CellKind cell, long factor) {
    var problem = RnnProblem.of(cell, TRAIN, 100, 64, 128, 256);

    assertThat(problem.flops()).isEqualTo(factor * 100 * 64 * 256 * (128 + 256));
  }

  @Test
  void forwardIsAThirdOfTraining() {
    assertThat(RnnProblem.of(GRU, INFER, 7, 5, 3, 2).flops())
        .isEqualTo(RnnProblem.of(GRU, TRAIN, 7, 5, 3, 2).flops() / 3);
  }

  @Test
  void aSingleFeatureSavesTheGradientOfTheInput() {
    double projection = 2.0 * 30 * 32 * 4 * 50;
    double recurrence = 2.0 * 30 * 32 * 4 * 50 * 50;

    assertThat(RnnProblem.of(LSTM, TRAIN, 30, 32, 1, 50).flops())
        .isEqualTo(2 * projection + 3 * recurrence);
  }

  @Test
  void upperLayersReadTheOneBelow() {
    var stacked = new RnnProblem(LSTM, TRAIN, 35, 20, 200, 650, 2, false, false, 42);

    assertThat(stacked.flops())
        .isEqualTo(
            RnnProblem.of(LSTM, TRAIN, 35, 20, 200, 650).flops()
                + RnnProblem.of(LSTM, TRAIN, 35, 20, 650, 650).flops());
  }

  @Test
  void bothDirectionsCountAndUpperLayersReadBoth() {
    var stacked = new RnnProblem(RNN, INFER, 4, 3, 2, 5, 2, true, false, 42);

    assertThat(stacked.flops())
        .isEqualTo(
            2 * RnnProblem.of(RNN, INFER, 4, 3, 2, 5).flops()
                + 2 * RnnProblem.of(RNN, INFER, 4, 3, 10, 5).flops());
  }

  @Test
  void paddingDoesNotCount() {
    var uneven = RnnProblem.of(LSTM, TRAIN, 200, 64, 128, 128).withUniformLengths();
    long rows = Arrays.stream(uneven.lengths()).sum();

    assertThat(uneven.flops()).isEqualTo(24.0 * rows * 128 * (128 + 128));
    assertThat(rows).isLessThan(200 * 64);
  }

  @Test
  void aStepIsForwardOverOneRow() {
    assertThat(RnnProblem.stepping(LSTM, 32, 64).flops()).isEqualTo(2.0 * 4 * 64 * (32 + 64));
  }

  @Test
  void aProductMultipliesAndAdds() {
    assertThat(GemmProblem.plain(64, 1024, 256).flops()).isEqualTo(2.0 * 64 * 1024 * 256);
  }
}
