package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Cell;
import dev.recurve.Fused;
import dev.recurve.Init;
import dev.recurve.Lengths;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.State;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tensors;
import dev.recurve.conformance.Tolerance;
import dev.recurve.optim.Adam;
import dev.recurve.optim.Clipping;
import dev.recurve.optim.OptimizerState;
import dev.recurve.optim.Update;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import dev.recurve.spi.Bias;
import dev.recurve.spi.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cell of a user's own is a layer like any other. */
class UserCellTest {
  private static final int STEPS = 6;
  private static final Lengths RAGGED = Lengths.of(4, 6, 0, 1);

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void theLstmFromATextbookIsTheBuiltInOne(DType type) {
    var device = Devices.of(type);
    var builtIn = ParamStore.fresh(4, device);
    var layer = Lstm.sized(3, 4).layers(2).bidirectional().with(builtIn);
    var expected = everything(device, layer, builtIn);

    var copied = ParamStore.from(renamed(builtIn.values()), device);
    var plain = Recurrent.sized(3, 4, PlainLstm::create).layers(2).bidirectional().with(copied);
    assertThat(plain.explain()).contains("step by step");
    var actual = everything(device, plain, copied);

    assertThat(actual).hasSameSizeAs(expected);
    expected.forEach(
        (name, values) -> Tolerance.of(type).assertClose(name, actual.get(renamed(name)), values));
  }

  /** {@code weight_ih_l1_reverse} is {@code l1_reverse.weight_ih}. */
  private static String renamed(String name) {
    int layer = name.indexOf("_l");
    return layer < 0 ? name : name.substring(layer + 1) + "." + name.substring(0, layer);
  }

  private static Map<String, HostArray> renamed(Map<String, HostArray> values) {
    var renamed = new LinkedHashMap<String, HostArray>();
    values.forEach((name, array) -> renamed.put(renamed(name), array));
    return renamed;
  }

  /** Output, final states, and the gradients of input and weights. */
  private static <S extends State<S>> Map<String, double[]> everything(
      Device device, Recurrent<S> layer, ParamStore params) {
    var all = new LinkedHashMap<String, double[]>();
    params.seal();
    try (var steps = new Steps(device)) {
      steps.record(
          tape -> {
            var x = tape.watch(Weighed.tensor(device, Shape.of(STEPS, RAGGED.batch(), 3)));
            var run = layer.run(Sequence.of(x, RAGGED));
            var outputs = new ArrayList<Tensor>(List.of(run.output().data()));
            outputs.addAll(Weighed.tensors(run.last()));
            tape.backward(Weighed.loss(outputs));
            outputs.add(tape.gradient(x));
            outputs.forEach(t -> all.put("tensor " + all.size(), t.toDoubles()));
            return all;
          });
    }
    all.putAll(Weighed.gradients(params));
    return all;
  }

  /** The first number of a sequence is to be remembered to its end, past others and padding. */
  @Test
  void theMinimalGatedUnitLearnsToRemember() {
    var params = ParamStore.fresh(1);
    var net =
        Recurrent.sized(1, 8, MinimalGatedUnit::create)
            .layers(2)
            .bidirectional()
            .with(params.child("rnn"))
            .then(Pool.lastStep())
            .then(Linear.sized(16, 1).with(params.child("head")));
    var blocks = params.seal();
    var optimizer = Adam.withRate(0.02);
    var update =
        new Update(
            optimizer, OptimizerState.create(optimizer, blocks), blocks, new Clipping.None());

    int batch = 16;
    int[] lengths = new int[batch];
    float[] x = new float[STEPS * batch];
    float[] first = new float[batch];
    for (int b = 0; b < batch; b++) {
      lengths[b] = 2 + b % (STEPS - 1);
      for (int t = 0; t < STEPS; t++) {
        x[t * batch + b] = t < lengths[b] ? (float) Math.sin(1 + 3.7 * b + 5.3 * t) : Float.NaN;
      }
      first[b] = x[b];
    }
    var losses = new ArrayList<Double>();
    try (var steps = new Steps(params.device())) {
      for (int step = 0; step < 150; step++) {
        update.clear();
        losses.add(
            steps.train(
                step,
                tape -> {
                  var input =
                      Sequence.of(Tensors.of(Shape.of(STEPS, batch, 1), x), Lengths.of(lengths));
                  var target = Tensors.of(Shape.of(batch, 1), first);
                  var loss = net.apply(input).sub(target).square().mean();
                  tape.backward(loss);
                  update.apply(1);
                  return loss.item();
                }));
      }
    }
    assertThat(losses.getLast()).isLessThan(losses.getFirst() / 20);
  }

  /** An LSTM that learns where to begin; everything else is the built-in cell's. */
  private record LearnedStart(LstmCell cell, Parameter start) implements Cell<HiddenCell> {
    static LearnedStart create(int inputs, int units, Params params) {
      return new LearnedStart(
          new LstmCell(inputs, units, Bias.BOTH, params, ""),
          params.get("start", Shape.of(units), new Init.Uniform(1)));
    }

    @Override
    public int inputSize() {
      return cell.inputSize();
    }

    @Override
    public int outputSize() {
      return cell.outputSize();
    }

    @Override
    public HiddenCell initialState(Tensor like, int batch) {
      return cell.initialState(like, batch).map(zeros -> zeros.add(start.value()));
    }

    @Override
    public HiddenCell step(Tensor x, HiddenCell state) {
      return cell.step(x, state);
    }

    @Override
    public Optional<Fused> fused() {
      return cell.fused();
    }
  }

  @Test
  void anInitialStateOfItsOwnReachesTheFusedKernelAndIsTrained() {
    var params = ParamStore.fresh(4, Devices.F64);
    var layer = Recurrent.sized(3, 4, LearnedStart::create).bidirectional().with(params);
    assertThat(layer.explain()).contains("whole, by");
    var whole = everything(Devices.F64, layer, params);
    assertThat(whole.get("l0.start")).doesNotContain(0.0);

    var again = ParamStore.fresh(4, Devices.F64);
    var unfused = Recurrent.sized(3, 4, LearnedStart::create).bidirectional().with(again);
    var stepwise = everything(Devices.F64, unfused.stepByStep(), again);
    whole.forEach((name, values) -> Tolerance.F64.assertClose(name, stepwise.get(name), values));
  }
}
