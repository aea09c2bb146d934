package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.DataException;
import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Params;
import dev.recurve.RecurveException;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.StepSession;
import dev.recurve.Streamable;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.Tensors;
import dev.recurve.conformance.Tolerance;
import dev.recurve.params.ParamStore;
import dev.recurve.params.Snapshot;
import dev.recurve.runtime.Device;
import dev.recurve.spi.Bias;
import dev.recurve.spi.DType;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A session's steps are those of a run over the whole sequence. */
class StreamingTest {
  private static final int INPUTS = 3;

  /** Everything that streams. */
  private enum Net {
    LSTM(p -> Lstm.sized(INPUTS, 5).with(p)),
    DEEP_GRU(p -> Gru.sized(INPUTS, 7).layers(3).dropout(0.3).with(p)),
    PEEPHOLES(p -> Lstm.sized(INPUTS, 5).peepholes().with(p)),
    PROJECTED(p -> Lstm.sized(INPUTS, 6).projection(2).layers(2).with(p)),
    RESET_BEFORE(p -> Gru.sized(INPUTS, 5).resetBefore().layers(2).with(p)),
    VARIATIONAL(p -> Lstm.sized(INPUTS, 4).inputDropout(0.3).recurrentDropout(0.4).with(p)),
    ZONEOUT(p -> Lstm.sized(INPUTS, 4).layers(2).zoneout(0.3, 0.1).with(p)),
    ZONEOUT_PROJECTED(p -> Lstm.sized(INPUTS, 4).peepholes().projection(3).zoneout(0, 0.4).with(p)),
    ZONEOUT_GRU(p -> Gru.sized(INPUTS, 4).resetBefore().zoneout(0.4, 0).with(p)),
    LAYER_NORM_LSTM(p -> Recurrent.sized(INPUTS, 4, LayerNormLstmCell::new).layers(2).with(p)),
    LAYER_NORM_GRU(p -> Recurrent.sized(INPUTS, 4, LayerNormGruCell::new).with(p)),
    IND_RNN(p -> Recurrent.sized(INPUTS, 4, IndRnnCell::new).layers(2).with(p)),
    COUPLED(p -> Lstm.sized(INPUTS, 4).coupledGates().zoneout(0.1, 0.2).with(p)),
    MOGRIFIER(p -> Recurrent.sized(INPUTS, 4, MogrifierLstmCell::new).with(p)),
    S_LSTM(p -> Recurrent.sized(INPUTS, 4, SLstmCell::new).layers(2).with(p)),
    SRU(p -> Recurrent.sized(INPUTS, 4, SruCell::new).layers(2).with(p)),
    QRNN(p -> Recurrent.sized(INPUTS, 4, QrnnCell::new).layers(2).with(p)),
    MIN_GRU(p -> Recurrent.sized(INPUTS, 4, MinGruCell::new).layers(2).with(p)),
    MIN_LSTM(p -> Recurrent.sized(INPUTS, 4, MinLstmCell::new).with(p)),
    RESIDUAL(
        p ->
            Residual.of(
                Lstm.sized(INPUTS, 5)
                    .with(p.child("rnn"))
                    .then(PerStep.of(Linear.sized(5, INPUTS).with(p.child("back")))))),
    RESIDUAL_INSIDE(
        p ->
            Gru.sized(INPUTS, 4)
                .with(p.child("first"))
                .then(Residual.of(Gru.sized(4, 4).layers(2).with(p.child("second"))))
                .then(Lstm.sized(4, 3).with(p.child("third")))),
    STACKED_CELLS(
        p ->
            Recurrent.over(
                StackedCells.of(
                    new GruCell(INPUTS, 4, true, Bias.BOTH, p.child("lower"), ""),
                    new LstmCell(4, 3, Bias.BOTH, p.child("upper"), "")))),
    CONV_LSTM(p -> Recurrent.sized(INPUTS, 2, ConvLstmCell.on(Grid.line(3, 3))).layers(2).with(p)),
    SIMPLE(p -> SimpleRnn.sized(INPUTS, 18).with(p)),
    USER_CELL(p -> Recurrent.sized(INPUTS, 4, MinimalGatedUnit::create).layers(2).with(p)),
    TEXTBOOK_LSTM(p -> Recurrent.sized(INPUTS, 6, PlainLstm::create).with(p)),
    WITH_HEAD(
        p ->
            Lstm.sized(INPUTS, 8)
                .with(p.child("rnn"))
                .then(PerStep.of(Dropout.of(0.5)))
                .then(PerStep.of(Linear.sized(8, 2).with(p.child("head"))))),
    ANY_LAYER_PER_STEP(p -> Gru.sized(INPUTS, 4).with(p).then(PerStep.of(Tensor::tanh)));

    final Function<Params, Layer<Sequence, Sequence>> maker;

    Net(Function<Params, Layer<Sequence, Sequence>> maker) {
      this.maker = maker;
    }
  }

  private static Snapshot snapshot(Device device, Function<Params, ?> maker) {
    var params = ParamStore.fresh(5, device);
    maker.apply(params);
    params.seal();
    return params.snapshot();
  }

  @Property(tries = 180)
  void stepsGiveWhatARunGives(
      @ForAll Net net,
      @ForAll boolean exact,
      @ForAll @IntRange(min = 1, max = 5) int batch,
      @ForAll @IntRange(min = 1, max = 7) int steps) {
    var device = Devices.of(exact ? DType.F64 : DType.F32);
    var layer = Streamable.of(net.maker.apply(snapshot(device, net.maker)));
    double[] input = Weighed.numbers(batch, (long) steps * batch * INPUTS);
    var data = Tensors.of(device, Shape.of(steps, batch, INPUTS), rounded(input));
    double[] expected =
        layer.apply(Sequence.of(data, Lengths.full(batch, steps))).data().toDoubles();
    try (var session = layer.open(batch)) {
      assertThat(session.inputSize()).isEqualTo(INPUTS);
      for (int round = 0; round < 2; round++) {
        double[] actual = new double[expected.length];
        int width = batch * session.outputSize();
        for (int t = 0; t < steps; t++) {
          float[] y = new float[width];
          session.step(floats(input, t * batch * INPUTS, batch * INPUTS), y);
          for (int i = 0; i < width; i++) {
            actual[t * width + i] = y[i];
          }
        }
        Tolerance.of(DType.F32).assertClose(net + ", round " + round, actual, expected);
        session.reset();
      }
    }
  }

  private static float[] floats(double[] values, int from, int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) values[from + i];
    }
    return floats;
  }

  private static double[] rounded(double[] values) {
    return Arrays.stream(values).map(value -> (float) value).toArray();
  }

  @Test
  void anEmbeddingTakesTokens() {
    Function<Params, Layer<Tokens, Sequence>> maker =
        p ->
            Embedding.sized(6, 4).with(p.child("embed")).then(Gru.sized(4, 5).with(p.child("rnn")));
    var layer = Streamable.of(maker.apply(snapshot(Devices.F32, maker)));
    int[] ids = {1, 5, 0, 3, 2, 2};
    var tokens = Tensors.ofInts(Devices.F32, Shape.of(3, 2), ids);
    double[] expected = layer.apply(new Tokens(tokens, Lengths.full(2, 3))).data().toDoubles();
    try (var session = layer.open(2)) {
      double[] actual = new double[expected.length];
      for (int t = 0; t < 3; t++) {
        float[] y = new float[10];
        session.step(Arrays.copyOfRange(ids, 2 * t, 2 * t + 2), y);
        for (int i = 0; i < 10; i++) {
          actual[10 * t + i] = y[i];
        }
      }
      Tolerance.of(DType.F32).assertClose("tokens", actual, expected);
      assertThatThrownBy(() -> session.step(new int[] {0, 6}, new float[10]))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("Stream 1")
          .hasMessageContaining("6");
      assertThatThrownBy(() -> session.step(new float[] {0, 1}, new float[10]))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("int[]");
    }
  }

  /** Saved after two steps, with the streams swapped, in another session. */
  @ParameterizedTest
  @EnumSource(names = {"DEEP_GRU", "USER_CELL", "WITH_HEAD"})
  void statesGoFromOneSessionToAnother(Net net) {
    var layer = Streamable.of(net.maker.apply(snapshot(Devices.F32, net.maker)));
    try (var first = layer.open(2);
        var second = layer.open(2)) {
      float[] a = {1, 2, 3};
      float[] b = {-1, 0.5f, 0};
      float[] y = new float[2 * first.outputSize()];
      first.step(joined(a, b), y);
      first.step(joined(b, b), y);
      var states = first.states();
      first.step(joined(a, b), y);
      var rows = Tensors.ofInts(Devices.F32, Shape.of(2), 1, 0);
      second.restore(states.stream().map(s -> s.map(t -> t.gather(rows))).toList());
      float[] swapped = new float[y.length];
      second.step(joined(b, a), swapped);
      int half = y.length / 2;
      assertThat(Arrays.copyOfRange(swapped, half, y.length)).isEqualTo(Arrays.copyOf(y, half));
      assertThat(Arrays.copyOf(swapped, half)).isEqualTo(Arrays.copyOfRange(y, half, y.length));
      assertThatThrownBy(() -> second.restore(states.subList(1, states.size())))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("one a cell");
    }
  }

  private static float[] joined(float[] a, float[] b) {
    float[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  @Test
  void whatCannotStreamIsNamed() {
    Map<String, Function<Params, Layer<Sequence, ?>>> nets =
        Map.of(
            "bidirectional", p -> Lstm.sized(2, 3).bidirectional().with(p),
            "Pool", p -> Gru.sized(2, 3).with(p).then(Pool.lastStep()));
    nets.forEach(
        (name, maker) ->
            assertThatThrownBy(
                    () -> Streamable.of(maker.apply(snapshot(Devices.F32, maker))).open(1))
                .isInstanceOf(RecurveException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("cannot run one step at a time"));
  }

  @Test
  void weightsInTrainingAreRefused() {
    var params = ParamStore.fresh(5, Devices.F32);
    var layer = Lstm.sized(2, 3).with(params);
    params.seal();
    assertThatThrownBy(() -> layer.open(1))
        .isInstanceOf(RecurveException.class)
        .hasMessageContaining("snapshot");
  }

  @Test
  void misuseIsToldInASentence() throws InterruptedException {
    Function<Params, Recurrent<?>> maker = p -> Gru.sized(2, 3).with(p);
    var layer = maker.apply(snapshot(Devices.F32, maker));
    assertThatThrownBy(() -> layer.open(0)).isInstanceOf(IllegalArgumentException.class);
    var session = layer.open(2);
    assertThatThrownBy(() -> session.step(new float[3], new float[6]))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("input of a step holds 4 numbers")
        .hasMessageContaining("an array of 3");
    assertThatThrownBy(() -> session.step(new float[4], new float[5]))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("output of a step holds 6 numbers");
    session.step(new float[4], new float[6]);
    session.close();
    session.close();
    assertThatThrownBy(() -> session.step(new float[4], new float[6]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThat(fromInside(layer)).hasMessageContaining("in use by another thread");
  }

  /** A second thread comes while a step is running: from within the layer of one. */
  private static Throwable fromInside(Recurrent<?> layer) throws InterruptedException {
    var session = new AtomicReference<StepSession>();
    var failure = new AtomicReference<Throwable>();
    Layer<Tensor, Tensor> intruder =
        x -> {
          if (session.get() != null && failure.get() == null) {
            var thread =
                Thread.ofPlatform()
                    .start(
                        () -> {
                          try {
                            session.get().reset();
                          } catch (IllegalStateException e) {
                            failure.set(e);
                          }
                        });
            try {
              thread.join();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
          return x.tanh();
        };
    try (var open = Streamable.of(layer.then(PerStep.of(intruder))).open(1)) {
      session.set(open);
      open.step(new float[2], new float[3]);
    }
    return failure.get();
  }
}
