package dev.recurve.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.Init;
import dev.recurve.RecurveException;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.params.ParamStore;
import dev.recurve.params.ParameterBlock;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tool itself: it must find what is wrong, and say where. */
class GradCheckTest {

  /** x², with a derivative that is wrong in one element by a factor. */
  private record WrongSquare(int at, double factor) implements CustomOp {
    @Override
    public String name() {
      return "wrongSquare";
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
      return inputs.getFirst().square();
    }

    @Override
    public List<Optional<Tensor>> backward(Tensor gradient, List<Tensor> inputs, Tensor result) {
      var x = inputs.getFirst();
      double[] slope = x.mul(2).mul(gradient).toDoubles();
      slope[at] *= factor;
      return List.of(Optional.of(Tensors.of(GradientCase.device(), x.shape(), slope)));
    }
  }

  private static GradCheck.Report report(int at, double factor) {
    return GradCheck.on(GradientCase.device())
        .input("other", Shape.of(2))
        .input("x", Shape.of(2, 3), 0.5, 1)
        .check(in -> CustomOp.apply(new WrongSquare(at, factor), in.get(1)).add(in.get(0).sum()));
  }

  @Test
  void aRightDerivativePasses() {
    var report = report(0, 1);
    assertThat(report.agrees()).isTrue();
    assertThat(report.checked()).isEqualTo(8);
  }

  @Test
  void aDerivativeThatIsWrongByAHundredThousandthIsFoundAndNamed() {
    var report = report(5, 1.00001);
    assertThat(report.agrees()).isFalse();
    assertThat(report.differences()).hasSize(1);
    var difference = report.differences().getFirst();
    assertThat(difference.tensor()).isEqualTo("x");
    assertThat(difference.index()).containsExactly(1, 2);
    assertThat(difference.analytic() / difference.numeric()).isBetween(1.000009, 1.000011);
    assertThatThrownBy(report::requireAgreement)
        .isInstanceOf(RecurveException.class)
        .hasMessageContaining("1 of 8 gradients differ")
        .hasMessageContaining("x[1, 2]: analytic " + difference.analytic());
  }

  @Test
  void aGradientThatIsNotANumberIsFound() {
    assertThat(report(1, Double.NaN).differences()).hasSize(1);
  }

  @Test
  void aGradientThatIsMissingIsFound() {
    var report =
        GradCheck.on(GradientCase.device())
            .input("x", Shape.of(3))
            .check(in -> in.getFirst().detach().square());
    assertThat(report.differences()).hasSize(3);
  }

  @Test
  void aWrongParameterGradientIsFoundAndValuesComeBack() {
    var store = ParamStore.fresh(1, GradientCase.device());
    var weight = store.get("weight", Shape.of(2), new Init.Uniform(1));
    var blocks = store.seal();
    double[] before = weight.value().toDoubles();
    long version = weight.version();
    var report =
        GradCheck.on(store.device())
            .parameters(store.parameters(), () -> blocks.forEach(ParameterBlock::changed))
            .check(in -> CustomOp.apply(new WrongSquare(1, 2), weight.value()));
    assertThat(report.differences())
        .extracting(GradCheck.Difference::tensor)
        .containsExactly("weight");
    assertThat(weight.value().toDoubles()).containsExactly(before);
    assertThat(weight.version()).isGreaterThan(version);
  }

  @Test
  void aParameterWithoutGradientIsNamed() {
    var store = ParamStore.fresh(1, GradientCase.device());
    var weight = store.get("weight", Shape.of(2), new Init.Uniform(1));
    var check = GradCheck.on(store.device()).parameters(List.of(weight), () -> {});
    assertThatThrownBy(() -> check.check(in -> weight.value().square()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight has no gradient");
  }

  @Test
  void nothingToCheckIsNoSuccess() {
    var check = GradCheck.on(GradientCase.device());
    assertThatThrownBy(() -> check.check(in -> in.getFirst()))
        .isInstanceOf(IllegalArgumentException.class);
    var empty = check.input("x", Shape.of(0, 3)).check(in -> in.getFirst().sum());
    assertThat(empty.agrees()).isFalse();
    assertThatThrownBy(empty::requireAgreement).hasMessageContaining("No gradient was checked");
  }

  @Test
  void singlePrecisionIsRefused() {
    assertThatThrownBy(() -> GradCheck.on(Device.standard().withType(DType.F32)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("F64");
  }
}
