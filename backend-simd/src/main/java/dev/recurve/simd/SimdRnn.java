package dev.recurve.simd;

import dev.recurve.spi.Mat;
import dev.recurve.spi.Offer;
import dev.recurve.spi.Packed;
import dev.recurve.spi.RnnCall;
import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnGrads;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.RnnWeights;
import dev.recurve.spi.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Runs a recurrent layer whole: the batch is cut into parts, and each part runs all its steps on
 * one thread without waiting for another. The weight gradients of the parts are summed in their
 * order.
 */
final class SimdRnn implements RnnPlan {
  /**
   * Below this many floating-point operations forward, waking a thread costs more than it gives.
   */
  private static final double WORTH_A_THREAD = 1e6;

  private final RnnSpec spec;
  private final RnnLayout layout;
  private final RnnKernel kernel;
  private final Workers workers;
  private final PackedMemory memory;
  private final RnnMath math = new LaneMath();

  private SimdRnn(RnnSpec spec, Workers workers, PackedMemory memory) {
    this.spec = spec;
    this.layout = RnnLayout.of(spec);
    this.workers = workers;
    this.memory = memory;
    this.kernel =
        switch (spec.cell()) {
          case RnnCell.Simple simple -> new SimpleKernel(layout, simple.activation());
          case RnnCell.Lstm _ -> new LstmKernel(layout);
          case RnnCell.Gru gru ->
              gru.resetAfter() ? new GruKernel(layout) : new GruBeforeKernel(layout);
        };
  }

  static Offer<RnnPlan> offer(RnnSpec spec, Workers workers, PackedMemory memory) {
    return new Offer.Accepted<>(new SimdRnn(spec, workers, memory));
  }

  @Override
  public RnnSpec spec() {
    return spec;
  }

  @Override
  public String describe() {
    return "vector kernels, %d lanes".formatted(Lanes.COUNT);
  }

  /** Row parts for each direction: as many as there are threads, if each has enough to do. */
  private int partsPerDirection(int steps, int batch) {
    int directions = spec.direction().count();
    double work = 2.0 * steps * batch * layout.rowSize() * layout.gateCols() * directions;
    int wanted = (int) Math.min(workers.threads(), Math.max(1, work / WORTH_A_THREAD));
    return Math.max(1, Math.min(batch, (wanted + directions - 1) / directions));
  }

  private List<RnnPart> parts(RnnCall call) {
    return RnnPart.cut(
        spec.direction(), call.lengths(), partsPerDirection(call.steps(), call.batch()));
  }

  @Override
  public long reserveSize(int steps, int batch) {
    return (long) spec.direction().count() * (steps + 1) * batch * layout.perRow();
  }

  @Override
  public long workspaceSize(int steps, int batch, boolean training) {
    if (!training) {
      return 2L * spec.direction().count() * batch * layout.perRow();
    }
    int perDirection = partsPerDirection(steps, batch);
    int rows = mostRows(batch, perDirection);
    return (long) spec.direction().count()
        * perDirection
        * RnnPartGradients.size(layout, kernel.map(), rows, steps * rows);
  }

  /** Sequences of the largest part. */
  private static int mostRows(int batch, int perDirection) {
    return (batch + perDirection - 1) / perDirection;
  }

  @Override
  public Packed pack(List<RnnWeights> weights) {
    return RnnPacked.of(workers, memory, layout, kernel, weights);
  }

  @Override
  public void forward(Packed weights, RnnCall call) {
    if (call.batch() == 0) {
      return;
    }
    var parts = parts(call);
    var runs = runs(weights, call, parts);
    workers.run(
        parts.size(), p -> new RnnForward(layout, kernel, call, parts.get(p), runs.get(p)).run());
  }

  @Override
  public void backward(Packed weights, RnnCall call, RnnGrads grads) {
    if (call.batch() == 0) {
      return;
    }
    var parts = parts(call);
    var runs = runs(weights, call, parts);
    var gradients = gradients(call, parts);
    var walks =
        IntStream.range(0, parts.size())
            .mapToObj(
                p ->
                    new RnnBackward(
                        layout, kernel, call, grads, parts.get(p), runs.get(p), gradients.get(p)))
            .toList();
    // Two directions share the rows of dx: they add to it one after the other, see below.
    boolean withInput = grads.dx().isPresent() && spec.direction().count() == 1;
    boolean withWeights = !grads.weights().isEmpty();
    workers.run(parts.size(), p -> walks.get(p).run(withInput, withWeights));
    if (grads.dx().isPresent() && !withInput) {
      addInputGradients(parts, walks);
    }
    if (withWeights) {
      addWeightGradients(gradients, grads);
    }
  }

  /** Each part's share of the workspace. */
  private List<RnnPartGradients> gradients(RnnCall call, List<RnnPart> parts) {
    float[] workspace = SimdBuffer.floats(call.workspace());
    int at = SimdBuffer.start(call.workspace());
    var gradients = new ArrayList<RnnPartGradients>();
    for (RnnPart part : parts) {
      boolean isMasked = call.hiddenMask().isPresent();
      gradients.add(RnnPartGradients.of(math, layout, kernel.map(), part, isMasked, workspace, at));
      at += RnnPartGradients.size(layout, kernel.map(), part.size(), part.rows() - part.size());
    }
    return gradients;
  }

  /** The same sequences of both directions, one direction after the other, on one thread. */
  private void addInputGradients(List<RnnPart> parts, List<RnnBackward> walks) {
    int shares = parts.size();
    workers.run(
        shares,
        share -> {
          for (int p = 0; p < shares; p++) {
            int size = parts.get(p).size();
            walks
                .get(p)
                .inputGradients(Split.cut(size, share, shares), Split.cut(size, share + 1, shares));
          }
        });
  }

  private void addWeightGradients(List<RnnPartGradients> parts, RnnGrads grads) {
    int directions = spec.direction().count();
    int perDirection = parts.size() / directions;
    for (int d = 0; d < directions; d++) {
      var total =
          new RnnDirectionGradients(
              layout, kernel.map(), parts.subList(d * perDirection, (d + 1) * perDirection));
      var gradients = grads.weights().get(d);
      int shares = parts.size();
      workers.run(shares, share -> total.addTo(gradients, share, shares));
    }
  }

  /**
   * What each part runs with; its rows lie in the reserve when backward follows, else in the
   * workspace.
   */
  private List<RnnRun> runs(Packed weights, RnnCall call, List<RnnPart> parts) {
    var packed = (RnnPacked) weights;
    Mat mat = call.training() ? call.reserve() : call.workspace();
    float[] values = SimdBuffer.floats(mat);
    int at = SimdBuffer.start(mat);
    var runs = new ArrayList<RnnRun>();
    for (RnnPart part : parts) {
      var memory = new RnnMemory(values, at, layout, part, call.training());
      runs.add(new RnnRun(math, packed.directions().get(part.direction()), memory));
      at += RnnMemory.size(layout, part, call.training());
    }
    return runs;
  }
}
