package dev.recurve.simd;

import dev.recurve.spi.Mat;
import dev.recurve.spi.Offer;
import dev.recurve.spi.Packed;
import dev.recurve.spi.RnnCall;
import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnGrads;
import dev.recurve.spi.RnnMask;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.RnnWeights;
import dev.recurve.spi.Workers;
import java.util.List;
import java.util.Optional;

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

  private SimdRnn(RnnSpec spec, Workers workers, PackedMemory memory) {
    this.spec = spec;
    this.layout = RnnLayout.of(spec);
    this.workers = workers;
    this.memory = memory;
    this.kernel =
        switch (spec.cell()) {
          case RnnCell.Simple simple -> new SimpleKernel(layout, simple.activation());
          case RnnCell.Lstm _ -> new LstmKernel(layout);
          case RnnCell.Gru _ -> new GruKernel(layout);
        };
  }

  static Offer<RnnPlan> offer(RnnSpec spec, Workers workers, PackedMemory memory) {
    if (spec.cell() instanceof RnnCell.Lstm lstm && (lstm.peepholes() || lstm.projection() > 0)) {
      return declined("it has no kernels for LSTMs with peepholes or projection");
    }
    if (spec.cell() instanceof RnnCell.Gru gru && !gru.resetAfter()) {
      return declined("it has no kernels for GRUs that reset before the recurrent product");
    }
    if (spec.masks().contains(RnnMask.HIDDEN) || spec.masks().contains(RnnMask.ZONEOUT)) {
      return declined("it has no kernels with masks on the state");
    }
    return new Offer.Accepted<>(new SimdRnn(spec, workers, memory));
  }

  private static Offer<RnnPlan> declined(String why) {
    return new Offer.Declined<>("the simd backend declines: " + why);
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
    int parts = spec.direction().count() * perDirection;
    return (long) parts * RnnWeightGradient.workspace(layout, steps * mostRows(batch, perDirection))
        + (long) spec.direction().count() * RnnBackward.workspace(layout, batch);
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
    var packed = (RnnPacked) weights;
    var parts = parts(call);
    var memory = memory(call, parts);
    workers.run(
        parts.size(),
        p -> {
          var part = parts.get(p);
          new RnnForward(layout, kernel, call, part, memory[p])
              .run(packed.directions().get(part.direction()).forward());
        });
  }

  @Override
  public void backward(Packed weights, RnnCall call, RnnGrads grads) {
    if (call.batch() == 0) {
      return;
    }
    var packed = (RnnPacked) weights;
    var parts = parts(call);
    var memory = memory(call, parts);
    float[] workspace = SimdBuffer.floats(call.workspace());
    var sums = new RnnWeightGradient[parts.size()];
    int[] scratch = new int[parts.size()];
    int at = SimdBuffer.start(call.workspace());
    for (int p = 0; p < sums.length; p++) {
      int rows = parts.get(p).rows() - parts.get(p).size();
      sums[p] = new RnnWeightGradient(layout, kernel, rows, workspace, at);
      at += RnnWeightGradient.workspace(layout, rows);
    }
    for (int p = 0; p < scratch.length; p++) {
      scratch[p] = at;
      at += RnnBackward.workspace(layout, parts.get(p).size());
    }
    var walks = new RnnBackward[parts.size()];
    for (int p = 0; p < walks.length; p++) {
      walks[p] =
          new RnnBackward(
              layout, kernel, call, grads, parts.get(p), memory[p], workspace, scratch[p]);
    }
    // Two directions share the rows of dx: they add to it one after the other, see below.
    boolean withInput = grads.dx().isPresent() && spec.direction().count() == 1;
    workers.run(
        parts.size(),
        p -> {
          var packedWeights = packed.directions().get(parts.get(p).direction());
          var weightGradient =
              grads.weights().isEmpty()
                  ? Optional.<RnnWeightGradient>empty()
                  : Optional.of(sums[p]);
          walks[p].run(packedWeights, withInput, weightGradient);
        });
    if (grads.dx().isPresent() && !withInput) {
      addInputGradients(packed, parts, walks);
    }
    if (!grads.weights().isEmpty()) {
      addWeightGradients(parts, sums, workspace, grads);
    }
  }

  /** The same sequences of both directions, one direction after the other, on one thread. */
  private void addInputGradients(RnnPacked packed, List<RnnPart> parts, RnnBackward[] walks) {
    int shares = parts.size();
    workers.run(
        shares,
        share -> {
          for (int p = 0; p < walks.length; p++) {
            int size = parts.get(p).size();
            walks[p].inputGradients(
                packed.directions().get(parts.get(p).direction()),
                size * share / shares,
                size * (share + 1) / shares);
          }
        });
  }

  private void addWeightGradients(
      List<RnnPart> parts, RnnWeightGradient[] sums, float[] workspace, RnnGrads grads) {
    int directions = spec.direction().count();
    int perDirection = parts.size() / directions;
    for (int d = 0; d < directions; d++) {
      int[] begins = new int[perDirection];
      for (int p = 0; p < perDirection; p++) {
        begins[p] = sums[d * perDirection + p].sums();
      }
      var total = new RnnWeightSums(layout, kernel.map(), workspace, begins);
      var gradients = grads.weights().get(d);
      int shares = parts.size();
      workers.run(
          shares,
          share ->
              total.addTo(
                  gradients,
                  Split.cut(layout.units(), share, shares),
                  Split.cut(layout.units(), share + 1, shares)));
    }
  }

  /** Where each part's rows lie: in the reserve when backward follows, else in the workspace. */
  private RnnMemory[] memory(RnnCall call, List<RnnPart> parts) {
    Mat mat = call.training() ? call.reserve() : call.workspace();
    float[] values = SimdBuffer.floats(mat);
    int at = SimdBuffer.start(mat);
    var memory = new RnnMemory[parts.size()];
    for (int p = 0; p < memory.length; p++) {
      memory[p] = new RnnMemory(values, at, layout, parts.get(p), call.training());
      at += RnnMemory.size(layout, parts.get(p), call.training());
    }
    return memory;
  }
}
