package dev.recurve.simd;

import dev.recurve.host.PackedMemory;
import dev.recurve.host.Pool;
import dev.recurve.host.RnnBackward;
import dev.recurve.host.RnnForward;
import dev.recurve.host.RnnKernel;
import dev.recurve.host.RnnLayout;
import dev.recurve.host.RnnMemory;
import dev.recurve.host.RnnPacked;
import dev.recurve.host.RnnPacker;
import dev.recurve.host.RnnPart;
import dev.recurve.host.RnnRun;
import dev.recurve.host.RnnWork;
import dev.recurve.host.SharedKernel;
import dev.recurve.host.Split;
import dev.recurve.host.StepWeights;
import dev.recurve.host.Stretch;
import dev.recurve.host.UnitwiseKernel;
import dev.recurve.spi.Backend;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Offer;
import dev.recurve.spi.Packed;
import dev.recurve.spi.RnnCall;
import dev.recurve.spi.RnnGrads;
import dev.recurve.spi.RnnMask;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.RnnStepper;
import dev.recurve.spi.RnnWeights;
import dev.recurve.spi.Workers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Runs a recurrent layer whole: the batch is cut into parts, and each part runs all its steps on
 * one thread without waiting for another. The weight gradients of the parts are summed in their
 * order.
 */
final class SimdRnn implements RnnPlan {
  /**
   * Bytes of weights that a share of a step reads at least. Two threads find each other's states
   * 0.5 µs later than their own, as measured where a cache line takes 0.15 µs from core to core;
   * where it takes less, smaller shares would pay too.
   */
  private static final long WORTH_A_SHARE = 160 << 10;

  /** Bytes of weights that all steps read at least, if threads are to share them. */
  private static final long WORTH_SHARING = 1 << 20;

  /** Steps from which weights that are used once are worth turning into panels for steps. */
  private static final int WORTH_TURNING = 48;

  private final RnnSpec spec;
  private final RnnRules rules;
  private final RnnLayout layout;
  private final RnnKernel kernel;
  private final RnnWork work;
  private final Workers workers;
  private final PackedMemory memory;
  private final WarmingMath math;

  /** The cell, if steps of very few rows may be shared unit by unit. */
  private final Optional<UnitwiseKernel> unitwise;

  /** Room for weights that are used once, because training changes them. */
  private final Pool<Stretch> turned;

  private SimdRnn(
      RnnSpec spec, RnnRules rules, WarmingMath math, Workers workers, PackedMemory memory) {
    this.spec = spec;
    this.rules = rules;
    this.layout = RnnLayout.of(spec, new LaneFormat(), rules.large());
    this.math = math;
    this.workers = workers;
    this.memory = memory;
    this.kernel = RnnKernel.of(layout);
    this.work = new RnnWork(layout, kernel, workers);
    this.unitwise =
        Set.of(RnnMask.INPUT).containsAll(spec.masks()) ? kernel.unitwise() : Optional.empty();
    this.turned = new Pool<>(() -> memory.take(StepPanels.size(layout, unitwise.orElseThrow())));
  }

  static Offer<RnnPlan> offer(
      RnnSpec spec, RnnRules rules, WarmingMath math, Workers workers, PackedMemory memory) {
    return new Offer.Accepted<>(new SimdRnn(spec, rules, math, workers, memory));
  }

  @Override
  public RnnSpec spec() {
    return spec;
  }

  @Override
  public String describe() {
    return "vector kernels, %d lanes".formatted(Lanes.COUNT);
  }

  private int partsPerDirection(int steps, int batch) {
    return work.partsPerDirection(steps, batch, rules.worthAThread());
  }

  private List<RnnPart> parts(RnnCall call) {
    int perDirection =
        isFew(call.batch(), call.training()) ? 1 : partsPerDirection(call.steps(), call.batch());
    return RnnPart.cut(spec.direction(), call.lengths(), perDirection);
  }

  /**
   * Whether so few sequences run that threads share steps instead of sequences. In training threads
   * share sequences all the same, because the way back is shared so.
   */
  private boolean isFew(int batch, boolean training) {
    return !training && batch <= StepPanels.MOST_ROWS && unitwise.isPresent();
  }

  /** The cell, if the threads of a direction share its products instead of its sequences. */
  private Optional<SharedKernel> shared(int partsPerDirection) {
    return layout.isLarge() && partsPerDirection > 1 ? kernel.shared() : Optional.empty();
  }

  /** How many blocks of rows take turns when no backward follows. */
  private int turns(int steps, int batch) {
    if (isFew(batch, false)) {
      return Math.clamp(steps + 1, 2, FewForward.CHUNK);
    }
    int perDirection = partsPerDirection(steps, batch);
    return shared(perDirection).isEmpty()
        ? 2
        : Math.max(
            2, Math.min(SharedForward.chunk(RnnWork.mostRows(batch, perDirection)), steps + 1));
  }

  @Override
  public long reserveSize(int steps, int batch) {
    return work.reserveSize(steps, batch);
  }

  @Override
  public long workspaceSize(int steps, int batch, boolean training) {
    return training
        ? work.gradientSize(steps, batch, partsPerDirection(steps, batch))
        : work.blocksSize(turns(steps, batch), batch);
  }

  @Override
  public Packed pack(List<RnnWeights> weights) {
    return RnnPacked.of(packer(), weights);
  }

  private RnnPacker packer() {
    return new RnnPacker(workers, memory, layout, kernel, unitwise.map(this::steps));
  }

  private StepWeights.Maker steps(UnitwiseKernel cell) {
    return forward ->
        new StepPanels(layout, cell, forward, memory.take(StepPanels.size(layout, cell)));
  }

  @Override
  public Packed repack(List<RnnWeights> weights, Packed old) {
    return ((RnnPacked) old)
        .replacedBy(packer(), weights)
        .orElseGet(() -> RnnPacked.of(packer(), weights));
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
    var runs = runs(weights, call, parts);
    var shared = shared(parts.size() / spec.direction().count());
    if (shared.isPresent()) {
      eachDirection(
          parts.size(),
          (from, to) -> {
            var mine = parts.subList(from, to);
            var runsOfMine = runs.subList(from, to);
            var walks =
                IntStream.range(0, mine.size())
                    .mapToObj(
                        p -> new RnnForward(layout, kernel, call, mine.get(p), runsOfMine.get(p)))
                    .toList();
            int chunk = SharedForward.chunk(RnnWork.mostRows(call.batch(), mine.size()));
            new SharedForward(layout, shared.get(), mine, runsOfMine, walks, chunk).run(workers);
          });
    } else if (parts.size() == 1) {
      forward(call, parts.getFirst(), runs.getFirst());
    } else {
      workers.run(parts.size(), p -> forward(call, parts.get(p), runs.get(p)));
    }
  }

  /** Runs something for the parts of each direction, one direction after the other. */
  private void eachDirection(int parts, Split.Range body) {
    int directions = spec.direction().count();
    for (int d = 0; d < directions; d++) {
      body.run(parts / directions * d, parts / directions * (d + 1));
    }
  }

  private void forward(RnnCall call, RnnPart part, RnnRun run) {
    var forward = new RnnForward(layout, kernel, call, part, run);
    if (isFew(call.batch(), call.training())) {
      few(forward, part, run, StepPanels.of(run.weights()));
    } else if (unitwise.isPresent()
        && part.size() <= StepPanels.MOST_ROWS
        && part.steps() >= WORTH_TURNING) {
      turned.with(
          place -> {
            var weights = run.weights().forward();
            few(forward, part, run, new StepPanels(layout, unitwise.get(), weights, place));
          });
    } else {
      forward.run();
    }
  }

  private void few(RnnForward io, RnnPart part, RnnRun run, StepPanels panels) {
    new FewForward(layout, unitwise.orElseThrow(), io, part, run, panels)
        .run(workers, shares(part.steps(), panels));
  }

  /** Threads that are worth having for each step of very few sequences. */
  private int shares(int steps, StepPanels panels) {
    long bytes = panels.stateBytes();
    if (bytes * steps < WORTH_SHARING) {
      return 1;
    }
    int most = Math.min(workers.threads(), panels.count());
    return Math.clamp(bytes / WORTH_A_SHARE, 1, most);
  }

  @Override
  public long stepperSize(int batch) {
    return unitwise.isPresent()
        ? SimdStepper.size(layout, batch)
        : RnnPlan.super.stepperSize(batch);
  }

  @Override
  public RnnStepper stepper(Backend on, Packed weights, int batch, Mat room) {
    if (unitwise.isEmpty()) {
      return RnnPlan.super.stepper(on, weights, batch, room);
    }
    var direction = ((RnnPacked) weights).kept().getFirst();
    int shares = isFew(batch, false) ? 1 : partsPerDirection(1, batch);
    return new SimdStepper(
        layout, kernel, unitwise.get(), math, workers, direction, batch, shares, room);
  }

  @Override
  public void backward(Packed weights, RnnCall call, RnnGrads grads) {
    ((RnnPacked) weights).with(directions -> backward(directions, call, grads));
  }

  private void backward(List<RnnPacked.Direction> weights, RnnCall call, RnnGrads grads) {
    if (call.batch() == 0) {
      return;
    }
    var parts = parts(call);
    var runs = runs(weights, call, parts);
    var gradients = work.gradients(runs.getFirst().on(), call, parts);
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
    var shared = shared(parts.size() / spec.direction().count());
    if (shared.isPresent()) {
      eachDirection(
          parts.size(),
          (from, to) ->
              new SharedBackward(
                      layout,
                      shared.get(),
                      parts.subList(from, to),
                      runs.subList(from, to),
                      gradients.subList(from, to),
                      walks.subList(from, to))
                  .run(workers, grads.dx().isPresent(), withWeights));
    } else {
      workers.run(parts.size(), p -> walks.get(p).run(withInput, withWeights));
      if (grads.dx().isPresent() && !withInput) {
        work.addInputGradients(parts, walks);
      }
    }
    if (withWeights) {
      work.addWeightGradients(gradients, grads);
    }
  }

  private List<RnnRun> runs(List<RnnPacked.Direction> weights, RnnCall call, List<RnnPart> parts) {
    int turns = call.training() ? RnnMemory.ALL : turns(call.steps(), call.batch());
    return work.runs(math.of(work.multiplications(parts)), weights, call, parts, turns);
  }
}
