package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.Fused;
import dev.recurve.Parameter;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.State;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.RecurrentOp;
import dev.recurve.runtime.Device;
import dev.recurve.spi.Backend;
import dev.recurve.spi.Direction;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Offer;
import dev.recurve.spi.Packed;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.RnnStepper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs the cells of one depth by a backend's plan, if they are of a kind that the backend knows.
 * Asks once for each backend, and packs the weights once for each version of them; both are
 * remembered without changing what is computed, so the runner may be shared between threads.
 */
final class FusedRunner<S extends State<S>> {
  private final List<Fused> fused;
  private final RnnSpec spec;
  private final AtomicReference<Optional<Planned>> planned =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<PackedWeights>> packed =
      new AtomicReference<>(Optional.empty());

  private record Planned(Backend backend, Offer<RnnPlan> offer) {}

  private record PackedWeights(Backend backend, long[] versions, Packed weights) {}

  private FusedRunner(List<Fused> fused, RnnSpec spec) {
    this.fused = fused;
    this.spec = spec;
  }

  /** A runner, if every cell says that it can be run whole, and all say the same. */
  static <S extends State<S>> Optional<FusedRunner<S>> of(
      List<Cell<S>> cells, Direction direction) {
    var fused = cells.stream().map(Cell::fused).flatMap(Optional::stream).toList();
    if (fused.size() != cells.size()) {
      return Optional.empty();
    }
    var first = fused.getFirst();
    var spec =
        new RnnSpec(
            first.cell(),
            cells.getFirst().inputSize(),
            first.hiddenSize(),
            direction,
            first.bias(),
            Set.of());
    boolean alike =
        fused.stream()
            .skip(1)
            .allMatch(
                f ->
                    f.cell().equals(first.cell())
                        && f.hiddenSize() == first.hiddenSize()
                        && f.bias() == first.bias());
    return alike ? Optional.of(new FusedRunner<>(fused, spec)) : Optional.empty();
  }

  /** The backend's answer. */
  Offer<RnnPlan> offer(Backend backend) {
    var known = planned.get();
    if (known.isPresent() && known.get().backend() == backend) {
      return known.get().offer();
    }
    var offer = backend.planRnn(spec);
    planned.set(Optional.of(new Planned(backend, offer)));
    return offer;
  }

  /** Where the weights lie. */
  Device device() {
    return weights(fused.getFirst()).weightIh().device();
  }

  /**
   * Steps of the only, forward cell.
   *
   * @param memory as the plan wants it
   */
  RnnStepper stepper(RnnPlan plan, Backend backend, int batch, Mat memory) {
    var weights = weights();
    return plan.stepper(backend, pack(plan, backend, weights), batch, memory);
  }

  /** Outputs side by side, and the final state of each direction. */
  record Outcome<S>(Tensor output, List<S> last) {}

  Outcome<S> run(RnnPlan plan, Sequence input, List<S> initial) {
    var x = DeviceTensor.of(input.data());
    int batch = input.batch();
    var weights = weights();
    var result =
        RecurrentOp.run(
            plan,
            pack(plan, x.device().backend(), weights),
            weights,
            x,
            input.lengths(),
            Optional.of(stacked(initial, 0, Shape.of(batch, spec.outputSize()))),
            spec.cell().states() == 2
                ? Optional.of(stacked(initial, 1, Shape.of(batch, spec.hiddenSize())))
                : Optional.empty());
    var last = new ArrayList<S>();
    for (int d = 0; d < initial.size(); d++) {
      var parts = new ArrayList<Tensor>();
      parts.add(result.hN().slice(0, d * batch, (d + 1) * batch));
      if (result.cN().isPresent()) {
        parts.add(result.cN().get().slice(0, d * batch, (d + 1) * batch));
      }
      last.add(filled(initial.get(d), parts.iterator()));
    }
    return new Outcome<>(result.y(), last);
  }

  /** A state of the same kind with other tensors, in the order of {@link State#map}. */
  private static <S extends State<S>> S filled(S like, Iterator<Tensor> tensors) {
    return like.map(old -> tensors.next());
  }

  /** One tensor of every direction's state, the forward direction's rows first. */
  private static <S extends State<S>> DeviceTensor stacked(List<S> states, int index, Shape each) {
    var parts = new ArrayList<Tensor>();
    for (var state : states) {
      var part = state.tensors().get(index);
      if (!part.shape().equals(each)) {
        throw new ShapeException(
            "An initial state has shape %s (batch %d, units %d), received %s"
                .formatted(each, each.dim(0), each.dim(1), part.shape()));
      }
      parts.add(part);
    }
    return DeviceTensor.of(
        parts.size() == 1
            ? parts.getFirst()
            : parts.getFirst().concat(0, parts.subList(1, parts.size())));
  }

  private List<RecurrentOp.Weights> weights() {
    var weights = new ArrayList<RecurrentOp.Weights>();
    for (var one : fused) {
      weights.add(weights(one));
    }
    return weights;
  }

  private static RecurrentOp.Weights weights(Fused fused) {
    return new RecurrentOp.Weights(
        DeviceTensor.of(fused.weightIh().value()),
        DeviceTensor.of(fused.weightHh().value()),
        bias(fused.biasIh()),
        bias(fused.biasHh()));
  }

  private static Optional<DeviceTensor> bias(Optional<Parameter> bias) {
    return bias.map(b -> DeviceTensor.of(b.value()));
  }

  /** One thread at a time: a packing is renewed in its own memory, which others wait for. */
  private synchronized Packed pack(
      RnnPlan plan, Backend backend, List<RecurrentOp.Weights> weights) {
    long[] versions = versions();
    var known = packed.get().filter(p -> p.backend() == backend);
    if (known.isPresent() && Arrays.equals(known.get().versions(), versions)) {
      return known.get().weights();
    }
    var mats = weights.stream().map(RecurrentOp.Weights::mats).toList();
    var fresh = known.isPresent() ? plan.repack(mats, known.get().weights()) : plan.pack(mats);
    packed.set(Optional.of(new PackedWeights(backend, versions, fresh)));
    return fresh;
  }

  private long[] versions() {
    long[] versions = new long[4 * fused.size()];
    int at = 0;
    for (var f : fused) {
      versions[at++] = f.weightIh().version();
      versions[at++] = f.weightHh().version();
      versions[at++] = version(f.biasIh());
      versions[at++] = version(f.biasHh());
    }
    return versions;
  }

  private static long version(Optional<Parameter> bias) {
    return bias.isPresent() ? bias.get().version() : 0;
  }
}
