package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Tensors;
import dev.recurve.conformance.Tolerance;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import dev.recurve.spi.Bias;
import dev.recurve.spi.DType;
import dev.recurve.spi.Direction;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Cells compute what their papers say, and the options of the classic ones what they promise. */
class FurtherCellsTest {
  private static final int INPUTS = 3;
  private static final int UNITS = 4;
  private static final int STEPS = 6;

  static Stream<Arguments> cells() {
    var kinds =
        Map.of(
            CellOracle.LAYER_NORM_LSTM, LayerKind.LAYER_NORM_LSTM,
            CellOracle.LAYER_NORM_GRU, LayerKind.LAYER_NORM_GRU,
            CellOracle.MINIMAL_GATED, LayerKind.MINIMAL_GATED,
            CellOracle.IND_RNN, LayerKind.IND_RNN,
            CellOracle.COUPLED_LSTM, LayerKind.COUPLED_LSTM,
            CellOracle.MOGRIFIER_LSTM, LayerKind.MOGRIFIER_LSTM,
            CellOracle.S_LSTM, LayerKind.S_LSTM);
    var scanned =
        Map.of(
            CellOracle.SRU, LayerKind.SRU,
            CellOracle.QRNN, LayerKind.QRNN,
            CellOracle.MIN_GRU, LayerKind.MIN_GRU,
            CellOracle.MIN_LSTM, LayerKind.MIN_LSTM);
    var all = new LinkedHashMap<>(kinds);
    all.putAll(scanned);
    assertThat(all.keySet()).containsExactlyInAnyOrder(CellOracle.values());
    return all.entrySet().stream()
        .flatMap(e -> Devices.both().stream().map(d -> Arguments.of(e.getKey(), e.getValue(), d)));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void agreesWithItsFormula(CellOracle oracle, LayerKind kind, Device device) {
    var params = ParamStore.fresh(21, device);
    var form = LayerKind.Form.of(Direction.FORWARD, LayerKind.Path.WHOLE);
    var layer = kind.build(INPUTS, UNITS, form, params);
    // Sums large enough for every gate to move, and gains other than 1.
    double[] x = Arrays.stream(Weighed.numbers(3, STEPS * INPUTS)).map(v -> 2 * v).toArray();
    var weights = new LinkedHashMap<String, double[]>();
    for (Parameter parameter : params.parameters()) {
      double[] values = parameter.value().toDoubles();
      weights.put(parameter.name().replace("l0.", "").replace("_l0", ""), values);
    }
    var state = new CellOracle.Memory(weights, UNITS);
    double[] expected = new double[STEPS * UNITS];
    for (int t = 0; t < STEPS; t++) {
      oracle.step(state, Arrays.copyOfRange(x, t * INPUTS, (t + 1) * INPUTS));
      System.arraycopy(state.get("h"), 0, expected, t * UNITS, UNITS);
    }
    var input = Sequence.full(Tensors.of(device, Shape.of(STEPS, 1, INPUTS), x));
    Tolerance.of(device.floatType())
        .assertClose(oracle.name(), layer.apply(input).data().toDoubles(), expected);
  }

  // ---------------------------------------------------------------- options

  @Test
  void anyActivationTakesThePlaceOfTanh() {
    UnaryOperator<Tensor> same = Tensor::tanh;
    for (DType type : List.of(DType.F64, DType.F32)) {
      var device = Devices.of(type);
      var x = Sequence.full(Weighed.tensor(device, Shape.of(STEPS, 2, INPUTS)));
      var plain = SimpleRnn.sized(INPUTS, UNITS).layers(2).with(ParamStore.fresh(4, device));
      var own =
          SimpleRnn.sized(INPUTS, UNITS)
              .activation(same)
              .layers(2)
              .with(ParamStore.fresh(4, device));
      Tolerance.of(type)
          .assertClose("tanh", own.apply(x).data().toDoubles(), plain.apply(x).data().toDoubles());
      assertThat(own.explain()).contains("step by step; its cell names no fused form");
    }
    var params = ParamStore.fresh(4, Devices.F64);
    var soft = SimpleRnn.sized(1, 1).bias(Bias.NONE).activation(x -> x.softplus()).with(params);
    double w = params.parameters().get(0).value().item();
    double u = params.parameters().get(1).value().item();
    double first = Math.log1p(Math.exp(w * 0.5));
    double second = Math.log1p(Math.exp(w * -2 + u * first));
    var input = Sequence.full(Tensors.of(Devices.F64, Shape.of(2, 1, 1), new double[] {0.5, -2}));
    Tolerance.F64.assertClose(
        "softplus", soft.apply(input).data().toDoubles(), new double[] {first, second});
  }

  @Test
  void aForgetBiasIsWhatTheTwoBiasesBeginWith() {
    var params = ParamStore.fresh(4, Devices.F64);
    Lstm.sized(INPUTS, 2).forgetBias(1.5).bidirectional().with(params);
    var plain = ParamStore.fresh(4, Devices.F64);
    Lstm.sized(INPUTS, 2).bidirectional().with(plain);
    for (int k = 0; k < plain.parameters().size(); k++) {
      var was = plain.parameters().get(k);
      var is = params.parameters().get(k);
      assertThat(is.name()).isEqualTo(was.name());
      double[] expected = was.value().toDoubles();
      if (is.name().startsWith("bias")) {
        double begins = is.name().startsWith("bias_ih") ? 1.5 : 0;
        expected[2] = begins;
        expected[3] = begins;
      }
      assertThat(is.value().toDoubles()).as(is.name()).isEqualTo(expected);
    }
    var coupled = ParamStore.fresh(4, Devices.F64);
    Lstm.sized(INPUTS, 2).coupledGates().forgetBias(2).bias(Bias.INPUT).with(coupled);
    assertThat(coupled.parameters().getLast().value().toDoubles()).startsWith(2, 2);
    refused(params, p -> Lstm.sized(2, 3).forgetBias(1).bias(Bias.NONE).with(p), "needs a bias");
  }

  @Test
  void optionsThatDoNotGoTogetherAreRefused() {
    var params = ParamStore.fresh(4, Devices.F64);
    refused(params, p -> Lstm.sized(2, 3).coupledGates().peepholes().with(p), "coupled gates");
    refused(params, p -> Lstm.sized(2, 3).coupledGates().projection(2).with(p), "projection=2");
    refused(params, p -> new MogrifierLstmCell(2, 3, -1, p), "received -1");
    refused(params, p -> new IndRnnCell(2, 0, p), "hidden size 0");
    refused(params, p -> new QrnnCell(2, 3, 1, p), "a width of 1");
    refused(params, p -> new SruCell(2, 0, p), "hidden size 0");
    refused(params, p -> new SLstmCell(0, 1, p), "input size 0");
  }

  private interface Builds {
    Object with(Params params);
  }

  private static void refused(ParamStore params, Builds builds, String part) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builds.with(params.child("refused")))
        .withMessageContaining(part);
  }

  /** Without its scale the exponential gate would overflow here, and without n be far off. */
  @Test
  void theExponentialGateStaysFinite() {
    var params = ParamStore.fresh(8, Devices.F32);
    var layer = Recurrent.sized(1, 2, SLstmCell::new).with(params);
    float[] x = new float[40];
    Arrays.fill(x, 0, 20, 2000);
    Arrays.fill(x, 20, 40, -2000);
    var y = layer.apply(Sequence.full(Tensors.of(Devices.F32, Shape.of(40, 1, 1), x)));
    for (double value : y.data().toDoubles()) {
      assertThat(value).isBetween(-1.0, 1.0);
    }
  }
}
