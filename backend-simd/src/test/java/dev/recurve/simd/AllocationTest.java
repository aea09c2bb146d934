package dev.recurve.simd;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.recurve.spi.Axis;
import dev.recurve.spi.BinaryOp;
import dev.recurve.spi.DType;
import dev.recurve.spi.Mat;
import dev.recurve.spi.ReduceOp;
import dev.recurve.spi.Scalar;
import dev.recurve.spi.StepCall;
import dev.recurve.spi.StepRule;
import dev.recurve.spi.UnaryOp;
import dev.recurve.spi.Workers;
import dev.recurve.spi.Write;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Warm kernels allocate next to nothing. Were one of them to box its vectors, a call on these
 * operands would allocate some hundred kilobytes.
 */
class AllocationTest {
  private static final int ROWS = 96;
  private static final int COLS = 320;
  private static final int WARM = 1500;
  private static final int MEASURED = 50;

  /** A few small objects a call: lambdas, records. */
  private static final long ALLOWED = 2048;

  private final SimdBackend on = SimdBackend.warm(new Workers(1));
  private final Mat a = mat(ROWS, COLS);
  private final Mat b = mat(ROWS, COLS);
  private final Mat y = mat(ROWS, COLS);
  private final Mat w = mat(COLS, COLS);
  private final Mat column = mat(ROWS, 1);
  private final Mat row = mat(1, COLS);
  private final Mat one = mat(1, 1);

  private Mat mat(int rows, int cols) {
    var mat = Mat.of(on.allocate(DType.F32, (long) rows * cols), 0, rows, cols);
    on.fill(mat, 0.5);
    return mat;
  }

  @Test
  void warmCallsAllocateNextToNothing() {
    var flat = a.reshape(1, ROWS * COLS);
    var adam = new StepRule.Moments(0.1, 0.001, 0, 0.001, 1, 1e-8, false);
    var rprop = new StepRule.SignChanges(0.01, 0.5, 1.2, 1e-6, 50);
    var step = new StepCall(Scalar.ONE, 0, 0.1, one, flat, flat, List.of(flat, flat));
    Map<String, Runnable> calls =
        Map.ofEntries(
            Map.entry("gemm", () -> on.gemm(false, false, 1, a, w, 0, y)),
            Map.entry("gemm, right transposed", () -> on.gemm(false, true, 1, a, w, 0, y)),
            Map.entry("gemm, left transposed", () -> on.gemm(true, false, 0.5, a, b, 1, w)),
            Map.entry("dots", () -> on.gemm(false, true, 1, row, w, 0, row)),
            Map.entry("exp", () -> on.unary(UnaryOp.EXP, a, y)),
            Map.entry("log", () -> on.unary(UnaryOp.LOG, b, y)),
            Map.entry("tanh", () -> on.unary(UnaryOp.TANH, a, y)),
            Map.entry("sigmoid", () -> on.unary(UnaryOp.SIGMOID, a, y)),
            Map.entry("softplus", () -> on.unary(UnaryOp.SOFTPLUS, a, y)),
            Map.entry("add", () -> on.binary(BinaryOp.ADD, a, row, Write.SET, y)),
            Map.entry("mul", () -> on.binary(BinaryOp.MUL, a, column, Write.ADD, y)),
            Map.entry("select", () -> on.select(a, b, row, y)),
            Map.entry("sum", () -> on.reduce(ReduceOp.SUM, Axis.ALL, a, Write.SET, one)),
            Map.entry("max", () -> on.reduce(ReduceOp.MAX, Axis.COLS, a, Write.SET, column)),
            Map.entry("columns", () -> on.reduce(ReduceOp.SUM, Axis.ROWS, a, Write.SET, row)),
            Map.entry("softmax", () -> on.softmaxRows(true, a, y, AllocationTest::noScratch)),
            Map.entry("adam", () -> on.optimizerStep(adam, step, AllocationTest::noScratch)),
            Map.entry("rprop", () -> on.optimizerStep(rprop, step, AllocationTest::noScratch)));
    for (var call : calls.entrySet()) {
      on.fill(one, 1);
      assertThat(bytesPerCall(call.getValue())).as(call.getKey()).isLessThan(ALLOWED);
    }
  }

  private static Mat noScratch(DType type, int rows, int cols) {
    throw new AssertionError("no scratch memory is needed");
  }

  /** The least over some rounds: a compilation that comes late is waited for. */
  private static long bytesPerCall(Runnable call) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 10 && least >= ALLOWED; round++) {
      for (int i = 0; i < WARM; i++) {
        call.run();
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < MEASURED; i++) {
        call.run();
      }
      least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / MEASURED);
    }
    return least;
  }
}
