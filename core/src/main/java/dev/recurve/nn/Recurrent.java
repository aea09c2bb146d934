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
import dev.recurve.spi.RnnMask;
import dev.recurve.spi.RnnPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Cells run over time: any number of layers on top of each other, forward, in reverse or both ways,
 * with dropout between layers. Lengths are honoured, states can be handed in and come out, and
 * every cell gets this without a line of its own.
 *
 * <p>Where the backend knows the cells, each layer runs whole in its kernels; a {@link ScannedCell}
 * runs whole as a linear scan; others go step by step on tensor operations. {@link #explain()} says
 * which and why.
 *
 * @param <S> the cells' state
 */
public final class Recurrent<S extends State<S>> implements Streamable<Sequence, Sequence> {
  private final String name;
  private final RecurrentBuilder.Stacking stacking;
  private final Direction direction;
  private final Noise noise;
  private final List<Depth<S>> depths;

  /**
   * The cells of one layer, one a direction.
   *
   * @param starts what each of them begins with
   * @param fused how to run them whole, if that is possible
   */
  private record Depth<S extends State<S>>(
      List<Cell<S>> cells, List<Start<S>> starts, Optional<FusedRunner<S>> fused) {
    int outputSize(Merge merge) {
      int forward = cells.getFirst().outputSize();
      return cells.size() == 1 ? forward : merge.size(forward, cells.getLast().outputSize());
    }
  }

  /**
   * What a run gives.
   *
   * @param output {@code [T, B, D·P]}, D directions side by side, forward first; {@code [T, B, P]}
   *     where they are merged in another way
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

  private Recurrent(String name, RecurrentBuilder.Stacking stacking, List<Depth<S>> depths) {
    this.name = name;
    this.stacking = stacking;
    this.direction = stacking.direction();
    this.noise = stacking.noise();
    this.depths = depths;
  }

  /** Layers of cells and what they begin with, one a direction. */
  static <S extends State<S>> Recurrent<S> of(
      String name, RecurrentBuilder.Stacking stacking, List<List<Start<S>>> starts) {
    double dropout = stacking.dropout();
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "Dropout between layers is at least 0 and less than 1, received " + dropout);
    }
    if (stacking.noise().recurrent() > 0) {
      starts.forEach(depth -> depth.forEach(start -> checkMaskable(start.cell())));
    }
    var depths = new ArrayList<Depth<S>>();
    for (var depth : starts) {
      List<Cell<S>> cells = depth.stream().map(Start::cell).toList();
      depths.add(
          new Depth<>(cells, List.copyOf(depth), FusedRunner.of(cells, stacking.direction())));
    }
    return new Recurrent<>(name, stacking, List.copyOf(depths));
  }

  private static <S extends State<S>> Recurrent<S> single(
      Direction direction, List<Cell<S>> cells) {
    return of(
        cells.getFirst().getClass().getSimpleName(),
        RecurrentBuilder.Stacking.single(direction),
        List.of(cells.stream().map(Start::ofCell).toList()));
  }

  private static void checkMaskable(Cell<?> cell) {
    if (!(cell instanceof MaskableCell)) {
      throw new IllegalArgumentException(
          "Recurrent dropout acts on what a cell's recurrent weights see, which %s does not tell; use SimpleRnn, Lstm or Gru, or let the cell mask it itself"
              .formatted(cell));
    }
  }

  /** One layer over a cell, forward. */
  public static <S extends State<S>> Recurrent<S> over(Cell<S> cell) {
    return single(Direction.FORWARD, List.of(cell));
  }

  /** One layer over a cell, from each sequence's last step to its first. */
  public static <S extends State<S>> Recurrent<S> reverse(Cell<S> cell) {
    return single(Direction.REVERSE, List.of(cell));
  }

  /** One layer over two cells, the second one in reverse, outputs side by side. */
  public static <S extends State<S>> Recurrent<S> bidirectional(Cell<S> forward, Cell<S> reverse) {
    return single(Direction.BOTH, List.of(forward, reverse));
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
    var unfused =
        depths.stream()
            .map(
                depth ->
                    new Depth<>(
                        depth.cells().stream().<Cell<S>>map(Unfused::new).toList(),
                        depth.starts(),
                        Optional.empty()))
            .toList();
    return new Recurrent<>(name, stacking, unfused);
  }

  /** Features of each step's output: all directions together. */
  public int outputSize() {
    return depths.getLast().outputSize(stacking.merge());
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
            .map(depth -> depth.starts().getFirst().state(input.data(), input.batch()))
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
    double dropout = stacking.dropout();
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
      var own = depth.starts().get(i);
      start.add(initial.get(i).orElseGet(() -> own.state(input.data(), input.batch())));
    }
    var first = depth.cells().getFirst();
    var masks =
        noise.masks(input, direction.count(), start.getFirst().tensors(), first.outputSize());
    var backend = DeviceTensor.of(input.data()).device().backend();
    var way = depth.fused().map(f -> f.way(backend, noise.masks(Scope.isTraining())));
    if (way.isPresent() && way.get().offer() instanceof Offer.Accepted<RnnPlan>(var plan)) {
      var outcome = depth.fused().get().run(way.get(), plan, input, start, masks);
      var output = start.size() == 1 ? outcome.output() : stacking.merge().ofBoth(outcome.output());
      return new Run<>(Sequence.of(output, input.lengths()), outcome.last());
    }
    var outputs = new ArrayList<Tensor>();
    var last = new ArrayList<S>();
    for (int i = 0; i < depth.cells().size(); i++) {
      var outcome = loop(depth.cells().get(i), i, masks.ofDirection(i), input, start.get(i));
      outputs.add(outcome.output());
      last.add(outcome.last());
    }
    var output =
        outputs.size() == 1
            ? outputs.getFirst()
            : stacking.merge().of(outputs.getFirst(), outputs.getLast());
    return new Run<>(Sequence.of(output, input.lengths()), last);
  }

  private StepLoop.Outcome<S> loop(
      Cell<S> cell, int index, StepMasks<S> masks, Sequence input, S start) {
    boolean reverse = direction.isReverse(index);
    return cell instanceof ScannedCell<S> scanned && !noise.actsOnSteps()
        ? new ScanLoop<>(scanned, reverse, masks).run(input, start)
        : new StepLoop<>(cell, reverse, masks).run(input, start);
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
                depth ->
                    new DepthPlan<>(
                        describe(),
                        depth.cells().getFirst(),
                        depth.starts().getFirst(),
                        depth.fused(),
                        noise))
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
          case BOTH ->
              ", bidirectional"
                  + (stacking.merge() == Merge.CONCAT ? "" : " by " + merged(stacking.merge()));
        };
    return "%s(%d → %d%s%s%s)"
        .formatted(name, first.inputSize(), outputSize(), layers, way, noise.describe());
  }

  private static String merged(Merge merge) {
    return merge.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String explain() {
    var backend = Scope.device().backend();
    return depths.stream()
        .map(depth -> describe() + ": " + explain(depth, backend))
        .distinct()
        .collect(Collectors.joining("\n"));
  }

  /** In training more masks may be asked for, so that the answers may differ. */
  private String explain(Depth<S> depth, Backend backend) {
    var inTraining = explain(depth, backend, noise.masks(true));
    var otherwise = explain(depth, backend, noise.masks(false));
    return inTraining.equals(otherwise)
        ? otherwise
        : "in training %s; otherwise %s".formatted(inTraining, otherwise);
  }

  private String explain(Depth<S> depth, Backend backend, Set<RnnMask> masks) {
    if (depth.cells().getFirst() instanceof ScannedCell<S>) {
      return noise.actsOnSteps()
          ? "step by step; zoneout looks at each step's state"
          : "whole, by a linear scan";
    }
    if (depth.fused().isEmpty()) {
      return "step by step; its cell names no fused form";
    }
    return switch (depth.fused().get().way(backend, masks).offer()) {
      case Offer.Accepted<RnnPlan>(var plan) -> "whole, by " + plan.describe();
      case Offer.Declined<RnnPlan>(var reason) -> "step by step; " + reason;
    };
  }
}
