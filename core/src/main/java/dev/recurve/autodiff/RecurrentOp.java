package dev.recurve.autodiff;

import dev.recurve.Lengths;
import dev.recurve.Shape;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Packed;
import dev.recurve.spi.RnnCall;
import dev.recurve.spi.RnnGrads;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A whole recurrent layer, run by a backend's plan, as one node on the tape. */
public final class RecurrentOp {
  private RecurrentOp() {}

  /**
   * The weights of one direction, shapes as in {@link RnnWeights}.
   *
   * @param weightIh input weights
   * @param weightHh recurrent weights
   * @param biasIh bias beside the input weights
   * @param biasHh bias beside the recurrent weights
   * @param peephole weights of gates to the cell state
   * @param projection weights of the output to the cell's own
   */
  public record Weights(
      DeviceTensor weightIh,
      DeviceTensor weightHh,
      Optional<DeviceTensor> biasIh,
      Optional<DeviceTensor> biasHh,
      Optional<DeviceTensor> peephole,
      Optional<DeviceTensor> projection) {

    /** The windows that a plan packs. */
    public RnnWeights mats() {
      return new RnnWeights(
          weightIh.mat(),
          weightHh.mat(),
          window(biasIh),
          window(biasHh),
          window(peephole),
          window(projection));
    }

    private RnnWeights map(Function<DeviceTensor, Mat> mat) {
      return new RnnWeights(
          mat.apply(weightIh),
          mat.apply(weightHh),
          biasIh.map(mat),
          biasHh.map(mat),
          peephole.map(mat),
          projection.map(mat));
    }

    private void addTo(List<DeviceTensor> operands) {
      operands.add(weightIh);
      operands.add(weightHh);
      add(biasIh, operands);
      add(biasHh, operands);
      add(peephole, operands);
      add(projection, operands);
    }

    private List<DeviceTensor> all() {
      var all = new ArrayList<DeviceTensor>();
      addTo(all);
      return all;
    }
  }

  /**
   * Masks, shapes as in {@link RnnCall}; nothing flows back to them.
   *
   * @param input factors on the input, {@code [D·B, I]}
   * @param hidden factors on the previous output, {@code [D·B, P]}
   * @param zoneoutH how much of the output stays what it was, {@code [D·T·B, P]} or {@code [1, 1]}
   * @param zoneoutC the same for the cell state, {@code [D·T·B, H]} or {@code [1, 1]}
   */
  public record Masks(
      Optional<DeviceTensor> input,
      Optional<DeviceTensor> hidden,
      Optional<DeviceTensor> zoneoutH,
      Optional<DeviceTensor> zoneoutC) {}

  /**
   * What a run gives; D directions, P outputs a direction.
   *
   * @param y outputs, {@code [T, B, D·P]}, 0 in the padding
   * @param hN final outputs, {@code [D·B, P]}
   * @param cN final cell states, {@code [D·B, H]}, for cells that have one
   */
  public record Result(DeviceTensor y, DeviceTensor hN, Optional<DeviceTensor> cN) {}

  /**
   * Runs all steps and records one node.
   *
   * @param packed the weights as the plan has packed them
   * @param x {@code [T, B, I]}
   * @param h0 initial outputs, {@code [D·B, P]}; absent means 0
   * @param c0 initial cell states, {@code [D·B, H]}; absent means 0
   * @param masks those that the plan was made for, or some of them
   */
  public static Result run(
      RnnPlan plan,
      Packed packed,
      List<Weights> weights,
      DeviceTensor x,
      Lengths lengths,
      Optional<DeviceTensor> h0,
      Optional<DeviceTensor> c0,
      Masks masks) {
    var spec = plan.spec();
    int steps = x.shape().dim(0);
    int batch = x.shape().dim(1);
    int directions = spec.direction().count();
    var device = x.device();
    var input = x.contiguous();

    var operands = new ArrayList<DeviceTensor>(List.of(input));
    add(h0, operands);
    add(c0, operands);
    for (var direction : weights) {
      direction.addTo(operands);
    }
    boolean records = Record.tape().filter(t -> Record.flowsToAny(t, operands)).isPresent();

    var y = DeviceTensor.empty(device, Shape.of(steps, batch, directions * spec.outputSize()));
    var hN = DeviceTensor.empty(device, Shape.of(directions * batch, spec.outputSize()));
    Optional<DeviceTensor> cN =
        spec.cell().states() == 2
            ? Optional.of(
                DeviceTensor.empty(device, Shape.of(directions * batch, spec.hiddenSize())))
            : Optional.empty();
    var call =
        new RnnCall(
            steps,
            batch,
            lengths.toArray(),
            input.mat(),
            y.mat(),
            window(h0),
            window(c0),
            hN.mat(),
            window(cN),
            window(masks.input()),
            window(masks.hidden()),
            window(masks.zoneoutH()),
            window(masks.zoneoutC()),
            row(input, records ? plan.reserveSize(steps, batch) : 0),
            row(input, plan.workspaceSize(steps, batch, records)),
            records);
    plan.forward(packed, call);

    y = y.knownZeroPadded(lengths);
    if (Record.tape().isEmpty()) {
      return new Result(y, hN, cN);
    }
    var tape = Record.tape().get();
    if (tape.isChecked()) {
      Record.noteParameters(tape, operands);
      tape.check(plan.describe(), y, operands);
    }
    if (!records) {
      return new Result(y, hN, cN);
    }
    var ySlot = slotFor(tape, y);
    var hSlot = slotFor(tape, hN);
    var cSlot = cN.map(c -> slotFor(tape, c));
    tape.record(
        () -> {
          var dcN = cSlot.flatMap(Slot::gradient);
          if (ySlot.gradient().isEmpty() && hSlot.gradient().isEmpty() && dcN.isEmpty()) {
            return;
          }
          plan.backward(
              packed,
              call,
              new RnnGrads(
                  ySlot.gradient(),
                  hSlot.gradient(),
                  dcN,
                  gradientOf(tape, input),
                  h0.flatMap(h -> gradientOf(tape, h)),
                  c0.flatMap(c -> gradientOf(tape, c)),
                  weightGradients(tape, weights)));
        });
    return new Result(
        y.withSlot(tape, ySlot),
        hN.withSlot(tape, hSlot),
        cN.map(c -> c.withSlot(tape, cSlot.orElseThrow())));
  }

  private static void add(Optional<DeviceTensor> operand, List<DeviceTensor> operands) {
    if (operand.isPresent()) {
      operands.add(operand.get());
    }
  }

  private static Optional<Mat> window(Optional<DeviceTensor> tensor) {
    return tensor.map(one -> one.contiguous().mat());
  }

  private static Slot slotFor(Tape tape, DeviceTensor result) {
    return new Slot.Computed(tape, result.shape().rows(), result.shape().cols());
  }

  private static Mat row(DeviceTensor like, long size) {
    return DeviceTensor.empty(like.device(), Shape.of(Math.toIntExact(size))).mat();
  }

  private static Optional<Mat> gradientOf(Tape tape, DeviceTensor operand) {
    return operand.slotOn(tape).map(Slot::added);
  }

  /** All gradients or none: one that nobody wants goes to scratch memory. */
  private static List<RnnWeights> weightGradients(Tape tape, List<Weights> weights) {
    boolean wanted = weights.stream().anyMatch(w -> Record.flowsToAny(tape, w.all()));
    if (!wanted) {
      return List.of();
    }
    return weights.stream().map(w -> w.map(tensor -> orScratch(tape, tensor))).toList();
  }

  private static Mat orScratch(Tape tape, DeviceTensor weight) {
    return gradientOf(tape, weight)
        .orElseGet(
            () -> {
              var unused = tape.scratch(weight.shape().rows(), weight.shape().cols());
              tape.backend().fill(unused, 0);
              return unused;
            });
  }
}
