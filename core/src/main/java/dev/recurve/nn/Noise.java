package dev.recurve.nn;

import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.State;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Scope;
import dev.recurve.runtime.Device;
import dev.recurve.spi.Mat;
import dev.recurve.spi.RnnMask;
import dev.recurve.spi.UnaryOp;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What regularises the cells of a layer from within: dropout on their inputs and on what their
 * recurrent weights see, one mask for all steps (Gal and Ghahramani 2016), and zoneout, which lets
 * single units keep their previous state, drawn anew for each step (Krueger et al. 2017).
 *
 * @param input probability with which a feature of the input is dropped
 * @param recurrent probability with which a unit of the previous output is dropped
 * @param zoneoutH probability with which a unit of the state's first tensor, the output of the
 *     built-in cells, stays what it was
 * @param zoneoutC the same for the state's other tensors, the cell state of an LSTM
 */
record Noise(double input, double recurrent, double zoneoutH, double zoneoutC) {
  static final Noise NONE = new Noise(0, 0, 0, 0);

  Noise {
    check("Input dropout", input);
    check("Recurrent dropout", recurrent);
    check("Zoneout of the output", zoneoutH);
    check("Zoneout of the cell state", zoneoutC);
  }

  private static void check(String what, double probability) {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "%s is at least 0 and less than 1, received %s".formatted(what, probability));
    }
  }

  Noise withInput(double probability) {
    return new Noise(probability, recurrent, zoneoutH, zoneoutC);
  }

  Noise withRecurrent(double probability) {
    return new Noise(input, probability, zoneoutH, zoneoutC);
  }

  Noise withZoneout(double ofH, double ofC) {
    return new Noise(input, recurrent, ofH, ofC);
  }

  /** Whether single steps need to be looked at, in training or not. */
  boolean actsOnSteps() {
    return recurrent > 0 || zoneoutH > 0 || zoneoutC > 0;
  }

  /** For the layer's description: what there is, each after a comma. */
  String describe() {
    var text = new StringBuilder();
    if (input > 0) {
      text.append(", input dropout ").append(input);
    }
    if (recurrent > 0) {
      text.append(", recurrent dropout ").append(recurrent);
    }
    if (zoneoutH > 0 || zoneoutC > 0) {
      text.append(", zoneout ").append(zoneoutH).append(" and ").append(zoneoutC);
    }
    return text.toString();
  }

  /** The masks that a run brings. */
  Set<RnnMask> masks(boolean training) {
    var masks = EnumSet.noneOf(RnnMask.class);
    if (training && input > 0) {
      masks.add(RnnMask.INPUT);
    }
    if (training && recurrent > 0) {
      masks.add(RnnMask.HIDDEN);
    }
    if (zoneoutH > 0 || zoneoutC > 0) {
      masks.add(RnnMask.ZONEOUT);
    }
    return masks;
  }

  /**
   * The masks of a run: drawn in training, else what they are on average.
   *
   * @param state the tensors of one direction's state
   * @param outputSize features of one direction's output
   */
  NoiseMasks masks(Sequence data, int directions, List<Tensor> state, int outputSize) {
    boolean training = Scope.isTraining();
    var device = DeviceTensor.of(data.data()).device();
    int rows = directions * data.batch();
    var zoneout = new ArrayList<Optional<Zoneout>>();
    var ofInput = dropout(device, training, input, Shape.of(rows, data.size()));
    var ofOutput = dropout(device, training, recurrent, Shape.of(rows, outputSize));
    for (int i = 0; i < state.size(); i++) {
      double share = i == 0 ? zoneoutH : zoneoutC;
      var features = state.get(i).shape().range(1, state.get(i).shape().rank());
      var each = Shape.of(data.steps() * data.batch()).then(features);
      zoneout.add(
          share == 0
              ? Optional.empty()
              : Optional.of(
                  training
                      ? new Zoneout.Drawn(drawn(device, share, directions, each))
                      : new Zoneout.Expected(share)));
    }
    return new NoiseMasks(device, directions, ofInput, ofOutput, zoneout);
  }

  /** What acts on the steps of a session: zoneout as it is on average. */
  <S extends State<S>> StepMasks<S> onAverage(S state) {
    var zoneout = new ArrayList<Optional<Zoneout>>();
    for (int i = 0; i < state.tensors().size(); i++) {
      double share = i == 0 ? zoneoutH : zoneoutC;
      zoneout.add(share == 0 ? Optional.empty() : Optional.of(new Zoneout.Expected(share)));
    }
    return new StepMasks<>(Optional.empty(), Optional.empty(), zoneout);
  }

  private static Optional<DeviceTensor> dropout(
      Device device, boolean training, double probability, Shape shape) {
    if (!training || probability == 0) {
      return Optional.empty();
    }
    var mask = DeviceTensor.empty(device, shape);
    device.backend().randomMask(Scope.nextRandomKey(), 0, 1 - probability, mask.mat());
    return Optional.of(mask);
  }

  /** 1 with a probability, else 0; by a key for each direction, so that padding changes nothing. */
  private static DeviceTensor drawn(Device device, double share, int directions, Shape each) {
    int rows = each.dim(0);
    var keep = DeviceTensor.empty(device, each.with(0, directions * rows));
    Mat mat = keep.mat();
    int perDirection = mat.rows() / directions;
    for (int d = 0; d < directions; d++) {
      var window = mat.rows(d * perDirection, perDirection);
      device.backend().randomMask(Scope.nextRandomKey(), 0, share, window);
      device.backend().unary(UnaryOp.SIGN, window, window);
    }
    return keep;
  }
}
