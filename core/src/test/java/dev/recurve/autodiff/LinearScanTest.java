package dev.recurve.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A linear recurrence on the tape. */
class LinearScanTest {
  private static final Device DEVICE = Device.standard().withType(DType.F64);

  private static DeviceTensor tensor(int rows, int cols, double... values) {
    return Tensors.of(DEVICE, Shape.of(rows, cols), values);
  }

  /** Two sequences, the second one over after the second step, by hand. */
  @Test
  void eachRowFollowsFromTheStepBefore() {
    var a = tensor(5, 1, 0.5, 2, 1, -1, 3);
    var b = tensor(5, 1, 1, 0, -1, 1, 0.5);
    var h0 = tensor(3, 1, 4, 1, 99);
    var h = LinearScan.run(new int[] {2, 2, 1}, a, b, h0);
    // First 0.5·4+1, 1·3-1, 3·2+0.5; second 2·1+0, -1·2+1.
    assertThat(h.toDoubles()).containsExactly(3, 2, 2, -1, 6.5);
  }

  static Stream<int[]> steps() {
    return Stream.of(
        new int[] {}, new int[] {1}, new int[] {2, 2, 2}, new int[] {3, 2, 2, 1}, new int[] {3, 1});
  }

  @ParameterizedTest
  @MethodSource("steps")
  void gradientsAreDifferences(int[] active) {
    int rows = Arrays.stream(active).sum();
    GradCheck.on(DEVICE)
        .input("a", Shape.of(rows, 2))
        .input("b", Shape.of(rows, 2))
        .input("h0", Shape.of(3, 2))
        .check(
            in -> {
              var h0 = DeviceTensor.of(in.get(2));
              var h =
                  LinearScan.run(
                      active, DeviceTensor.of(in.get(0)), DeviceTensor.of(in.get(1)), h0);
              return h.concat(0, List.of(h0.square()));
            })
        .requireAgreement();
  }

  /** Windows of a wider matrix, as gates are. */
  @Test
  void operandsMayBeColumnsOfAnother() {
    GradCheck.on(DEVICE)
        .input("gates", Shape.of(5, 6))
        .input("h0", Shape.of(2, 2))
        .check(
            in ->
                LinearScan.run(
                    new int[] {2, 2, 1},
                    DeviceTensor.of(in.get(0).slice(-1, 2, 4)),
                    DeviceTensor.of(in.get(0).slice(-1, 4, 6)),
                    DeviceTensor.of(in.get(1))))
        .requireAgreement();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    var a = tensor(3, 1, 1, 2, 3);
    var h0 = tensor(2, 1, 0, 0);
    refused(new int[] {1, 2}, a, a, h0);
    refused(new int[] {2, 0, 1}, a, a, h0);
    refused(new int[] {2, 2}, a, a, h0);
    refused(new int[] {3}, a, a, h0);
    refused(new int[] {2, 1}, a, tensor(3, 2, 1, 2, 3, 4, 5, 6), h0);
    refused(new int[] {2, 1}, a, a, tensor(2, 2, 1, 2, 3, 4));
    assertThat(LinearScan.run(new int[] {2, 1}, a, a, h0).toDoubles()).containsExactly(1, 2, 6);
  }

  private static void refused(int[] active, DeviceTensor a, DeviceTensor b, DeviceTensor h0) {
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> LinearScan.run(active, a, b, h0))
        .withMessageContaining("A linear scan over steps of");
  }
}
