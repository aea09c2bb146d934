package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recurve.Lengths;
import dev.recurve.Parameter;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.autodiff.GradCheck;
import dev.recurve.autodiff.Tensors;
import dev.recurve.conformance.Tolerance;
import dev.recurve.params.ParamStore;
import dev.recurve.params.ParameterBlock;
import dev.recurve.runtime.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutional LSTMs on lines and areas, against sums over places written out. */
class ConvLstmTest {
  private static final int STEPS = 4;
  private static final int BATCH = 2;

  static Stream<Grid> grids() {
    return Stream.of(
        Grid.line(5, 3),
        Grid.line(2, 5),
        Grid.area(3, 4, 3),
        new Grid(3, 2, 1, 3),
        Grid.area(1, 1, 1));
  }

  static Stream<Arguments> runs() {
    return grids().flatMap(grid -> Devices.both().stream().map(d -> Arguments.of(grid, d)));
  }

  /** The sum of one output channel at one place of a step of a sequence. */
  private static double sum(
      Grid grid, double[] x, int from, int channels, double[] weight, int row, int r, int c) {
    double sum = 0;
    int taps = grid.windowHeight() * grid.windowWidth();
    for (int i = 0; i < grid.windowHeight(); i++) {
      for (int j = 0; j < grid.windowWidth(); j++) {
        int sr = r + i - grid.windowHeight() / 2;
        int sc = c + j - grid.windowWidth() / 2;
        if (sr >= 0 && sr < grid.height() && sc >= 0 && sc < grid.width()) {
          for (int k = 0; k < channels; k++) {
            double w = weight[(row * taps + i * grid.windowWidth() + j) * channels + k];
            sum += w * x[from + (sr * grid.width() + sc) * channels + k];
          }
        }
      }
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("runs")
  void agreesWithSumsOverPlaces(Grid grid, Device device) {
    int in = 2;
    int units = 3;
    int places = grid.places();
    var params = ParamStore.fresh(9, device);
    var layer = Recurrent.sized(places * in, units, ConvLstmCell.on(grid)).with(params);
    assertThat(layer.outputSize()).isEqualTo(places * units);
    Map<String, double[]> w = new LinkedHashMap<>();
    for (Parameter p : params.parameters()) {
      w.put(p.name(), p.value().toDoubles());
    }
    double[] x = Weighed.numbers(2, (long) STEPS * BATCH * places * in);
    double[] expected = new double[STEPS * BATCH * places * units];
    double[] h = new double[BATCH * places * units];
    double[] c = new double[h.length];
    for (int t = 0; t < STEPS; t++) {
      double[] next = new double[h.length];
      for (int b = 0; b < BATCH; b++) {
        for (int place = 0; place < places; place++) {
          for (int u = 0; u < units; u++) {
            double[] sums = new double[4];
            for (int g = 0; g < 4; g++) {
              int row = g * units + u;
              int pr = place / grid.width();
              int pc = place % grid.width();
              sums[g] =
                  w.get("l0.bias_ih")[row]
                      + sum(
                          grid,
                          x,
                          (t * BATCH + b) * places * in,
                          in,
                          w.get("l0.weight_ih"),
                          row,
                          pr,
                          pc)
                      + sum(grid, h, b * places * units, units, w.get("l0.weight_hh"), row, pr, pc);
            }
            int at = (b * places + place) * units + u;
            c[at] =
                CellOracle.sigmoid(sums[1]) * c[at]
                    + CellOracle.sigmoid(sums[0]) * Math.tanh(sums[2]);
            next[at] = CellOracle.sigmoid(sums[3]) * Math.tanh(c[at]);
          }
        }
      }
      h = next;
      System.arraycopy(h, 0, expected, t * h.length, h.length);
    }
    var input = Sequence.full(Tensors.of(device, Shape.of(STEPS, BATCH, places * in), x));
    var tolerance = Tolerance.of(device.floatType());
    tolerance.assertClose("ConvLSTM", layer.apply(input).data().toDoubles(), expected);
  }

  @ParameterizedTest
  @MethodSource("grids")
  void gradientsAreDifferences(Grid grid) {
    var params = ParamStore.fresh(9, Devices.F64);
    var layer =
        Recurrent.sized(grid.places(), 1, ConvLstmCell.on(grid))
            .layers(2)
            .bidirectional(Merge.SUM)
            .recurrentDropout(0.2)
            .with(params);
    var blocks = params.seal();
    var lengths = Lengths.of(2, 0, 3);
    GradCheck.on(Devices.F64)
        .input("x", Shape.of(3, 3, grid.places()))
        .parameters(params.parameters(), () -> blocks.forEach(ParameterBlock::changed))
        .training()
        .check(
            in -> {
              var run = layer.run(Sequence.of(in.getFirst(), lengths));
              var parts = new ArrayList<>(List.of(run.output().data()));
              parts.addAll(Weighed.tensors(run.last()));
              return Weighed.flat(parts);
            })
        .requireAgreement();
  }

  /** Whatever stands in the padding, and however much there is of it. */
  @ParameterizedTest
  @MethodSource("grids")
  void paddingIsInvisible(Grid grid) {
    var layer =
        Recurrent.sized(grid.places(), 2, ConvLstmCell.on(grid))
            .bidirectional()
            .with(ParamStore.fresh(9, Devices.F32));
    var lengths = Lengths.of(1, 3, 0, 2);
    double[] expected = run(layer, grid, lengths, 3, 0);
    assertThat(run(layer, grid, lengths, 3, Double.NaN)).isEqualTo(expected);
    double[] longer = Arrays.copyOf(expected, expected.length / 3 * 5);
    assertThat(run(layer, grid, lengths, 5, Double.NaN)).isEqualTo(longer);
    int row = grid.places() * 2 * 2;
    // The third sequence has no step, the first one none after its first.
    assertThat(Arrays.copyOfRange(expected, 2 * row, 3 * row)).containsOnly(0);
    assertThat(Arrays.copyOfRange(expected, 4 * row, 5 * row)).containsOnly(0);
    assertThat(Arrays.copyOfRange(expected, 0, row)).doesNotContain(0);
  }

  private static double[] run(
      Recurrent<HiddenCell> layer, Grid grid, Lengths lengths, int steps, double padding) {
    int places = grid.places();
    int batch = lengths.batch();
    double[] x = Weighed.numbers(2, (long) steps * batch * places);
    for (int i = 0; i < x.length; i++) {
      int row = i / places;
      if (row / batch >= lengths.at(row % batch)) {
        x[i] = padding;
      }
    }
    var data = Tensors.of(Devices.F32, Shape.of(steps, batch, places), x);
    return layer.apply(Sequence.of(data, lengths)).data().toDoubles();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    var params = ParamStore.fresh(9, Devices.F64);
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> new ConvLstmCell(Grid.line(4, 3), 6, 2, params))
        .withMessageContaining("6 features")
        .withMessageContaining("4 places");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Grid.line(4, 2))
        .withMessageContaining("odd");
    assertThatIllegalArgumentException().isThrownBy(() -> Grid.area(0, 3, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConvLstmCell(Grid.line(4, 3), 8, 0, params));
  }
}
