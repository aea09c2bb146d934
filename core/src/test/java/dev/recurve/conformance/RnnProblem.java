package dev.recurve.conformance;

import dev.recurve.conformance.Conformance.Size;
import dev.recurve.spi.Bias;
import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnMask;
import dev.recurve.spi.RnnSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * One run of a recurrent layer, all its numbers on the host.
 *
 * @param parts what goes in, weights apart; a part that may be absent and is not here is absent
 * @param weights one entry a direction
 * @param wanted of {@code X, H0, C0}, those whose gradients are asked for
 * @param trainable whether the weights' gradients are asked for
 */
record RnnProblem(
    RnnSpec spec,
    int steps,
    List<Integer> lengths,
    Map<RnnPart, double[]> parts,
    List<Map<RnnPart, double[]>> weights,
    Set<RnnPart> wanted,
    boolean trainable) {

  int batch() {
    return lengths.size();
  }

  /** The size of a part; zoneout of one number for all is 1 × 1. */
  Size size(RnnPart part) {
    var whole = part.size(spec, steps, batch());
    boolean oneForAll = part.hasPadding() && parts.containsKey(part) && parts.get(part).length == 1;
    return oneForAll ? new Size(1, 1) : whole;
  }

  /** Whether a row of a part with one row a step and sequence lies past its sequence's length. */
  boolean isPadding(int row) {
    int step = row / batch() % steps;
    return step >= lengths.get(row % batch());
  }

  /** A part's values with something else written over all padding. */
  double[] padded(RnnPart part, double padding) {
    double[] values = parts.get(part).clone();
    if (part.hasPadding() && !size(part).equals(new Size(1, 1))) {
      int cols = size(part).cols();
      for (int i = 0; i < values.length; i++) {
        values[i] = isPadding(i / cols) ? padding : values[i];
      }
    }
    return values;
  }

  /** The same run without some of its parts. */
  RnnProblem without(Set<RnnPart> absent) {
    var rest = new EnumMap<>(parts);
    rest.keySet().removeAll(absent);
    return new RnnProblem(spec, steps, lengths, rest, weights, wanted, trainable);
  }

  /** The same run with other gradients asked for. */
  RnnProblem wanting(Set<RnnPart> gradients, boolean ofWeights) {
    return new RnnProblem(spec, steps, lengths, parts, weights, gradients, ofWeights);
  }

  /** The same run with steps added at the end that belong to no sequence. */
  RnnProblem withMoreSteps(int more) {
    var longer = new EnumMap<>(parts);
    for (RnnPart part : parts.keySet()) {
      if (part.hasPadding() && !size(part).equals(new Size(1, 1))) {
        int directions = part == RnnPart.X || part == RnnPart.DY ? 1 : spec.direction().count();
        int block = parts.get(part).length / directions;
        int added = more * batch() * size(part).cols();
        double[] values = new double[directions * (block + added)];
        for (int d = 0; d < directions; d++) {
          System.arraycopy(parts.get(part), d * block, values, d * (block + added), block);
        }
        longer.put(part, values);
      }
    }
    return new RnnProblem(spec, steps + more, lengths, longer, weights, wanted, trainable);
  }

  /** A run with everything that its specification allows, and every gradient asked for. */
  static RnnProblem full(RnnSpec spec, int steps, List<Integer> lengths, Matrices m) {
    var wanted = EnumSet.of(RnnPart.X, RnnPart.H0);
    var parts = EnumSet.of(RnnPart.X, RnnPart.H0, RnnPart.DY, RnnPart.DHN);
    if (spec.cell().states() == 2) {
      wanted.add(RnnPart.C0);
      parts.addAll(EnumSet.of(RnnPart.C0, RnnPart.DCN));
    }
    for (RnnMask mask : spec.masks()) {
      parts.addAll(
          switch (mask) {
            case INPUT -> EnumSet.of(RnnPart.INPUT_MASK);
            case HIDDEN -> EnumSet.of(RnnPart.HIDDEN_MASK);
            case ZONEOUT ->
                spec.cell().states() == 2
                    ? EnumSet.of(RnnPart.ZONEOUT_H, RnnPart.ZONEOUT_C)
                    : EnumSet.of(RnnPart.ZONEOUT_H);
          });
    }
    var values = new EnumMap<RnnPart, double[]>(RnnPart.class);
    for (RnnPart part : parts) {
      int size = part.size(spec, steps, lengths.size()).elements();
      values.put(part, values(part, size, m));
    }
    var weights = new ArrayList<Map<RnnPart, double[]>>();
    for (int d = 0; d < spec.direction().count(); d++) {
      weights.add(weights(spec, m));
    }
    return new RnnProblem(spec, steps, lengths, values, weights, wanted, true);
  }

  /** A run of which every part that may be absent is so with probability 1/4. */
  static RnnProblem varied(RnnSpec spec, int steps, List<Integer> lengths, Matrices m) {
    var full = full(spec, steps, lengths, m);
    Predicate<RnnPart> dropped = _ -> m.random().nextInt(4) == 0;
    var absent = EnumSet.copyOf(full.parts().keySet());
    absent.remove(RnnPart.X);
    absent.removeIf(dropped.negate());
    var wanted = EnumSet.copyOf(full.wanted());
    wanted.removeIf(dropped);
    var varied = full.without(absent).wanting(wanted, m.random().nextInt(4) != 0);
    for (var zoneout : List.of(RnnPart.ZONEOUT_H, RnnPart.ZONEOUT_C)) {
      if (varied.parts().containsKey(zoneout) && m.random().nextInt(3) == 0) {
        varied.parts().put(zoneout, m.uniform(1, 0, 1));
      }
    }
    return varied;
  }

  /** Lengths from 0 to all steps in no order; the longest need not be there. */
  static List<Integer> anyLengths(int steps, int batch, Matrices m) {
    return IntStream.range(0, batch).mapToObj(_ -> m.random().nextInt(steps + 1)).toList();
  }

  private static double[] values(RnnPart part, int size, Matrices m) {
    return switch (part) {
      case INPUT_MASK, HIDDEN_MASK -> dropout(size, m);
      case ZONEOUT_H, ZONEOUT_C -> m.uniform(size, 0, 1);
      default -> m.normal(size);
    };
  }

  private static double[] dropout(int size, Matrices m) {
    double[] mask = new double[size];
    Arrays.setAll(mask, _ -> m.random().nextInt(4) == 0 ? 0 : m.round(1 / 0.75));
    return mask;
  }

  private static Map<RnnPart, double[]> weights(RnnSpec spec, Matrices m) {
    var parts = EnumSet.of(RnnPart.WEIGHT_IH, RnnPart.WEIGHT_HH);
    if (spec.bias() != Bias.NONE) {
      parts.add(RnnPart.BIAS_IH);
    }
    if (spec.bias() == Bias.BOTH) {
      parts.add(RnnPart.BIAS_HH);
    }
    if (spec.cell() instanceof RnnCell.Lstm(boolean peepholes, int projection)) {
      if (peepholes) {
        parts.add(RnnPart.PEEPHOLE);
      }
      if (projection > 0) {
        parts.add(RnnPart.PROJECTION);
      }
    }
    double range = 1 / Math.sqrt(spec.hiddenSize());
    var weights = new EnumMap<RnnPart, double[]>(RnnPart.class);
    for (RnnPart part : parts) {
      weights.put(part, m.uniform(part.size(spec, 0, 0).elements(), -range, range));
    }
    return weights;
  }

  @Override
  public String toString() {
    return "%s, %d steps, lengths %s, with %s, gradients of %s%s"
        .formatted(
            spec, steps, lengths, parts.keySet(), wanted, trainable ? " and the weights" : "");
  }
}
