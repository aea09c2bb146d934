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
import dev.recurve.spi.RnnMask;
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
 * Asks once for each backend and set of masks, and packs the weights once for each version of them;
 * both are remembered without changing what is computed, so the runner may be shared between
 * threads.
 */
final class FusedRunner<S extends State<S>> {
  /** Weights of a direction at most. */
  private static final int MOST_PARAMETERS = 6;

  private final List<Fused> fused;
  private final int inputSize;
  private final Direction direction;
  private final AtomicReference<List<Way>> ways = new AtomicReference<>(List.of());

  /**
   * What a backend answered.
   *
   * @param masks those that a run may bring
   * @param packed the weights as its plan last packed them
   */
  record Way(
      Backend backend,
      Set<RnnMask> masks,
      Offer<RnnPlan> offer,
      AtomicReference<Optional<PackedWeights>> packed) {}

  /** Weights of certain versions. */
  record PackedWeights(long[] versions, Packed weights) {}

  private FusedRunner(List<Fused> fused, int inputSize, Direction direction) {
    this.fused = fused;
    this.inputSize = inputSize;
    this.direction = direction;
  }

  /** A runner, if every cell says that it can be run whole, and all say the same. */
  static <S extends State<S>> Optional<FusedRunner<S>> of(
      List<Cell<S>> cells, Direction direction) {
    var fused = cells.stream().map(Cell::fused).flatMap(Optional::stream).toList();
    if (fused.size() != cells.size()) {
      return Optional.empty();
    }
    var first = fused.getFirst();
    boolean alike =
        fused.stream()
            .skip(1)
            .allMatch(
                f ->
                    f.cell().equals(first.cell())
                        && f.hiddenSize() == first.hiddenSize()
                        && f.bias() == first.bias());
    return alike
        ? Optional.of(new FusedRunner<>(fused, cells.getFirst().inputSize(), direction))
        : Optional.empty();
  }

  /** The backend's answer for runs that may bring certain masks. */
  Way way(Backend backend, Set<RnnMask> masks) {
    for (Way known : ways.get()) {
      if (known.backend() == backend && known.masks().equals(masks)) {
        return known;
      }
    }
    var first = fused.getFirst();
    var spec =
        new RnnSpec(first.cell(), inputSize, first.hiddenSize(), direction, first.bias(), masks);
    var fresh =
        new Way(backend, masks, backend.planRnn(spec), new AtomicReference<>(Optional.empty()));
    ways.updateAndGet(known -> with(fresh, known));
    return fresh;
  }

  /** The answers of one backend; another one's are not asked for again. */
  private static List<Way> with(Way fresh, List<Way> known) {
    var all = new ArrayList<Way>();
    for (Way way : known) {
      if (way.backend() == fresh.backend()) {
        all.add(way);
      }
    }
    all.add(fresh);
    return List.copyOf(all);
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
  RnnStepper stepper(Way way, RnnPlan plan, int batch, Mat memory) {
    return plan.stepper(way.backend(), pack(way, plan, weights()), batch, memory);
  }

  /** Outputs side by side, and the final state of each direction. */
  record Outcome<S>(Tensor output, List<S> last) {}

  Outcome<S> run(Way way, RnnPlan plan, Sequence input, List<S> initial, NoiseMasks masks) {
    var spec = plan.spec();
    var x = DeviceTensor.of(input.data());
    int batch = input.batch();
    var weights = weights();
    var result =
        RecurrentOp.run(
            plan,
            pack(way, plan, weights),
            weights,
            x,
            input.lengths(),
            Optional.of(stacked(initial, 0, Shape.of(batch, spec.outputSize()))),
            spec.cell().states() == 2
                ? Optional.of(stacked(initial, 1, Shape.of(batch, spec.hiddenSize())))
                : Optional.empty(),
            masks.forPlan());
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
            "An initial state has shape %s (batch %d, features %d), received %s"
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
        value(fused.biasIh()),
        value(fused.biasHh()),
        value(fused.peephole()),
        value(fused.projection()));
  }

  private static Optional<DeviceTensor> value(Optional<Parameter> parameter) {
    return parameter.map(p -> DeviceTensor.of(p.value()));
  }

  /** One thread at a time: a packing is renewed in its own memory, which others wait for. */
  private synchronized Packed pack(Way way, RnnPlan plan, List<RecurrentOp.Weights> weights) {
    long[] versions = versions();
    var known = way.packed().get();
    if (known.isPresent() && Arrays.equals(known.get().versions(), versions)) {
      return known.get().weights();
    }
    var mats = weights.stream().map(RecurrentOp.Weights::mats).toList();
    var fresh = known.isPresent() ? plan.repack(mats, known.get().weights()) : plan.pack(mats);
    way.packed().set(Optional.of(new PackedWeights(versions, fresh)));
    return fresh;
  }

  private long[] versions() {
    long[] versions = new long[MOST_PARAMETERS * fused.size()];
    int at = 0;
    for (var f : fused) {
      for (var parameter : f.parameters()) {
        versions[at++] = parameter.version();
      }
    }
    return versions;
  }
}
