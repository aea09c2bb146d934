package dev.recurve.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Lengths;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What operations compute; gradients alone would not notice a constant too many. */
class ValuesTest {
  private final Device device = GradientCase.device();

  private Tensor of(Shape shape, double... values) {
    return Tensors.of(device, shape, values);
  }

  private void expect(Tensor actual, Shape shape, double... values) {
    assertThat(actual.shape()).isEqualTo(shape);
    assertThat(actual.toDoubles()).containsExactly(values, Offset.offset(1e-12));
  }

  @Test
  void functions() {
    double a = 0.7;
    double b = -1.3;
    var x = of(Shape.of(2), a, b);
    record Function(UnaryOperator<Tensor> on, java.util.function.DoubleUnaryOperator plain) {}
    for (var f :
        List.of(
            new Function(Tensor::exp, Math::exp),
            new Function(t -> t.abs().log(), v -> Math.log(Math.abs(v))),
            new Function(t -> t.abs().sqrt(), v -> Math.sqrt(Math.abs(v))),
            new Function(Tensor::square, v -> v * v),
            new Function(Tensor::abs, Math::abs),
            new Function(Tensor::reciprocal, v -> 1 / v),
            new Function(Tensor::tanh, Math::tanh),
            new Function(Tensor::sigmoid, v -> 1 / (1 + Math.exp(-v))),
            new Function(Tensor::relu, v -> Math.max(v, 0)),
            new Function(Tensor::softplus, v -> Math.log(1 + Math.exp(v))),
            new Function(t -> t.affine(2, -3), v -> 2 * v - 3),
            new Function(t -> t.add(4.0), v -> v + 4),
            new Function(t -> t.mul(-2.0), v -> -2 * v),
            new Function(Tensor::neg, v -> -v),
            new Function(Tensor::oneMinus, v -> 1 - v))) {
      expect(f.on.apply(x), Shape.of(2), f.plain.applyAsDouble(a), f.plain.applyAsDouble(b));
    }
  }

  @Test
  void pairs() {
    var x = of(Shape.of(2, 2), 1, 2, 3, 4);
    expect(x.add(of(Shape.of(2), 10, 20)), Shape.of(2, 2), 11, 22, 13, 24);
    expect(x.sub(of(Shape.of(2, 1), 1, 2)), Shape.of(2, 2), 0, 1, 1, 2);
    expect(of(Shape.of(2), 10, 20).sub(x), Shape.of(2, 2), 9, 18, 7, 16);
    expect(of(Shape.scalar(), 12).div(x), Shape.of(2, 2), 12, 6, 4, 3);
    expect(x.mul(x), Shape.of(2, 2), 1, 4, 9, 16);
    expect(x.max(of(Shape.of(2), 2, 1)), Shape.of(2, 2), 2, 2, 3, 4);
    expect(x.min(of(Shape.of(2), 2, 1)), Shape.of(2, 2), 1, 1, 2, 1);
    expect(x.greater(of(Shape.of(2), 1, 1)), Shape.of(2, 2), 0, 1, 1, 1);
    var steps = of(Shape.of(2, 1, 2), 1, 2, 3, 4);
    expect(steps.add(of(Shape.of(1, 2), 1, 1)), Shape.of(2, 1, 2), 2, 3, 4, 5);
  }

  @Test
  void reductionsAndSoftmax() {
    var x = of(Shape.of(2, 3, 2), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    expect(x.sum(), Shape.scalar(), 78);
    expect(x.mean(), Shape.scalar(), 6.5);
    expect(x.sum(0), Shape.of(3, 2), 8, 10, 12, 14, 16, 18);
    expect(x.sum(1), Shape.of(2, 2), 9, 12, 27, 30);
    expect(x.sum(-1), Shape.of(2, 3), 3, 7, 11, 15, 19, 23);
    var logits = of(Shape.of(1, 2), 0, Math.log(3));
    expect(logits.softmax(), Shape.of(1, 2), 0.25, 0.75);
    expect(logits.logSoftmax(), Shape.of(1, 2), Math.log(0.25), Math.log(0.75));
    expect(of(Shape.of(1, 2), 1e4, -1e4).softmax(), Shape.of(1, 2), 1, 0);
  }

  @Test
  void products() {
    var x = of(Shape.of(2, 1, 2), 1, 2, 3, 4);
    var w = of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    expect(x.matmul(w), Shape.of(2, 1, 3), 9, 12, 15, 19, 26, 33);
    expect(x.matmulTransposed(w.transpose(1, 0)), Shape.of(2, 1, 3), 9, 12, 15, 19, 26, 33);
    expect(of(Shape.of(2), 1, 2).matmul(w), Shape.of(3), 9, 12, 15);
  }

  @Test
  void layout() {
    var x = of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    expect(x.transpose(1, 0), Shape.of(3, 2), 1, 4, 2, 5, 3, 6);
    expect(x.slice(1, 1, 3), Shape.of(2, 2), 2, 3, 5, 6);
    expect(x.slice(1, 1, 3).reshape(Shape.of(4)), Shape.of(4), 2, 3, 5, 6);
    expect(x.at(1), Shape.of(3), 4, 5, 6);
    expect(x.concat(1, List.of(x.slice(1, 0, 1))), Shape.of(2, 4), 1, 2, 3, 1, 4, 5, 6, 4);
    expect(x.concat(0, List.of(x.slice(0, 0, 1))), Shape.of(3, 3), 1, 2, 3, 4, 5, 6, 1, 2, 3);
    var cube = of(Shape.of(2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8);
    expect(cube.slice(1, 1, 2), Shape.of(2, 1, 2), 3, 4, 7, 8);
    expect(cube.transpose(2, 0, 1), Shape.of(2, 2, 2), 1, 3, 5, 7, 2, 4, 6, 8);
  }

  @Test
  void picking() {
    var table = of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
    var ids = Tensors.ofInts(device, Shape.of(1, 3), 2, -1, 0);
    expect(table.gather(ids), Shape.of(1, 3, 2), 5, 6, 0, 0, 1, 2);
    var integers = Tensors.ofInts(device, Shape.of(3), 7, 8, 9);
    assertThat(integers.gather(ids).toInts()).containsExactly(9, 0, 7);
    var padded = of(Shape.of(2, 2, 1), 1, 2, 3, Double.NaN).zeroPadding(Lengths.of(2, 1));
    expect(padded, Shape.of(2, 2, 1), 1, 2, 3, 0);
  }

  @Test
  void typesAndValues() {
    var single = Device.standard().withType(DType.F32);
    assertThat(Tensors.of(single, Shape.of(1), 0.1f).toArray()).containsExactly(0.1f);
    assertThat(Tensors.of(single, Shape.scalar(), new double[] {1.0 / 3}).item())
        .isEqualTo((double) (1 / 3f));
    assertThat(of(Shape.scalar(), 1.0 / 3).item()).isEqualTo(1.0 / 3);
    assertThat(of(Shape.of(2), 1, 2).zeros(Shape.of(3)).toDoubles()).containsExactly(0, 0, 0);
    assertThat(of(Shape.of(2), 1, 2))
        .hasToString("Tensor[F64, [2], %s]".formatted(device.backend().id()));
  }
}
