package dev.recurve.timeseries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.DataException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ScalerTest {
  private static TrainingPart training(double... values) {
    return TrainingPart.ofAllRows(TimeSeries.of("y", values));
  }

  @Test
  void standardisesByPopulationDeviationOfWhatWasObserved() {
    // Mean 5 and deviation 2: the textbook example.
    Scaler scaler = Scaler.standard(training(2, 4, 4, Double.NaN, 4, 5, 5, 7, 9));
    assertThat(scaler.transform("y", 9)).isEqualTo(2);
    assertThat(scaler.invert("y", -1)).isEqualTo(3);
    assertThat(scaler.transform("y", Double.NaN)).isNaN();
    assertThat(scaler.transform(TimeSeries.of("y", 5, Double.NaN, 1)).column("y"))
        .containsExactly(0, Double.NaN, -2);
  }

  @Test
  void scalesEachColumnByItself() {
    TimeSeries series = Samples.random(200, 3);
    Scaler scaler = Scaler.standard(TrainingPart.ofAllRows(series));
    TimeSeries scaled = scaler.transform(series);
    for (String column : series.columns()) {
      double[] values = scaled.column(column);
      assertThat(Arrays.stream(values).average().orElseThrow()).isCloseTo(0, within(1e-12));
      assertThat(Arrays.stream(values).map(v -> v * v).average().orElseThrow())
          .isCloseTo(1, within(1e-12));
    }
    assertThat(scaled.index()).isEqualTo(series.index());
    assertThat(scaler.transform(series.select("b")).column("b")).isEqualTo(scaled.column("b"));
  }

  @Property
  void inverseUndoes(@ForAll @DoubleRange(min = 0.01, max = 1e6) double value) {
    for (ValueTransform transform : ValueTransform.values()) {
      Scaler scaler = Scaler.standard(training(1, 10, 100, 1000), transform);
      assertThat(scaler.invert("y", scaler.transform("y", value)))
          .isCloseTo(value, within(1e-9 * Math.max(1, value)));
    }
  }

  @Test
  void transformsComeBeforeScaling() {
    Scaler scaler = Scaler.standard(training(1, Math.exp(2)), ValueTransform.LOG);
    assertThat(scaler.transform("y", Math.exp(3))).isCloseTo(2, within(1e-12));
    Scaler only = Scaler.none(List.of("y"), ValueTransform.LOG1P);
    assertThat(only.transform("y", 0)).isZero();
    assertThat(only.invert("y", Math.log(3))).isCloseTo(2, within(1e-12));
  }

  @Test
  void aConstantColumnIsDividedByOneAndNoted() {
    Scaler scaler = Scaler.standard(training(0.1, 0.1, 0.1));
    assertThat(scaler.transform("y", 0.1)).isZero();
    assertThat(scaler.transform("y", 1.1)).isEqualTo(1);
    assertThat(scaler.notes())
        .containsExactly("column 'y' is always 0.1 in the training part; it is divided by 1");
    assertThat(Scaler.standard(training(1, 2)).notes()).isEmpty();
  }

  @Test
  void survivesBeingStored() {
    Scaler scaler = Scaler.standard(training(1, 5, 30), ValueTransform.LOG);
    ScalerState state = scaler.state();
    Scaler restored = Scaler.of(new ScalerState(state.transform(), state.columns()));
    assertThat(restored.state()).isEqualTo(state);
    assertThat(restored.transform("y", 7)).isEqualTo(scaler.transform("y", 7));
  }

  @Test
  void refusesWhatItCannotScale() {
    assertThatThrownBy(() -> Scaler.standard(training(1, -2), ValueTransform.LOG))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "y, column 'y': -2.0 cannot be taken to the LOG scale, which needs values above 0.0;"
                + " use LOG1P or no transform");
    assertThatThrownBy(() -> Scaler.standard(training(Double.NaN, Double.NaN)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "series 'y': column 'y' has no observed value in the training part, so that it cannot"
                + " be scaled; leave it out or train on more rows");
    Scaler scaler = Scaler.standard(training(1, 2), ValueTransform.LOG);
    assertThatThrownBy(() -> scaler.transform("y", 0)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> scaler.transform("x", 1))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "the scaler was not fitted to column 'x'; known columns are 'y'; did you mean 'y'?");
    assertThatThrownBy(() -> new ScalerState.ColumnScale("y", 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
