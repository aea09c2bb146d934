package dev.recurve.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Table SCORES =
      Table.captioned("Scores")
          .text("method")
          .lowest("RMSE", 1)
          .highest("skill %", 0)
          .number("n", 0)
          .row("model", 21.04, 71, 36)
          .row("repeat", 121.1, -64, 36)
          .row("NLinear", 20.96, Double.NaN, 36)
          .row("diverged", Double.POSITIVE_INFINITY, Double.NaN, 36);

  @Test
  void isAlignedOnATerminal() {
    assertThat(ConsoleTable.render(SCORES.note("Thousands of passengers.")))
        .isEqualTo(
            """
            Scores
            method     RMSE   skill %    n
            --------  ------  --------  ---
            model      21.0*       71*  36
            repeat    121.1       -64   36
            NLinear    21.0*        –   36
            diverged      ∞         –   36
            * best of its column: lowest RMSE; highest skill %
            Thousands of passengers.
            """);
  }

  @Test
  void hasNoPlaceForStarsWhereNothingIsBest() {
    assertThat(ConsoleTable.render(Table.captioned("").text("file").number("rows", 0).row("a", 12)))
        .isEqualTo(
            """
            file  rows
            ----  ----
            a       12
            """);
  }

  @Test
  void theBestIsJudgedByWhatIsShown() {
    assertThat(List.of(SCORES.isBest(0, 1), SCORES.isBest(1, 1), SCORES.isBest(2, 1)))
        .containsExactly(true, false, true);
    assertThat(SCORES.isBest(0, 0)).isFalse();
    assertThat(SCORES.isBest(0, 3)).isFalse();
  }

  @Test
  void whereAllAreEqualNoneIsBest() {
    var even = Table.captioned("").text("m").lowest("e", 0).row("a", 1.1).row("b", 0.9);

    assertThat(even.hasBest()).isFalse();
    assertThat(even.row("c", 2).isBest(0, 1)).isTrue();
  }

  @Test
  void anUndefinedNumberIsNeverTheBest() {
    var table = Table.captioned("").text("m").highest("s", 1).row("a", Double.NaN).row("b", -3);

    assertThat(table.isBest(0, 1)).isFalse();
    assertThat(table.isBest(1, 1)).isTrue();
  }

  @Test
  void showsNumbersPlainly() {
    var column = new Column("c", Column.Kind.NUMBER, 2);

    assertThat(column.show(Cell.of(-0.001))).isEqualTo("0.00");
    assertThat(column.show(Cell.of(1234.5))).isEqualTo("1234.50");
    assertThat(column.show(Cell.of(3e38))).isEqualTo("3.00e+38");
    assertThat(column.show(Cell.of(Double.NEGATIVE_INFINITY))).isEqualTo("-∞");
  }

  @Test
  void refusesCellsThatDoNotFit() {
    assertThatThrownBy(() -> SCORES.row("x", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("table \"Scores\" has 4 columns, but row 5 has 2 cells");
    assertThatThrownBy(
            () -> SCORES.row(List.of(Cell.of("x"), Cell.of("y"), Cell.of(1), Cell.of(2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 5: column \"RMSE\" holds numbers, received");
    assertThatThrownBy(() -> Table.captioned("").number("n", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 to 12 decimals, received -1");
  }
}
