package dev.recurve.timeseries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.DataException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class WindowsTest {
  private static final double GAP = Double.NaN;

  /** Column a counts 0, 1, 2 …; column b is a hundred times that. */
  private static TimeSeries counting(int rows) {
    SequencedMap<String, double[]> columns = new LinkedHashMap<>();
    columns.put("a", new double[rows]);
    columns.put("b", new double[rows]);
    for (int row = 0; row < rows; row++) {
      columns.get("a")[row] = row;
      columns.get("b")[row] = 100 * row;
    }
    return Samples.hourly(columns);
  }

  private static float[] context(Windows windows, int window) {
    float[] into = new float[windows.contextLength() * windows.channels()];
    windows.context(window, into, 0);
    return into;
  }

  private static float[] target(Windows windows, int window) {
    float[] into = new float[windows.horizon() * windows.targetCount()];
    windows.target(window, into, 0);
    return into;
  }

  @Test
  void slideOverTheTrainingPart() {
    Windows windows = Windows.over(TrainingPart.ofAllRows(counting(6)), 2, 3);
    assertThat(windows.count()).isEqualTo(2);
    assertThat(context(windows, 1)).containsExactly(1, 100, 2, 200);
    assertThat(target(windows, 1)).containsExactly(3, 300, 4, 400, 5, 500);
    assertThat(windows.origin(1)).isEqualTo(3);
    assertThatThrownBy(() -> windows.origin(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void reachBackBeforeAnEvaluationPart() {
    SplitSeries parts = counting(10).split(Split.rows(5, 2, 3));
    Windows windows = Windows.over(parts.validation(), 4, 1).targets(List.of("b"));
    assertThat(windows.count()).isEqualTo(2);
    assertThat(context(windows, 0)).containsExactly(1, 100, 2, 200, 3, 300, 4, 400);
    assertThat(target(windows, 0)).containsExactly(500);
    assertThat(target(windows, 1)).containsExactly(600);
  }

  @Test
  void writeAtAnOffsetAndNowhereElse() {
    Windows windows = Windows.over(TrainingPart.ofAllRows(counting(3)), 1, 2);
    float[] batch = {-1, -1, -1, -1, -1, -1};
    windows.context(0, batch, 3);
    assertThat(batch).containsExactly(-1, -1, -1, 0, 0, -1);
    windows.target(0, batch, 1);
    assertThat(batch).containsExactly(-1, 1, 100, 2, 200, -1);
  }

  @Test
  void strideSkipsOrigins() {
    Windows windows = Windows.over(TrainingPart.ofAllRows(counting(12)), 2, 3).stride(4);
    assertThat(windows.count()).isEqualTo(2);
    assertThat(windows.origin(1)).isEqualTo(6);
    assertThat(Windows.over(TrainingPart.ofAllRows(counting(13)), 2, 3).stride(4).count())
        .isEqualTo(3);
  }

  @Test
  void subtractTheLastValueOfEachColumn() {
    Windows windows =
        Windows.over(TrainingPart.ofAllRows(counting(6)), 3, 2)
            .targets(List.of("b", "a"))
            .subtractingLast();
    assertThat(context(windows, 1)).containsExactly(-2, -200, -1, -100, 0, 0);
    assertThat(target(windows, 1)).containsExactly(100, 1, 200, 2);
    assertThat(windows.level(1, 0)).isEqualTo(300);
    assertThat(windows.level(1, 1)).isEqualTo(3);
    assertThat(Windows.over(TrainingPart.ofAllRows(counting(6)), 3, 2).level(1, 0)).isZero();
  }

  @Test
  void missingValuesAreZeroAndMasked() {
    TimeSeries series = TimeSeries.of("y", 5, GAP, 7, GAP, GAP, 9, GAP, 11);
    Windows windows = Windows.over(TrainingPart.ofAllRows(series), 4, 2).subtractingLast();
    assertThat(windows.level(0, 0)).isEqualTo(7);
    assertThat(context(windows, 0)).containsExactly(-2, 0, 0, 0);
    assertThat(target(windows, 0)).containsExactly(0, 2);
    float[] mask = new float[6];
    windows.contextObserved(0, mask, 0);
    windows.targetObserved(0, mask, 4);
    assertThat(mask).containsExactly(1, 0, 1, 0, 0, 1);
  }

  @Test
  void aContextWithoutAnyObservationHasLevelZero() {
    TimeSeries series = TimeSeries.of("y", 9, GAP, GAP, 3);
    Windows windows = Windows.over(TrainingPart.ofAllRows(series), 2, 1).subtractingLast();
    assertThat(windows.level(0, 0)).isEqualTo(9);
    assertThat(windows.level(1, 0)).isZero();
    assertThat(target(windows, 1)).containsExactly(3);
  }

  @Test
  void theWindowAtTheEndHasNoTargets() {
    Windows windows = Windows.atEnd(counting(5), 2).targets(List.of("a")).subtractingLast();
    assertThat(windows.count()).isEqualTo(1);
    assertThat(windows.origin(0)).isEqualTo(5);
    assertThat(context(windows, 0)).containsExactly(-1, -100, 0, 0);
    assertThat(windows.level(0, 0)).isEqualTo(4);
    assertThat(target(windows, 0)).isEmpty();
  }

  @Test
  void tooShortAPartNamesTheLargestContext() {
    assertThatThrownBy(() -> Windows.over(TrainingPart.ofAllRows(counting(30)), 24, 12))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "series 'sample', training part: 30 rows; a context of 24 and a horizon of 12 need 36;"
                + " the largest context that fits is 18");
    Windows fits = Windows.over(TrainingPart.ofAllRows(counting(30)), 18, 12);
    assertThat(fits.count()).isEqualTo(1);
    assertThatThrownBy(() -> Windows.over(TrainingPart.ofAllRows(counting(30)), 24, 30))
        .hasMessageEndingWith("need 54; no context fits: choose a horizon of at most 29");
    assertThat(Windows.over(TrainingPart.ofAllRows(counting(30)), 1, 29).count()).isEqualTo(1);
  }

  @Test
  void tooShortAnEvaluationPartSaysSo() {
    SplitSeries parts = counting(30).split(Split.rows(20, 5, 5));
    assertThatThrownBy(() -> Windows.over(parts.validation(), 10, 6))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "series 'sample', validation part: 5 rows (25 with those before it); a context of 10"
                + " and a horizon of 6 need 16; no context fits: choose a horizon of at most 5");
    assertThatThrownBy(() -> Windows.over(parts.validation(), 22, 4))
        .hasMessageEndingWith("the largest context that fits is 21");
    assertThat(Windows.over(parts.validation(), 21, 4).count()).isEqualTo(1);
    SplitSeries empty = counting(30).split(Split.rows(30, 0, 0));
    assertThatThrownBy(() -> Windows.over(empty.test(), 10, 6))
        .hasMessageEndingWith("no context fits: the part needs more rows");
  }

  @Test
  void impossibleLengthsAreRefused() {
    TrainingPart train = TrainingPart.ofAllRows(counting(9));
    assertThatThrownBy(() -> Windows.over(train, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("context and horizon are at least 1 row, received 0 and 1");
    assertThatThrownBy(() -> Windows.over(train, 1, 1).stride(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Windows.atEnd(counting(3), 4))
        .isInstanceOf(DataException.class)
        .hasMessage("series 'sample' has 3 rows; a forecast needs the last 4");
    assertThatThrownBy(() -> Windows.over(train, 1, 1).targets(List.of("c")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no column 'c'");
  }
}
