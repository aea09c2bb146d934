package dev.recurve.autodiff;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.Lengths;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each mistake gets a sentence with all shapes that matter. */
class ShapeErrorTest {

  private static Tensor zeros(int... dims) {
    return Tensors.zeros(GradientCase.device(), Shape.of(dims));
  }

  private static Tensor ids(int... values) {
    return Tensors.ofInts(GradientCase.device(), Shape.of(values.length), values);
  }

  private static void expect(ThrowingCallable mistake, String... parts) {
    assertThatThrownBy(mistake).isInstanceOf(ShapeException.class).message().contains(parts);
  }

  @Test
  void pairsThatDoNotFit() {
    expect(() -> zeros(2, 3).add(zeros(3, 2)), "add cannot pair [2, 3] with [3, 2]");
    expect(() -> zeros(2, 3).mul(zeros(2)), "mul cannot pair [2, 3] with [2]");
    expect(() -> zeros(2).div(zeros(2, 3)), "div cannot pair [2] with [2, 3]");
    expect(() -> zeros(2, 1, 4).sub(zeros(2, 3, 4)), "[2, 1, 4] with [2, 3, 4]");
    expect(() -> zeros(2, 3).max(zeros(2, 1, 3)), "max cannot pair [2, 3] with [2, 1, 3]");
  }

  @Test
  void integersDoNotCount() {
    expect(() -> ids(1, 2).add(zeros(2)), "add works on float tensors, received I32 [2]");
    expect(() -> ids(1, 2).tanh(), "tanh works on float tensors");
    expect(() -> ids(1, 2).sum(), "sum works on float tensors");
    expect(() -> ids(1, 2).mul(2), "affine works on float tensors");
    expect(() -> ids(1).toDoubles(), "toDoubles works on float tensors");
    expect(() -> zeros(2).toInts(), "toInts reads integers", "F64");
  }

  @Test
  void products() {
    expect(
        () -> zeros(4, 3).matmul(zeros(2, 5)),
        "matmul expects 2 features on the last axis for a matrix [2, 5], received [4, 3]");
    expect(
        () -> zeros(4, 3).matmulTransposed(zeros(5, 2)),
        "matmulTransposed expects 2 features on the last axis for a matrix [5, 2], received [4,"
            + " 3]");
    expect(() -> zeros(4, 3).matmul(zeros(3)), "[..., K] with a matrix, received [4, 3] and [3]");
    expect(() -> zeros().matmul(zeros(3, 3)), "received [] and [3, 3]");
  }

  @Test
  void layout() {
    expect(
        () -> zeros(2, 3).reshape(Shape.of(4)),
        "[2, 3] has 6 elements and cannot be seen as [4] with 4");
    expect(
        () -> zeros(2, 3).transpose(0),
        "transpose of [2, 3] expects each axis 0…1 once, received [0]");
    expect(() -> zeros(2, 3).transpose(1, 1), "received [1, 1]");
    expect(() -> zeros(2, 3).slice(1, 2, 4), "Axis 1 of [2, 3] has elements 0…2, asked for 2…3");
    expect(() -> zeros(2, 3).slice(0, 1, 0), "Axis 0 of [2, 3]");
    expect(() -> zeros(2, 3).slice(2, 0, 1), "[2, 3] has 2 axes; there is no axis 2");
    expect(() -> zeros(2, 3).at(2), "Axis 0 of [2, 3] has elements 0…1, asked for 2…2");
    expect(() -> zeros(2, 3).sum(5), "there is no axis 5");
    expect(
        () -> zeros(2, 3).concat(0, List.of(zeros(2, 4))),
        "concat along axis 0",
        "[2, 4]",
        "[2, 3]");
    expect(() -> zeros(2).concat(0, List.of(ids(1))), "I32 [1] beside F64 [2]");
  }

  @Test
  void picking() {
    expect(
        () -> zeros(4, 3).gather(zeros(2)), "integer ids, received table [4, 3] and F64 ids [2]");
    expect(() -> zeros().gather(ids(0)), "received table []");
    expect(() -> zeros(2, 3).where(zeros(3), zeros(2, 3)), "where expects", "[2, 3]", "mask [3]");
    expect(() -> zeros(2, 3).where(zeros(2, 3), zeros(3)), "[2, 3], [3] and mask [2, 3]");
    expect(
        () -> zeros(4, 2, 3).zeroPadding(Lengths.of(1, 2, 3)),
        "3 lengths of at most 3 do not fit a sequence [4, 2, 3]");
    expect(() -> zeros(4, 2, 3).zeroPadding(Lengths.of(1, 5)), "at most 5");
  }

  @Test
  void values() {
    expect(() -> zeros(2).item(), "item() reads a tensor of one value, this one is [2]");
    expect(
        () -> Tensors.of(GradientCase.device(), Shape.of(2, 2), 1, 2, 3),
        "A tensor [2, 2] has 4 values, received 3");
  }
}
