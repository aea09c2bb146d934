package dev.recurve;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One layer after another; chains of chains are shown flat. */
record Chain<I, M, O>(Layer<I, M> first, Layer<? super M, ? extends O> second)
    implements Streamable<I, O> {

  @Override
  public O apply(I input) {
    return second.apply(first.apply(input));
  }

  /** Refuses by the place and name of the part that cannot. */
  @Override
  public Streaming streaming() {
    return children().stream().map(Chain::streaming).reduce(Streaming::then).orElseThrow();
  }

  private static Streaming streaming(Child child) {
    try {
      return Streamable.of(child.layer()).streaming();
    } catch (RecurveException e) {
      throw new RecurveException("Layer %s: %s".formatted(child.name(), e.getMessage()), e);
    }
  }

  @Override
  public String describe() {
    return children().stream()
        .map(child -> child.layer().describe())
        .collect(Collectors.joining(" → "));
  }

  @Override
  public String explain() {
    return children().stream()
        .map(child -> child.layer().explain())
        .collect(Collectors.joining("\n"));
  }

  @Override
  public List<Layer<?, ?>> stages() {
    var flat = new ArrayList<>(first.stages());
    flat.addAll(second.stages());
    return flat;
  }

  @Override
  public List<Child> children() {
    var stages = stages();
    return IntStream.range(0, stages.size())
        .mapToObj(place -> new Child(Integer.toString(place), stages.get(place)))
        .toList();
  }
}
