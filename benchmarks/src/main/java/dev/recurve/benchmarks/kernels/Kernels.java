package dev.recurve.benchmarks.kernels;

import dev.recurve.runtime.Device;
import dev.recurve.spi.Backend;
import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The backend that the process was told to use, and operands for it. A call is timed until its
 * result is there. Warming up takes two seconds, since vector code is hundreds of times slower
 * until it is compiled.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public abstract class Kernels {
  private final Device device = Device.standard();

  /** For JMH. */
  protected Kernels() {}

  final Device device() {
    return device;
  }

  final Backend on() {
    return device.backend();
  }

  /** Random values in -1…1, the same in every process. */
  final Mat random(int rows, int cols) {
    var random = new SplittableRandom(31L * rows + cols);
    float[] values = new float[rows * cols];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    var mat = empty(rows, cols);
    on().upload(values, 0, mat);
    return mat;
  }

  final Mat zeros(int rows, int cols) {
    var mat = empty(rows, cols);
    on().fill(mat, 0);
    return mat;
  }

  private Mat empty(int rows, int cols) {
    return Mat.of(on().allocate(DType.F32, (long) rows * cols), 0, rows, cols);
  }

  /** A column of random row numbers. */
  final Mat ids(int count, int rows) {
    var random = new SplittableRandom(count);
    var column = Mat.of(on().allocate(DType.I32, count), 0, count, 1);
    on().upload(random.ints(count, 0, rows).toArray(), 0, column);
    return column;
  }

  /** For kernels that ask for scratch memory. */
  final Mat scratch(DType type, int rows, int cols) {
    return Mat.of(on().allocate(type, (long) rows * cols), 0, rows, cols);
  }

  /** Waits for what was enqueued. */
  final void await() {
    on().synchronize();
  }

  /** The numbers of a parameter such as {@code 64x256}. */
  static int[] sizes(String shape) {
    return Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
  }
}
