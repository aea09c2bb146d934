package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.autodiff.Steps;
import dev.recurve.conformance.RequiredOnly;
import dev.recurve.nn.LayerKind.Form;
import dev.recurve.nn.LayerKind.Path;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import dev.recurve.spi.Direction;
import dev.recurve.spi.Mat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However many steps there are, each weight's gradient is one product over all their rows. */
class WeightGradientProductsTest {

  /** Notes the inner size of each product whose left side is transposed: a weight's gradient. */
  private static final class Watched extends RequiredOnly {
    private final List<Integer> rows = new ArrayList<>();

    Watched() {
      super(Device.standard().backend());
    }

    @Override
    public void gemm(
        boolean transA, boolean transB, double alpha, Mat a, Mat b, double beta, Mat c) {
      if (transA) {
        rows.add(a.rows());
      }
      super.gemm(transA, transB, alpha, a, b, beta, c);
    }
  }

  /** The second column counts the matrices that a cell multiplies with, for each direction. */
  @ParameterizedTest
  @CsvSource({
    "SIMPLE_TANH, 2",
    "LSTM, 2",
    "GRU_RESET_AFTER, 2",
    "GRU_RESET_BEFORE, 3",
    "MINIMAL_GATED_UNIT, 3",
    "PLAIN_LSTM, 2"
  })
  void oneForEachMatrix(LayerKind kind, int matrices) {
    int steps = 20;
    var lengths = Lengths.of(20, 13, 7);
    var backend = new Watched();
    var device = Device.of(backend, DType.F32);
    var params = ParamStore.fresh(1, device);
    var form = Form.of(Direction.BOTH, Path.WHOLE);
    var layer = kind.build(4, 5, form, params);
    params.seal();
    try (var memory = new Steps(device)) {
      memory.record(
          tape -> {
            var x = Weighed.tensor(device, Shape.of(steps, lengths.batch(), 4));
            tape.backward(layer.apply(Sequence.of(x, lengths)).data().sum());
            return tape.size();
          });
    }
    assertThat(backend.rows).hasSize(2 * matrices).containsOnly(20 + 13 + 7);
  }
}
