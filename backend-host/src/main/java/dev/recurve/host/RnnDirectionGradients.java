package dev.recurve.host;

import dev.recurve.spi.RnnWeights;
import java.util.List;

/**
 * The gradients of a direction's weights, summed by each of its parts.
 *
 * @param parts in their order
 */
public record RnnDirectionGradients(
    RnnLayout layout, RnnKernel.GateMap map, List<RnnPartGradients> parts) {

  /** Adds one share of so many to the gradients outside. */
  public void addTo(RnnWeights gradients, int share, int shares) {
    int from = Split.cut(layout.units(), share, shares);
    int to = Split.cut(layout.units(), share + 1, shares);
    sums(parts.stream().map(RnnPartGradients::gates).toList())
        .addGates(layout, map, gradients, from, to);
    if (layout.projects()) {
      inner()
          .addTurned(
              layout.units(),
              gradients.projection().orElseThrow(),
              0,
              Split.cut(layout.outputs(), share, shares),
              Split.cut(layout.outputs(), share + 1, shares));
    } else if (layout.innerCols() > 0) {
      inner().addTurned(layout.units(), gradients.weightHh(), 2 * layout.units(), from, to);
    }
    if (layout.hasPeepholes()) {
      peepholes().addPeepholes(layout, gradients.peephole().orElseThrow(), from, to);
    }
  }

  private RnnWeightSums inner() {
    return sums(parts.stream().map(part -> part.inner().orElseThrow()).toList());
  }

  private static RnnWeightSums sums(List<RnnWeightGradient> products) {
    int[] begins = products.stream().mapToInt(RnnWeightGradient::sums).toArray();
    var first = products.getFirst();
    return new RnnWeightSums(first.values(), begins, first.ldSums());
  }

  private RnnWeightSums peepholes() {
    int[] begins = parts.stream().mapToInt(part -> part.memory().peepholes).toArray();
    return new RnnWeightSums(parts.getFirst().memory().values, begins, layout.peepholeCols());
  }
}
