package dev.recurve.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.DataException;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineChartTest {
  private static final double[] TWO = {1, 2};

  @Test
  void refusesLengthsThatDiffer() {
    assertThatThrownBy(() -> LineChart.titled("T").line("a", TWO, new double[] {1, 2, 3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "chart \"T\": series \"a\" needs one value at each x, received 2 x and 3 values");
    assertThatThrownBy(() -> LineChart.titled("T").band("b", TWO, TWO, new double[] {1}))
        .hasMessageContaining("received 2 x and 1 upper values");
  }

  @Test
  void refusesTimesBesideNumbers() {
    var numbers = LineChart.titled("T").line("a", TWO);

    assertThatThrownBy(() -> numbers.rule("origin", LocalDateTime.of(1957, 12, 1, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "chart \"T\" has numbers on its x axis, but \"origin\" comes with times;"
                + " use one of them throughout");
  }

  @Test
  void refusesANameTwice() {
    assertThatThrownBy(() -> LineChart.titled("T").line("a", TWO).dashed("a", TWO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("already has a series \"a\"");
  }

  @Test
  void refusesARuleThatStandsNowhere() {
    assertThatThrownBy(() -> LineChart.titled("T").rule("r", Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("finite x, received NaN");
  }

  @Test
  void aRefusedSeriesLeavesNoTrace() {
    var builder = LineChart.titled("T");
    assertThatThrownBy(() -> builder.line("a", TWO, new double[] {1}));

    var times = List.of(LocalDateTime.of(2024, 1, 1, 0, 0), LocalDateTime.of(2024, 1, 2, 0, 0));
    assertThat(builder.line("a", times, TWO).build().overTime()).isTrue();
  }

  @Test
  void keepsItsOwnValues() {
    var values = new double[] {1, 2};
    var chart = LineChart.titled("T").line("a", values).build();
    values[1] = 99;

    assertThat(Frame.of(chart).y().high()).isEqualTo(2);
  }

  @Test
  void aBandTakesTheColourOfTheCurveBeforeIt() {
    var chart =
        LineChart.titled("T").line("a", TWO).line("b", TWO).band("c", TWO, TWO, TWO).line("d", TWO);

    assertThat(chart.build().series()).extracting(Series::colour).containsExactly(0, 1, 1, 2);
  }

  @Test
  void saysWhyThereIsNothingToDraw() {
    assertNothing(LineChart.titled("T").build(), "it has no series");
    assertNothing(
        LineChart.titled("T").line("a", new double[] {Double.NaN}).build(),
        "no series has a finite value");
    assertNothing(
        LineChart.titled("T").line("a", new double[0]).build(), "no series has a finite value");
    assertNothing(
        LineChart.titled("T").logarithmic().line("a", new double[] {0, -1}).build(),
        "no series has a finite value above zero, as its logarithmic axis needs");
  }

  private static void assertNothing(LineChart chart, String reason) {
    assertThatThrownBy(() -> SvgChart.render(chart))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "chart \"T\" has nothing to draw: " + reason + "; add a series that has at least one");
  }
}
