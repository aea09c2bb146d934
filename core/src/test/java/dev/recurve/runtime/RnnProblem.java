package dev.recurve.runtime;

import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnMask;
import dev.recurve.spi.RnnSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A recurrent layer, a batch for it and the gradients that come in, by the names of {@link
 * dev.recurve.spi.RnnCall} and {@link dev.recurve.spi.RnnGrads}; weights as {@code weightIh0} for
 * direction 0. What is not there is absent in the call.
 *
 * @param tensors row by row, without gaps
 */
record RnnProblem(
    RnnSpec spec, int steps, int batch, int[] lengths, Map<String, double[]> tensors) {

  /** Every tensor that the spec allows, filled with random values; NaN where nobody may look. */
  static RnnProblem random(RnnSpec spec, int steps, int[] lengths, long seed) {
    var problem =
        new RnnProblem(spec, steps, lengths.length, lengths.clone(), new LinkedHashMap<>());
    var random = new Random(seed);
    problem.weightNames().forEach(name -> problem.fill(name, random, 0.8));
    for (var name : new String[] {"x", "h0", "dy", "dhN"}) {
      problem.fill(name, random, 1);
    }
    if (spec.cell() instanceof RnnCell.Lstm) {
      problem.fill("c0", random, 1);
      problem.fill("dcN", random, 1);
    }
    if (spec.masks().contains(RnnMask.INPUT)) {
      problem.fill("inputMask", random, 1.5);
    }
    if (spec.masks().contains(RnnMask.HIDDEN)) {
      problem.fill("hiddenMask", random, 1.5);
    }
    if (spec.masks().contains(RnnMask.ZONEOUT)) {
      problem.fill("zoneoutH", random, 0.5);
      if (spec.cell() instanceof RnnCell.Lstm) {
        problem.fill("zoneoutC", random, 0.5);
      }
    }
    problem.poison();
    return problem;
  }

  int directions() {
    return spec.direction().count();
  }

  String[] suffixes() {
    return directions() == 2 ? new String[] {"0", "1"} : new String[] {"0"};
  }

  List<String> weightNames() {
    var names = new ArrayList<String>();
    for (var d : suffixes()) {
      names.add("weightIh" + d);
      names.add("weightHh" + d);
      switch (spec.bias()) {
        case NONE -> {}
        case INPUT -> names.add("biasIh" + d);
        case BOTH -> names.addAll(List.of("biasIh" + d, "biasHh" + d));
      }
    }
    return names;
  }

  /** Rows of a tensor, as the contract has them. */
  int rows(String name) {
    return switch (name) {
      case "x", "dx", "y", "dy" -> steps * batch;
      case "zoneoutH", "zoneoutC" -> isScalar(name) ? 1 : directions() * steps * batch;
      case "weightIh0", "weightIh1", "weightHh0", "weightHh1" -> spec.gateRows();
      case "biasIh0", "biasIh1", "biasHh0", "biasHh1" -> 1;
      default -> directions() * batch;
    };
  }

  int cols(String name) {
    return switch (name) {
      case "x", "dx", "inputMask", "weightIh0", "weightIh1" -> spec.inputSize();
      case "y", "dy" -> directions() * spec.hiddenSize();
      case "zoneoutH", "zoneoutC" -> isScalar(name) ? 1 : spec.hiddenSize();
      case "biasIh0", "biasIh1", "biasHh0", "biasHh1" -> spec.gateRows();
      default -> spec.hiddenSize();
    };
  }

  private boolean isScalar(String name) {
    return tensors.containsKey(name) && tensors.get(name).length == 1;
  }

  /** The same values with more steps behind each sequence's end. */
  RnnProblem padded(int more) {
    var longer = new RnnProblem(spec, steps + more, batch, lengths, new LinkedHashMap<>());
    tensors.forEach(
        (name, values) -> {
          double[] copy = new double[longer.rows(name) * longer.cols(name)];
          int blocks = name.startsWith("zoneout") ? directions() : 1;
          for (int block = 0; block < blocks; block++) {
            System.arraycopy(
                values,
                block * values.length / blocks,
                copy,
                block * copy.length / blocks,
                values.length / blocks);
          }
          longer.tensors.put(name, copy);
        });
    longer.poison();
    return longer;
  }

  /** The same with other values for one tensor. */
  RnnProblem with(String name, double... values) {
    var changed = new LinkedHashMap<>(tensors);
    changed.put(name, values);
    return new RnnProblem(spec, steps, batch, lengths, changed);
  }

  /** The same without some tensors. */
  RnnProblem without(String... names) {
    var fewer = new LinkedHashMap<>(tensors);
    fewer.keySet().removeAll(Arrays.asList(names));
    return new RnnProblem(spec, steps, batch, lengths, fewer);
  }

  /** Whether a row of a per-step tensor belongs to a sequence. */
  boolean isActive(int row) {
    int perDirection = row % (steps * batch);
    return perDirection / batch < lengths[perDirection % batch];
  }

  private void fill(String name, Random random, double scale) {
    double[] values = new double[rows(name) * cols(name)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          scale
              * (name.endsWith("Mask") || name.startsWith("zoneout")
                  ? random.nextDouble()
                  : random.nextGaussian());
    }
    tensors.put(name, values);
  }

  private void poison() {
    for (var name : new String[] {"x", "dy", "zoneoutH", "zoneoutC"}) {
      if (!tensors.containsKey(name) || isScalar(name)) {
        continue;
      }
      for (int r = 0; r < rows(name); r++) {
        if (!isActive(r)) {
          Arrays.fill(tensors.get(name), r * cols(name), (r + 1) * cols(name), Double.NaN);
        }
      }
    }
  }
}
