package dev.recurve.benchmarks.kernels;

import dev.recurve.benchmarks.contest.BenchmarkException;
import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.spi.Activation;
import dev.recurve.spi.Bias;
import dev.recurve.spi.Direction;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Offer;
import dev.recurve.spi.Packed;
import dev.recurve.spi.RnnCall;
import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnGrads;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.RnnWeights;
import dev.recurve.spi.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A recurrent layer whole, by the backend's plan. */
public class RecurrentBenchmark extends Kernels {
  /** Its cells. */
  @Param({"LSTM", "GRU", "RNN"})
  public CellKind cell;

  /** T, B, I and H: steps, sequences, inputs and units. */
  @Param({"100x64x128x256", "30x32x1x50", "1x1x32x64"})
  public String shape;

  private RnnPlan plan;
  private List<RnnWeights> weights;
  private Packed packed;
  private RnnCall inference;
  private RnnCall training;
  private RnnGrads grads;

  /** For JMH. */
  public RecurrentBenchmark() {}

  /** Plans, and makes the operands. */
  @Setup
  public void prepare() {
    int[] s = sizes(shape);
    int inputs = s[2];
    int units = s[3];
    var kind =
        switch (cell) {
          case LSTM -> new RnnCell.Lstm();
          case GRU -> new RnnCell.Gru(true);
          case RNN -> new RnnCell.Simple(Activation.TANH);
        };
    var spec = new RnnSpec(kind, inputs, units, Direction.FORWARD, Bias.BOTH, Set.of());
    plan =
        switch (on().planRnn(spec)) {
          case Offer.Accepted<RnnPlan>(var accepted) -> accepted;
          case Offer.Declined<RnnPlan>(var reason) -> throw new BenchmarkException(reason);
        };
    weights = List.of(weights(spec, true));
    packed = plan.pack(weights);
    inference = call(kind, s, false);
    training = call(kind, s, true);
    grads =
        new RnnGrads(
            Optional.of(random(s[0] * s[1], units)),
            Optional.empty(),
            Optional.empty(),
            Optional.of(zeros(s[0] * s[1], inputs)),
            Optional.empty(),
            Optional.empty(),
            List.of(weights(spec, false)));
  }

  private RnnWeights weights(RnnSpec spec, boolean filled) {
    int rows = spec.gateRows();
    return new RnnWeights(
        mat(rows, spec.inputSize(), filled),
        mat(rows, spec.hiddenSize(), filled),
        Optional.of(mat(1, rows, filled)),
        Optional.of(mat(1, rows, filled)));
  }

  private Mat mat(int rows, int cols, boolean filled) {
    if (!filled) {
      return zeros(rows, cols);
    }
    // As small as a layer begins with, so that no gate is always open or shut.
    var mat = random(rows, cols);
    on().affine(Scalar.of(0.1), mat, Scalar.ZERO, mat, 0);
    return mat;
  }

  private RnnCall call(RnnCell kind, int[] s, boolean isTraining) {
    int steps = s[0];
    int batch = s[1];
    int units = s[3];
    int[] lengths = new int[batch];
    Arrays.fill(lengths, steps);
    boolean hasCellState = kind.states() == 2;
    return new RnnCall(
        steps,
        batch,
        lengths,
        random(steps * batch, s[2]),
        zeros(steps * batch, units),
        Optional.empty(),
        Optional.empty(),
        zeros(batch, units),
        hasCellState ? Optional.of(zeros(batch, units)) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        zeros(1, Math.toIntExact(isTraining ? plan.reserveSize(steps, batch) : 0)),
        zeros(1, Math.toIntExact(plan.workspaceSize(steps, batch, isTraining))),
        isTraining);
  }

  /** Lays out the weights, which happens after each step of an optimiser. */
  @Benchmark
  public Packed pack() {
    var fresh = plan.pack(weights);
    await();
    return fresh;
  }

  /** All steps, for their outputs alone. */
  @Benchmark
  public void infer() {
    plan.forward(packed, inference);
    await();
  }

  /** All steps, with what backward needs. */
  @Benchmark
  public void forward() {
    plan.forward(packed, training);
    await();
  }

  /** Forward and back with all gradients: backward may use up what forward left. */
  @Benchmark
  public void forwardAndBackward() {
    plan.forward(packed, training);
    plan.backward(packed, training, grads);
    await();
  }
}
