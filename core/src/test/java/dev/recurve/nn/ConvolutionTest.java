package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Params;
import dev.recurve.RecurveException;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Streamable;
import dev.recurve.autodiff.Tensors;
import dev.recurve.check.LayerGradCheck;
import dev.recurve.check.PaddingCheck;
import dev.recurve.check.TrialInput;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Convolutions and pools over windows against plain loops, one sequence at a time. */
class ConvolutionTest {
  private static final int INPUTS = 2;
  private static final int OUTPUTS = 3;
  private static final int HEIGHT = 5;

  /** What a window layer may be set to. */
  record Choice(Span kernel, Span stride, Span dilation, Border border) {
    Conv2d conv2d(Params params) {
      var sized = Conv2d.sized(INPUTS, OUTPUTS, kernel).stride(stride).dilation(dilation);
      return (border == Border.SAME ? sized.same() : sized).with(params);
    }

    Conv1d conv1d(Params params) {
      var sized =
          Conv1d.sized(INPUTS, OUTPUTS, kernel.time())
              .stride(stride.time())
              .dilation(dilation.time());
      return switch (border) {
        case SAME -> sized.same().with(params);
        case CAUSAL -> sized.causal().withoutBias().with(params);
        default -> sized.with(params);
      };
    }

    WindowPool pool(boolean isMax) {
      var pool = (isMax ? WindowPool.max(kernel) : WindowPool.mean(kernel)).stride(stride);
      return border == Border.PARTIAL ? pool.keepingRest() : pool;
    }
  }

  private static Arbitrary<Span> spans(int most) {
    return Combinators.combine(
            Arbitraries.integers().between(1, most), Arbitraries.integers().between(1, 2))
        .as(Span::new);
  }

  @Provide
  Arbitrary<Choice> choices() {
    return Combinators.combine(spans(4), spans(3), spans(2), Arbitraries.of(Border.class))
        .as(Choice::new);
  }

  @Provide
  Arbitrary<List<Integer>> lengths() {
    return Arbitraries.integers().between(0, 7).list().ofMinSize(1).ofMaxSize(4);
  }

  // ------------------------------------------------------------ plain loops

  /** The begin and end of windows, told again in other words. */
  private static int windows(Border border, int length, int kernel, int dilation, int stride) {
    int count = 0;
    for (int begin = 0; begin < length; begin += stride) {
      int end = begin + (kernel - 1) * dilation;
      int previousEnd = begin - stride + (kernel - 1) * dilation;
      count +=
          switch (border) {
            case SAME, CAUSAL -> 1;
            case VALID -> end < length ? 1 : 0;
            case PARTIAL -> begin == 0 || previousEnd < length - 1 ? 1 : 0;
          };
    }
    return count;
  }

  private static int before(Border border, int kernel, int dilation) {
    return switch (border) {
      case SAME -> (kernel - 1) * dilation / 2;
      case CAUSAL -> (kernel - 1) * dilation;
      default -> 0;
    };
  }

  private interface Cell {
    double at(int t, int h, int c);
  }

  /** Weights {@code [outputs][inputs][kernel height][kernel time]}. */
  private static double convolved(
      Choice choice, Cell x, int length, int height, double[] weight, int o, int step, int row) {
    double sum = 0;
    for (int c = 0; c < INPUTS; c++) {
      for (int j = 0; j < choice.kernel.height(); j++) {
        for (int i = 0; i < choice.kernel.time(); i++) {
          int t =
              step * choice.stride.time()
                  - before(choice.border, choice.kernel.time(), choice.dilation.time())
                  + i * choice.dilation.time();
          int h =
              row * choice.stride.height()
                  - before(choice.border, choice.kernel.height(), choice.dilation.height())
                  + j * choice.dilation.height();
          if (t >= 0 && t < length && h >= 0 && h < height) {
            int at = ((o * INPUTS + c) * choice.kernel.height() + j) * choice.kernel.time() + i;
            sum += weight[at] * x.at(t, h, c);
          }
        }
      }
    }
    return sum;
  }

  private static double[] values(ParamStore params, String name) {
    return params.values().get(name).toDoubles();
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void conv1dIsThePlainLoop(
      @ForAll("choices") Choice any, @ForAll("lengths") List<Integer> lengthList) {
    if (any.border == Border.PARTIAL) {
      return;
    }
    var choice =
        new Choice(
            new Span(any.kernel.time(), 1),
            new Span(any.stride.time(), 1),
            new Span(any.dilation.time(), 1),
            any.border);
    var lengths = Lengths.of(lengthList.stream().mapToInt(i -> i).toArray());
    var params = ParamStore.fresh(4, Devices.F64);
    var layer = choice.conv1d(params);
    double[] weight = values(params, "weight");
    double[] bias = choice.border == Border.CAUSAL ? new double[OUTPUTS] : values(params, "bias");
    int steps = lengths.max() + 1;
    int batch = lengths.batch();
    double[] x = Weighed.numbers(6, (long) steps * batch * INPUTS);
    var input = Sequence.of(Tensors.of(Devices.F64, Shape.of(steps, batch, INPUTS), x), lengths);
    var y = layer.apply(input);
    double[] actual = y.data().toDoubles();
    double[] expected = new double[actual.length];
    for (int b = 0; b < batch; b++) {
      int which = b;
      int count =
          windows(
              choice.border,
              lengths.at(b),
              choice.kernel.time(),
              choice.dilation.time(),
              choice.stride.time());
      assertThat(y.lengths().at(b)).isEqualTo(count);
      for (int t = 0; t < count; t++) {
        for (int o = 0; o < OUTPUTS; o++) {
          Cell cell = (s, _, c) -> x[(s * batch + which) * INPUTS + c];
          expected[(t * batch + b) * OUTPUTS + o] =
              bias[o] + convolved(choice, cell, lengths.at(b), 1, weight, o, t, 0);
        }
      }
    }
    assertThat(actual).containsExactly(expected, within(1e-12));
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void conv2dIsThePlainLoop(
      @ForAll("choices") Choice choice, @ForAll("lengths") List<Integer> lengthList) {
    if (choice.border == Border.PARTIAL || choice.border == Border.CAUSAL) {
      return;
    }
    var lengths = Lengths.of(lengthList.stream().mapToInt(i -> i).toArray());
    var params = ParamStore.fresh(4, Devices.F64);
    var layer = choice.conv2d(params);
    double[] weight = values(params, "weight");
    double[] bias = values(params, "bias");
    int batch = lengths.batch();
    double[] x = Weighed.numbers(6, (long) lengths.max() * batch * HEIGHT * INPUTS);
    var shape = Shape.of(lengths.max(), batch, HEIGHT, INPUTS);
    var y = layer.apply(Sequence.of(Tensors.of(Devices.F64, shape, x), lengths));
    int rows =
        windows(
            choice.border,
            HEIGHT,
            choice.kernel.height(),
            choice.dilation.height(),
            choice.stride.height());
    assertThat(y.features()).isEqualTo(Shape.of(rows, OUTPUTS));
    double[] actual = y.data().toDoubles();
    double[] expected = new double[actual.length];
    for (int b = 0; b < batch; b++) {
      int which = b;
      Cell cell = (t, h, c) -> x[((t * batch + which) * HEIGHT + h) * INPUTS + c];
      for (int t = 0; t < y.lengths().at(b); t++) {
        for (int h = 0; h < rows; h++) {
          for (int o = 0; o < OUTPUTS; o++) {
            expected[((t * batch + b) * rows + h) * OUTPUTS + o] =
                bias[o] + convolved(choice, cell, lengths.at(b), HEIGHT, weight, o, t, h);
          }
        }
      }
    }
    assertThat(actual).containsExactly(expected, within(1e-12));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void poolsAreThePlainLoop(
      @ForAll("choices") Choice choice,
      @ForAll boolean isMax,
      @ForAll("lengths") List<Integer> lengthList) {
    if (choice.border == Border.SAME || choice.border == Border.CAUSAL) {
      return;
    }
    var lengths = Lengths.of(lengthList.stream().mapToInt(i -> i).toArray());
    int batch = lengths.batch();
    double[] x = Weighed.numbers(6, (long) lengths.max() * batch * HEIGHT * INPUTS);
    var shape = Shape.of(lengths.max(), batch, HEIGHT, INPUTS);
    var y = choice.pool(isMax).apply(Sequence.of(Tensors.of(Devices.F64, shape, x), lengths));
    int rows = windows(choice.border, HEIGHT, choice.kernel.height(), 1, choice.stride.height());
    double[] actual = y.data().toDoubles();
    double[] expected = new double[actual.length];
    assertThat(y.features()).isEqualTo(Shape.of(rows, INPUTS));
    for (int b = 0; b < batch; b++) {
      int length = lengths.at(b);
      int count = windows(choice.border, length, choice.kernel.time(), 1, choice.stride.time());
      assertThat(y.lengths().at(b)).isEqualTo(count);
      for (int t = 0; t < count; t++) {
        for (int h = 0; h < rows; h++) {
          for (int c = 0; c < INPUTS; c++) {
            double most = Double.NEGATIVE_INFINITY;
            double sum = 0;
            int seen = 0;
            int firstStep = t * choice.stride.time();
            int firstRow = h * choice.stride.height();
            for (int s = firstStep; s < Math.min(length, firstStep + choice.kernel.time()); s++) {
              for (int r = firstRow; r < Math.min(HEIGHT, firstRow + choice.kernel.height()); r++) {
                double value = x[((s * batch + b) * HEIGHT + r) * INPUTS + c];
                most = Math.max(most, value);
                sum += value;
                seen++;
              }
            }
            expected[((t * batch + b) * rows + h) * INPUTS + c] = isMax ? most : sum / seen;
          }
        }
      }
    }
    assertThat(actual).containsExactly(expected, within(1e-12));
  }

  // --------------------------------------------------- gradients and padding

  @Property(tries = 12, edgeCases = EdgeCasesMode.NONE)
  void gradientsAndPadding(@ForAll("choices") Choice choice, @ForAll boolean isMax) {
    var flat = TrialInput.sequences(INPUTS);
    var columns = TrialInput.sequences(HEIGHT, INPUTS);
    for (var check :
        List.of(
            LayerGradCheck.of(flat, choice::conv1d),
            LayerGradCheck.of(columns, choice::conv2d),
            LayerGradCheck.of(columns, _ -> choice.pool(isMax)))) {
      // long enough for the longest window: (4 - 1) · 2 + 1
      check.lengths(2, 7, 0).check().requireAgreement();
    }
    PaddingCheck.of(flat, choice::conv1d).check().requireAgreement();
    PaddingCheck.of(columns, choice::conv2d).check().requireAgreement();
    PaddingCheck.of(columns, _ -> choice.pool(isMax)).check().requireAgreement();
  }

  /** A front end of convolutions before a recurrent layer, as users write it. */
  private static Layer<Sequence, Sequence> frontEnd(Params params) {
    return Features.shaped(HEIGHT, 1)
        .then(Conv2d.sized(1, 2, Span.square(3)).same().with(params.child("conv")))
        .then(WindowPool.max(Span.square(2)).keepingRest())
        .then(Features.flat())
        .then(Gru.sized(6, 2).bidirectional().with(params.child("gru")));
  }

  @Test
  void aConvolutionalRecurrentNetwork() {
    var input = TrialInput.sequences(HEIGHT);
    LayerGradCheck.of(input, ConvolutionTest::frontEnd).check().requireAgreement();
    PaddingCheck.of(input, ConvolutionTest::frontEnd).check().requireAgreement();
    var params = ParamStore.fresh(1, Devices.F32);
    var x = Weighed.tensor(Devices.F32, Shape.of(4, 2, HEIGHT));
    var y = frontEnd(params).apply(Sequence.of(x, Lengths.of(3, 4)));
    assertThat(y.lengths()).isEqualTo(Lengths.of(2, 2));
    assertThat(y.data().shape()).isEqualTo(Shape.of(2, 2, 4));
    assertThat(params.values().get("conv.weight").shape()).isEqualTo(Shape.of(2, 1, 3, 3));
    var again = ParamStore.from(params.values(), Devices.F32);
    assertThat(frontEnd(again).apply(Sequence.of(x, Lengths.of(3, 4))).data().toArray())
        .isEqualTo(y.data().toArray());
  }

  // ---------------------------------------------------------------- streaming

  /** Step by step it gives what it gives over the whole, for every stream. */
  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  void causalConvolutionsStream(
      @ForAll @IntRange(min = 1, max = 4) int kernel,
      @ForAll @IntRange(min = 1, max = 3) int dilation,
      @ForAll @IntRange(min = 1, max = 3) int batch) {
    var sized = Conv1d.sized(INPUTS, OUTPUTS, kernel).dilation(dilation).causal();
    var params = ParamStore.fresh(4, Devices.F32);
    sized.with(params.child("conv"));
    Gru.sized(OUTPUTS, 2).with(params.child("gru"));
    var fixed = params.snapshot();
    var net = sized.with(fixed.child("conv")).then(Gru.sized(OUTPUTS, 2).with(fixed.child("gru")));
    var x = Weighed.tensor(Devices.F32, Shape.of(9, batch, INPUTS));
    float[] whole = net.apply(Sequence.full(x)).data().toArray();
    float[] step = new float[batch * 2];
    try (var session = net.open(batch)) {
      for (int t = 0; t < 9; t++) {
        session.step(x.at(t).toArray(), step);
        for (int i = 0; i < step.length; i++) {
          assertThat(step[i]).isCloseTo(whole[t * step.length + i], within(1e-5f));
        }
      }
      session.reset();
      session.step(x.at(0).toArray(), step);
      assertThat(step[0]).isCloseTo(whole[0], within(1e-5f));
    }
  }

  @Test
  void othersSayWhyTheyDoNotStream() {
    var params = ParamStore.fresh(1, Devices.F32);
    var same = Conv1d.sized(2, 3, 2).same().with(params.child("same"));
    assertThatExceptionOfType(RecurveException.class)
        .isThrownBy(same::streaming)
        .withMessageContainingAll("Conv1d(2 → 3, kernel 2)", "build it causal, with a stride of 1");
    var strided = Conv1d.sized(2, 3, 2).causal().stride(2).with(params.child("strided"));
    assertThatExceptionOfType(RecurveException.class).isThrownBy(strided::streaming);
    assertThatExceptionOfType(RecurveException.class)
        .isThrownBy(() -> Streamable.of(WindowPool.max(2)))
        .withMessageContaining("WindowPool(largest, 2×1) cannot run one step at a time");
  }

  // ------------------------------------------------------------------ by hand

  @Test
  void sizesByHand() {
    var lengths = new int[] {0, 1, 2, 3, 4, 5, 6};
    var three = Windows.of(new Span(3, 1));
    assertThat(Arrays.stream(lengths).map(three::steps)).containsExactly(0, 0, 0, 1, 2, 3, 4);
    var everyOther = three.withStride(new Span(2, 1));
    assertThat(Arrays.stream(lengths).map(everyOther::steps)).containsExactly(0, 0, 0, 1, 1, 2, 2);
    var same = everyOther.withBorders(Border.SAME, Border.VALID);
    assertThat(Arrays.stream(lengths).map(same::steps)).containsExactly(0, 1, 1, 2, 2, 3, 3);
    var partial = everyOther.withBorders(Border.PARTIAL, Border.VALID);
    assertThat(Arrays.stream(lengths).map(partial::steps)).containsExactly(0, 1, 1, 1, 2, 2, 3);
  }

  @Test
  void aDifferenceOfNeighbours() {
    var params =
        ParamStore.from(
            Map.of("weight", new HostArray.F64(Shape.of(1, 1, 2), new double[] {-1, 1})),
            Devices.F64);
    var x = Tensors.of(Devices.F64, Shape.of(4, 1, 1), new double[] {1, 4, 9, 16});
    var sized = Conv1d.sized(1, 1, 2).withoutBias();
    assertThat(sized.with(params).apply(Sequence.full(x)).data().toDoubles())
        .containsExactly(3, 5, 7);
  }

  @Test
  void errorsSayWhatIsExpected() {
    var params = ParamStore.fresh(1, Devices.F32);
    var conv1d = Conv1d.sized(3, 2, 2).with(params.child("one"));
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(
            () -> conv1d.apply(Sequence.full(Weighed.tensor(Devices.F32, Shape.of(4, 1, 2)))))
        .withMessage(
            "Conv1d expects steps of 3 features, received [4, 1, 2] (time 4, batch 1, features 2)");
    var conv2d = Conv2d.sized(1, 2, new Span(1, 3)).with(params.child("two"));
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(
            () -> conv2d.apply(Sequence.full(Weighed.tensor(Devices.F32, Shape.of(4, 1, 6)))))
        .withMessageContainingAll(
            "Conv2d expects columns of pictures with 1 channels",
            "Features.shaped(height, channels)");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(
            () -> conv2d.apply(Sequence.full(Weighed.tensor(Devices.F32, Shape.of(4, 1, 2, 1)))))
        .withMessage(
            "Conv2d has windows of height 3, which do not fit [4, 1, 2, 1] (time 4, batch 1, height"
                + " 2, channels 1)");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(
            () ->
                WindowPool.max(Span.square(2))
                    .apply(Sequence.full(Weighed.tensor(Devices.F32, Shape.of(4, 1, 3)))))
        .withMessageContaining("windows over the height of pictures");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(
            () ->
                Features.shaped(2, 2)
                    .apply(Sequence.full(Weighed.tensor(Devices.F32, Shape.of(4, 1, 3)))))
        .withMessage(
            "Features([2, 2]) takes steps of 4 features, received [4, 1, 3] (time 4, batch 1,"
                + " features 3)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Conv1d.sized(3, 2, 0))
        .withMessageContaining("at least 1 along time and height, received 0 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Conv2d.sized(0, 2, Span.square(1)))
        .withMessageContaining("at least one input and one output, received 0 and 2");
  }
}
