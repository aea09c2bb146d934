package dev.recurve.train;

import dev.recurve.Streamable;
import dev.recurve.Tensor;
import dev.recurve.autodiff.CarriedStates;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tape;
import dev.recurve.autodiff.Tensors;
import dev.recurve.data.StreamBatches;
import dev.recurve.params.HostArray;
import dev.recurve.params.HostArrays;
import dev.recurve.runtime.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Windows of streams: states go on from each to the next, gradients as far as the windows say. A
 * number that went bad is noticed some windows later, so the states before the last windows are
 * remembered.
 */
final class WindowPass<I, O, Y> implements Pass<I, O, Y> {
  private final Setup<I, O, Y> setup;
  private final StreamBatches<I, Y> data;
  private final Device device;
  private final LinkedHashMap<Integer, List<Tensor>> before = new LinkedHashMap<>();

  /** What the next window begins with; empty for the initial states. */
  private List<Tensor> states = List.of();

  private WindowPass(Setup<I, O, Y> setup, StreamBatches<I, Y> data) {
    this.setup = setup;
    this.data = data;
    this.device = setup.store().device();
  }

  /**
   * Checks that the model can go on from window to window.
   *
   * @throws dev.recurve.RecurveException if not, naming the layer
   */
  static <I, O, Y> WindowPass<I, O, Y> of(Setup<I, O, Y> setup, StreamBatches<I, Y> data) {
    Streamable.of(setup.net());
    return new WindowPass<>(setup, data);
  }

  @Override
  public Outcome learn(Tape tape, Place place, Accumulation accumulation) {
    int window = place.batch();
    if (data.begins(window)) {
      states = List.of();
    }
    before.putLast(window, states);
    if (before.size() > StepLedger.WINDOW) {
      before.pollFirstEntry();
    }
    var done = run(window, states);
    states = done.next();
    return Pass.back(tape, place, done.outcome(), accumulation);
  }

  /** What a window gave, and the states that the next one begins with. */
  private record Done(Outcome outcome, List<Tensor> next) {}

  private Done run(int window, List<Tensor> initial) {
    var carried = new CarriedStates();
    carried.restore(initial);
    var next = initial;
    var learned = new ArrayList<Outcome>();
    for (var piece : data.pieces(window)) {
      if (piece.cutsGradients()) {
        carried.detach();
      }
      var examples = data.batch(window, piece);
      var prediction = carried.during(() -> setup.net().apply(examples.input()));
      if (piece.learns()) {
        learned.add(setup.outcome(prediction, examples.target()));
      }
      if (piece.leavesStates()) {
        next = carried.kept();
      }
    }
    return new Done(mean(learned), next);
  }

  private static Outcome mean(List<Outcome> pieces) {
    if (pieces.size() == 1) {
      return pieces.getFirst();
    }
    double weight = pieces.stream().mapToDouble(Outcome::weight).sum();
    var loss =
        pieces.stream()
            .map(piece -> piece.loss().mul(piece.weight() / weight))
            .reduce(Tensor::add)
            .orElseThrow();
    return new Outcome(loss, weight);
  }

  @Override
  public Optional<Outcome> replay(Place place, int part) {
    return Optional.of(run(place.batch(), before.get(place.batch())).outcome());
  }

  @Override
  public Map<String, HostArray> states() {
    var named = new LinkedHashMap<String, DeviceTensor>();
    for (int i = 0; i < states.size(); i++) {
      named.put(Integer.toString(i), DeviceTensor.of(states.get(i)));
    }
    return HostArrays.download(named);
  }

  @Override
  public void goOn(Map<String, HostArray> saved) {
    var restored = new ArrayList<Tensor>();
    for (int i = 0; i < saved.size(); i++) {
      var array = saved.get(Integer.toString(i));
      restored.add(Tensors.of(device, array.shape(), array.toDoubles()));
    }
    states = List.copyOf(restored);
  }
}
