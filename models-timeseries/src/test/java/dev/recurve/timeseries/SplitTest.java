package dev.recurve.timeseries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.DataException;
import java.time.LocalDateTime;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static int[] sizes(SplitSeries parts) {
    return new int[] {parts.train().rows(), parts.validation().rows(), parts.test().rows()};
  }

  @Test
  void fractionsRoundLikeTheBenchmarks() {
    TimeSeries exchange = TimeSeries.of("exchange", new double[7588]);
    assertThat(sizes(exchange.split(Split.fractions(0.7, 0.1)))).containsExactly(5311, 760, 1517);
    TimeSeries ten = TimeSeries.of("ten", new double[10]);
    assertThat(sizes(ten.split(Split.fractions(0.7, 0.1)))).containsExactly(7, 1, 2);
    assertThat(sizes(ten.split(Split.fractions(0.6, 0.4)))).containsExactly(6, 4, 0);
    assertThat(sizes(ten.split(Split.fractions(1, 0)))).containsExactly(10, 0, 0);
  }

  @Test
  void rowsAreCountedFromTheStartAndTheRestIsLeft() {
    SplitSeries parts = Samples.random(20, 1).split(Split.rows(10, 4, 3));
    assertThat(sizes(parts)).containsExactly(10, 4, 3);
    assertThat(parts.test().to()).isEqualTo(17);
  }

  @Test
  void lastRowsAreCountedFromTheEnd() {
    SplitSeries parts = Samples.airline().split(Split.lastRows(24, 36));
    assertThat(sizes(parts)).containsExactly(84, 24, 36);
    assertThat(parts)
        .hasToString(
            "training 1949-01 to 1955-12 (84 rows); validation 1956-01 to 1957-12 (24 rows);"
                + " test 1958-01 to 1960-12 (36 rows)");
  }

  @Test
  void datesCutBeforeTheirRow() {
    SplitSeries parts =
        Samples.airline()
            .split(
                Split.dates(
                    LocalDateTime.of(1957, 1, 1, 0, 0), LocalDateTime.of(1958, 1, 1, 0, 0)));
    assertThat(sizes(parts)).containsExactly(96, 12, 36);
  }

  @Test
  void emptyPartsSaySo() {
    assertThat(TimeSeries.of("y", 1, 2).split(Split.rows(2, 0, 0)))
        .hasToString("training 0 to 1 (2 rows); validation empty; test empty");
  }

  @Test
  void impossibleCutsAreRefused() {
    TimeSeries ten = TimeSeries.of("ten", new double[10]);
    assertThatThrownBy(() -> ten.split(Split.rows(8, 2, 1)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "series 'ten' has 10 rows; a split into 8 training, 2 validation and 1 test rows"
                + " needs 11");
    assertThatThrownBy(() -> ten.split(Split.lastRows(5, 5)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "series 'ten' has 10 rows; cutting off 5 validation and 5 test rows leaves none to"
                + " train on");
    assertThatThrownBy(() -> ten.split(Split.rows(0, 5, 5)))
        .isInstanceOf(DataException.class)
        .hasMessage("series 'ten': the training part is empty");
    assertThatThrownBy(() -> ten.split(Split.dates(LocalDateTime.MIN, LocalDateTime.MAX)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no time column");
    assertThatThrownBy(() -> Split.fractions(0.9, 0.2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("received training 0.9 and validation 0.2");
    assertThatThrownBy(() -> Split.fractions(Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Split.rows(1, -1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Split.lastRows(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Split.dates(LocalDateTime.MAX, LocalDateTime.MIN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void fractionsCoverEveryRowOnce(
      @ForAll @IntRange(min = 20, max = 500) int rows,
      @ForAll @DoubleRange(min = 0.1, max = 0.6) double train,
      @ForAll @DoubleRange(max = 0.4) double validation) {
    SplitSeries parts =
        TimeSeries.of("y", new double[rows]).split(Split.fractions(train, validation));
    assertThat(parts.train().from()).isZero();
    assertThat(parts.validation().from()).isEqualTo(parts.train().to());
    assertThat(parts.test().from()).isEqualTo(parts.validation().to());
    assertThat(parts.test().to()).isEqualTo(rows);
  }
}
