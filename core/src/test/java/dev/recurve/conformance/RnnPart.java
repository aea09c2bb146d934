package dev.recurve.conformance;

import dev.recurve.conformance.Conformance.Size;
import dev.recurve.spi.RnnSpec;

/** The tensors that go into and come out of a recurrent plan, with their sizes. */
enum RnnPart {
  X,
  Y,
  H0,
  C0,
  HN,
  CN,
  INPUT_MASK,
  HIDDEN_MASK,
  ZONEOUT_H,
  ZONEOUT_C,
  DY,
  DHN,
  DCN,
  WEIGHT_IH,
  WEIGHT_HH,
  BIAS_IH,
  BIAS_HH,
  PEEPHOLE,
  PROJECTION;

  Size size(RnnSpec spec, int steps, int batch) {
    int directions = spec.direction().count();
    int units = spec.hiddenSize();
    int output = spec.outputSize();
    return switch (this) {
      case X -> new Size(steps * batch, spec.inputSize());
      case Y, DY -> new Size(steps * batch, directions * output);
      case H0, HN, DHN, HIDDEN_MASK -> new Size(directions * batch, output);
      case C0, CN, DCN -> new Size(directions * batch, units);
      case INPUT_MASK -> new Size(directions * batch, spec.inputSize());
      case ZONEOUT_H -> new Size(directions * steps * batch, output);
      case ZONEOUT_C -> new Size(directions * steps * batch, units);
      case WEIGHT_IH -> new Size(spec.gateRows(), spec.inputSize());
      case WEIGHT_HH -> new Size(spec.gateRows(), output);
      case BIAS_IH, BIAS_HH -> new Size(1, spec.gateRows());
      case PEEPHOLE -> new Size(1, 3 * units);
      case PROJECTION -> new Size(output, units);
    };
  }

  /** Whether rows stand for steps of sequences, so that some of them are padding. */
  boolean hasPadding() {
    return switch (this) {
      case X, Y, DY, ZONEOUT_H, ZONEOUT_C -> true;
      default -> false;
    };
  }
}
