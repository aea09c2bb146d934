package dev.recurve.benchmarks.kernels;

import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tensors;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Layer normalisation (Ba et al. 2016) as tensor operations compose it: {@code (x - mean) / √(var +
 * ε) ∘ gain + shift}, over the last axis.
 */
public class LayerNormBenchmark extends Kernels {
  private static final double EPSILON = 1e-5;

  /** Rows and features. */
  @Param({"64x256", "6400x256"})
  public String shape;

  private Steps steps;
  private Tensor x;
  private Tensor gain;
  private Tensor shift;

  /** For JMH. */
  public LayerNormBenchmark() {}

  /** Makes the operands. */
  @Setup
  public void prepare() {
    int[] s = sizes(shape);
    steps = new Steps(device());
    x = tensor(Shape.of(s[0], s[1]));
    gain = tensor(Shape.of(s[1]));
    shift = tensor(Shape.of(s[1]));
  }

  private Tensor tensor(Shape wanted) {
    var random = new SplittableRandom(wanted.rank());
    float[] values = new float[Math.toIntExact(wanted.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return Tensors.of(device(), wanted, values);
  }

  private Tensor normalised(Tensor input, Tensor factor) {
    double share = 1.0 / input.shape().cols();
    var rows = Shape.of(input.shape().rows(), 1);
    var centred = input.sub(input.sum(1).reshape(rows).mul(share));
    var variance = centred.square().sum(1).reshape(rows).affine(share, EPSILON);
    return centred.div(variance.sqrt()).mul(factor).add(shift);
  }

  /** Forward, without a tape. */
  @Benchmark
  public Tensor infer() {
    return steps.infer(
        () -> {
          var y = normalised(x, gain);
          await();
          return y;
        });
  }

  /** Forward and back, to the input and the gain. */
  @Benchmark
  public Object forwardAndBackward() {
    return steps.record(
        tape -> {
          var input = tape.watch(x);
          var factor = tape.watch(gain);
          tape.backward(normalised(input, factor).sum());
          await();
          return input;
        });
  }

  /** Gives the memory back. */
  @TearDown
  public void close() {
    steps.close();
  }
}
