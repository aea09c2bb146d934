package dev.recurve.cpu;

import dev.recurve.host.PackedMemory;
import dev.recurve.host.RnnBackward;
import dev.recurve.host.RnnForward;
import dev.recurve.host.RnnKernel;
import dev.recurve.host.RnnLayout;
import dev.recurve.host.RnnMemory;
import dev.recurve.host.RnnPacked;
import dev.recurve.host.RnnPacker;
import dev.recurve.host.RnnPart;
import dev.recurve.host.RnnWork;
import dev.recurve.spi.Packed;
import dev.recurve.spi.RnnCall;
import dev.recurve.spi.RnnGrads;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.RnnWeights;
import dev.recurve.spi.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a recurrent layer whole: the batch is cut into parts, and each part runs all its steps on
 * one thread, a product by OpenBLAS and a pass over the gates at each.
 */
final class CpuRnn implements RnnPlan {
  /**
   * Floating-point operations of a step for which another thread pays. How many steps there are
   * does not count: the rows of a product decide how OpenBLAS rounds, and a step is to be the same
   * alone and in a sequence.
   */
  private static final double WORTH_A_THREAD = 1e5;

  /** Steps' worth of blocks when no backward follows. */
  private static final int TURNS = 2;

  private final RnnSpec spec;
  private final Workers workers;
  private final PackedMemory memory;
  private final RnnLayout layout;
  private final RnnKernel kernel;
  private final RnnWork work;
  private final CpuMath math = new CpuMath();

  CpuRnn(RnnSpec spec, Workers workers, PackedMemory memory) {
    this.spec = spec;
    this.workers = workers;
    this.memory = memory;
    this.layout = RnnLayout.of(spec, new CpuFormat(), 0);
    this.kernel = RnnKernel.of(layout);
    this.work = new RnnWork(layout, kernel, workers);
  }

  @Override
  public RnnSpec spec() {
    return spec;
  }

  @Override
  public String describe() {
    return "OpenBLAS and plain loops";
  }

  private int partsPerDirection(int batch) {
    return work.partsPerDirection(1, batch, WORTH_A_THREAD);
  }

  @Override
  public long reserveSize(int steps, int batch) {
    return work.reserveSize(steps, batch);
  }

  @Override
  public long workspaceSize(int steps, int batch, boolean training) {
    return training
        ? work.gradientSize(steps, batch, partsPerDirection(batch))
        : work.blocksSize(TURNS, batch);
  }

  private RnnPacker packer() {
    return new RnnPacker(workers, memory, layout, kernel, Optional.empty());
  }

  @Override
  public Packed pack(List<RnnWeights> weights) {
    return RnnPacked.of(packer(), weights);
  }

  @Override
  public Packed repack(List<RnnWeights> weights, Packed old) {
    return ((RnnPacked) old).replacedBy(packer(), weights).orElseGet(() -> of(weights));
  }

  private RnnPacked of(List<RnnWeights> weights) {
    return RnnPacked.of(packer(), weights);
  }

  private List<RnnPart> parts(RnnCall call) {
    return RnnPart.cut(spec.direction(), call.lengths(), partsPerDirection(call.batch()));
  }

  @Override
  public void forward(Packed weights, RnnCall call) {
    ((RnnPacked) weights).with(directions -> forward(directions, call));
  }

  private void forward(List<RnnPacked.Direction> weights, RnnCall call) {
    if (call.batch() == 0) {
      return;
    }
    var parts = parts(call);
    var runs = work.runs(math, weights, call, parts, call.training() ? RnnMemory.ALL : TURNS);
    workers.run(
        parts.size(), p -> new RnnForward(layout, kernel, call, parts.get(p), runs.get(p)).run());
  }

  @Override
  public void backward(Packed weights, RnnCall call, RnnGrads grads) {
    ((RnnPacked) weights).with(directions -> backward(directions, call, grads));
  }

  /** The gradients of inputs come after the walk, many steps together. */
  private void backward(List<RnnPacked.Direction> weights, RnnCall call, RnnGrads grads) {
    if (call.batch() == 0) {
      return;
    }
    var parts = parts(call);
    var runs = work.runs(math, weights, call, parts, RnnMemory.ALL);
    var gradients = work.gradients(math, call, parts);
    var walks = new ArrayList<RnnBackward>();
    for (int p = 0; p < parts.size(); p++) {
      walks.add(
          new RnnBackward(
              layout, kernel, call, grads, parts.get(p), runs.get(p), gradients.get(p)));
    }
    boolean withWeights = !grads.weights().isEmpty();
    boolean withInput = grads.dx().isPresent();
    workers.run(parts.size(), p -> walks.get(p).run(false, withWeights));
    if (withInput) {
      // Two directions add to the same rows, so that one goes after the other.
      int directions = spec.direction().count();
      int perDirection = parts.size() / directions;
      for (int d = 0; d < directions; d++) {
        int first = d * perDirection;
        workers.run(perDirection, p -> walks.get(first + p).afterAll(true, false));
      }
    }
    if (withWeights) {
      work.addWeightGradients(gradients, grads);
    }
  }
}
