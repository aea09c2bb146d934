package dev.recurve.nn;

import dev.recurve.Cell;
import dev.recurve.RecurveException;
import dev.recurve.Sequence;
import dev.recurve.ShapeException;
import dev.recurve.State;
import dev.recurve.Streamable;
import dev.recurve.Streaming;
import dev.recurve.Tensor;
import dev.recurve.autodiff.CarriedStates;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Scope;
import dev.recurve.spi.Backend;
import dev.recurve.spi.Direction;
import dev.recurve.spi.Offer;
import dev.recurve.spi.RnnPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Cells run over time: any number of layers on top of each other, forward, in reverse or both ways,
 * with dropout between layers. Lengths are honoured, states can be handed in and come out, and
 * every cell gets this without a line of its own.
 *
 * <p>Where the backend knows the cells, each layer runs whole in its kernels; otherwise step by
 * step on tensor operations. {@link #explain()} says which and why.
 *
 * @param <S> the cells' state
 */
public final class Recurrent<S extends State<S>> implements Streamable<Sequence, Sequence> {
  private final String name;
  private final Direction direction;
  private final double dropout;
  private final List<Depth<S>> depths;

  /** The cells of one layer, one a direction, and how to run them whole if that is possible. */
  private record Depth<S extends State<S>>(List<Cell<S>> cells, Optional<FusedRunner<S>> fused) {}

  /**
   * What a run gives.
   *
   * @param output {@code [T, B, D·P]}, D directions side by side, forward first
   * @param last the state of each cell after each sequence's last visited step: layer by layer,
   *     forward before reverse, as in PyTorch
   * @param <S> the cells' state
   */
  public record Run<S extends State<S>>(Sequence output, List<S> last) {
    /** The final state of the only cell, or of the last layer's last direction. */
    public S lastState() {
      return last.getLast();
    }
  }

  Recurrent(String name, Direction direction, double dropout, List<List<Cell<S>>> cells) {
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "Dropout between layers is at least 0 and less than 1, received " + dropout);
    }
    this.name = name;
    this.direction = direction;
    this.dropout = dropout;
    this.depths =
        cells.stream()
            .map(depth -> new Depth<>(List.copyOf(depth), FusedRunner.of(depth, direction)))
            .toList();
  }

  /** One layer over a cell, forward. */
  public static <S extends State<S>> Recurrent<S> over(Cell<S> cell) {
    return new Recurrent<>(
        cell.getClass().getSimpleName(), Direction.FORWARD, 0, List.of(List.of(cell)));
  }

  /** One layer over a cell, from each sequence's last step to its first. */
  public static <S extends State<S>> Recurrent<S> reverse(Cell<S> cell) {
    return new Recurrent<>(
        cell.getClass().getSimpleName(), Direction.REVERSE, 0, List.of(List.of(cell)));
  }

  /** One layer over two cells, the second one in reverse, outputs side by side. */
  public static <S extends State<S>> Recurrent<S> bidirectional(Cell<S> forward, Cell<S> reverse) {
    return new Recurrent<>(
        forward.getClass().getSimpleName(), Direction.BOTH, 0, List.of(List.of(forward, reverse)));
  }

  /**
   * Layers over cells of the user's own; add layers, direction and dropout, then call {@link
   * RecurrentBuilder#with}.
   *
   * @param factory makes a cell for each layer and direction
   */
  public static <S extends State<S>> RecurrentBuilder.Custom<S> sized(
      int inputSize, int hiddenSize, CellFactory<S> factory) {
    return new RecurrentBuilder.Custom<>(inputSize, hiddenSize, factory);
  }

  /** The same, over the same cells and weights, but never in a backend's fused kernels. */
  public Recurrent<S> stepByStep() {
    return new Recurrent<>(
        name,
        direction,
        dropout,
        depths.stream()
            .map(depth -> depth.cells().stream().<Cell<S>>map(Unfused::new).toList())
            .toList());
  }

  /** Features of each step's output: all directions together. */
  public int outputSize() {
    return depths.getLast().cells().stream().mapToInt(Cell::outputSize).sum();
  }

  @Override
  public Sequence apply(Sequence input) {
    return run(input).output();
  }

  /**
   * Runs from the cells' own initial states; where windows of a stream follow one another, from
   * those that the window before left ({@link CarriedStates}).
   */
  public Run<S> run(Sequence input) {
    var carried = CarriedStates.current();
    return carried.isPresent() ? runOn(carried.get(), input) : run(input, unknown());
  }

  private List<Optional<S>> unknown() {
    return Collections.nCopies(depths.size() * direction.count(), Optional.empty());
  }

  private Run<S> runOn(CarriedStates carried, Sequence input) {
    if (direction != Direction.FORWARD) {
      throw new RecurveException(
          "%s cannot go on from window to window of a stream: it reads each sequence from its last step on, which is yet to come; build it forward"
              .formatted(describe()));
    }
    check(input, unknown());
    var initial =
        depths.stream()
            .map(depth -> depth.cells().getFirst().initialState(input.data(), input.batch()))
            .toList();
    var run = runFrom(input, carried.start(describe(), initial));
    carried.leave(run.last());
    return run;
  }

  /** Runs the only cell from a given state. */
  public Run<S> run(Sequence input, S initial) {
    return runFrom(input, List.of(initial));
  }

  /**
   * Runs from given states.
   *
   * @param initial a state for each cell, in the order of {@link Run#last}; every tensor has B rows
   */
  public Run<S> runFrom(Sequence input, List<S> initial) {
    return run(input, initial.stream().map(Optional::of).toList());
  }

  private Run<S> run(Sequence input, List<Optional<S>> initial) {
    check(input, initial);
    int directions = direction.count();
    var last = new ArrayList<S>();
    var current = input;
    for (int d = 0; d < depths.size(); d++) {
      if (d > 0 && dropout > 0 && Scope.isTraining()) {
        current = current.map(Dropout.of(dropout)::apply);
      }
      var run =
          runDepth(depths.get(d), current, initial.subList(d * directions, (d + 1) * directions));
      current = run.output();
      last.addAll(run.last());
    }
    return new Run<>(current, List.copyOf(last));
  }

  private Run<S> runDepth(Depth<S> depth, Sequence input, List<Optional<S>> initial) {
    var start = new ArrayList<S>();
    for (int i = 0; i < depth.cells().size(); i++) {
      var cell = depth.cells().get(i);
      start.add(initial.get(i).orElseGet(() -> cell.initialState(input.data(), input.batch())));
    }
    var backend = DeviceTensor.of(input.data()).device().backend();
    if (depth.fused().isPresent()
        && depth.fused().get().offer(backend) instanceof Offer.Accepted<RnnPlan>(var plan)) {
      var outcome = depth.fused().get().run(plan, input, start);
      return new Run<>(Sequence.of(outcome.output(), input.lengths()), outcome.last());
    }
    var outputs = new ArrayList<Tensor>();
    var last = new ArrayList<S>();
    for (int i = 0; i < depth.cells().size(); i++) {
      var loop = new StepLoop<>(depth.cells().get(i), direction.isReverse(i));
      var outcome = loop.run(input, start.get(i));
      outputs.add(outcome.output());
      last.add(outcome.last());
    }
    var output =
        outputs.size() == 1
            ? outputs.getFirst()
            : outputs.getFirst().concat(2, outputs.subList(1, outputs.size()));
    return new Run<>(Sequence.of(output, input.lengths()), last);
  }

  private void check(Sequence input, List<Optional<S>> initial) {
    int wanted = depths.getFirst().cells().getFirst().inputSize();
    if (input.features().rank() != 1 || input.size() != wanted) {
      throw new ShapeException(
          "%s expects %d features on the last axis, received %s"
              .formatted(name, wanted, Axes.named(input.data().shape())));
    }
    int cells = depths.size() * direction.count();
    if (initial.size() != cells) {
      throw new ShapeException(
          "%s has %d cells (layers %d, directions %d) and wants an initial state for each, received %d"
              .formatted(name, cells, depths.size(), direction.count(), initial.size()));
    }
    for (var state : initial) {
      state.ifPresent(s -> s.tensors().forEach(tensor -> checkRows(tensor, input.batch())));
    }
  }

  private void checkRows(Tensor tensor, int batch) {
    if (tensor.shape().rank() < 2 || tensor.shape().dim(0) != batch) {
      throw new ShapeException(
          "%s wants initial states with %d rows, one a sequence, received %s"
              .formatted(name, batch, tensor.shape()));
    }
  }

  /** Forward layers of any depth, over any cells. */
  @Override
  public Streaming streaming() {
    if (direction != Direction.FORWARD) {
      throw new RecurveException(
          "%s cannot run one step at a time: it reads each sequence from its last step on, which is yet to come; build it forward"
              .formatted(describe()));
    }
    return new LayerSteps(
        depths.stream()
            .<Stage.Plan>map(
                depth -> new DepthPlan<>(describe(), depth.cells().getFirst(), depth.fused()))
            .toList());
  }

  @Override
  public String describe() {
    var first = depths.getFirst().cells().getFirst();
    String layers = depths.size() == 1 ? "" : ", %d layers".formatted(depths.size());
    String way =
        switch (direction) {
          case FORWARD -> "";
          case REVERSE -> ", reverse";
          case BOTH -> ", bidirectional";
        };
    return "%s(%d → %d%s%s)".formatted(name, first.inputSize(), outputSize(), layers, way);
  }

  @Override
  public String explain() {
    var backend = Scope.device().backend();
    return depths.stream()
        .map(depth -> describe() + ": " + explain(depth, backend))
        .distinct()
        .collect(Collectors.joining("\n"));
  }

  private String explain(Depth<S> depth, Backend backend) {
    if (depth.fused().isEmpty()) {
      return "step by step; its cell names no fused form";
    }
    return switch (depth.fused().get().offer(backend)) {
      case Offer.Accepted<RnnPlan>(var plan) -> "whole, by " + plan.describe();
      case Offer.Declined<RnnPlan>(var reason) -> "step by step; " + reason;
    };
  }
}
