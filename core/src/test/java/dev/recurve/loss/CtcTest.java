package dev.recurve.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.recurve.DataException;
import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.GradCheck;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tensors;
import dev.recurve.runtime.Device;
import dev.recurve.spi.CounterRandom;
import dev.recurve.spi.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** CTC against a sum over every path there is. */
class CtcTest {
  private final Device device = Device.standard().withType(DType.F64);

  /** A padded batch; what lies past a length is NaN, or a label that is no class. */
  private record Problem(
      double[] logits, int classes, Lengths steps, int[] labels, Lengths counts) {
    int longest() {
      return Math.max(1, steps.max());
    }

    Sequence sequence(Tensor data) {
      return Sequence.of(data, steps);
    }

    Shape shape() {
      return Shape.of(longest(), steps.batch(), classes);
    }

    Tokens tokens(Device device) {
      return new Tokens(
          Tensors.ofInts(device, Shape.of(Math.max(1, counts.max()), counts.batch()), labels),
          counts);
    }

    int[] labels(int b) {
      int[] own = new int[counts.at(b)];
      for (int u = 0; u < own.length; u++) {
        own[u] = labels[u * counts.batch() + b];
      }
      return own;
    }

    double logit(int t, int b, int k) {
      return logits[(t * steps.batch() + b) * classes + k];
    }
  }

  private static Problem problem(long seed, int blank, int classes, int[] steps, int[] counts) {
    int batch = steps.length;
    var lengths = Lengths.of(steps);
    var wanted = Lengths.of(counts);
    double[] logits = new double[Math.max(1, lengths.max()) * batch * classes];
    for (int i = 0; i < logits.length; i++) {
      boolean padding = i / classes / batch >= lengths.at(i / classes % batch);
      logits[i] = padding ? Double.NaN : 4 * CounterRandom.uniformDouble(seed, i) - 2;
    }
    int[] labels = new int[Math.max(1, wanted.max()) * batch];
    for (int i = 0; i < labels.length; i++) {
      int any = (int) (CounterRandom.uniformDouble(seed + 1, i) * (classes - 1));
      boolean padding = i / batch >= wanted.at(i % batch);
      labels[i] = padding ? 999 : any < blank ? any : any + 1;
    }
    return new Problem(logits, classes, lengths, labels, wanted);
  }

  /** The probability that a sequence spells its labels: all {@code Cᵀ} paths, one by one. */
  private static double bruteForce(Problem p, int b, int blank) {
    int steps = p.steps().at(b);
    int[] wanted = p.labels(b);
    double sum = 0;
    int[] path = new int[steps];
    long paths = Math.round(Math.pow(p.classes(), steps));
    for (long n = 0; n < paths; n++) {
      long rest = n;
      double probability = 1;
      for (int t = 0; t < steps; t++) {
        path[t] = (int) (rest % p.classes());
        rest /= p.classes();
        double total = 0;
        for (int k = 0; k < p.classes(); k++) {
          total += Math.exp(p.logit(t, b, k));
        }
        probability *= Math.exp(p.logit(t, b, path[t])) / total;
      }
      if (spelt(path, blank).equals(Arrays.stream(wanted).boxed().toList())) {
        sum += probability;
      }
    }
    return sum;
  }

  private static List<Integer> spelt(int[] path, int blank) {
    var labels = new ArrayList<Integer>();
    for (int t = 0; t < path.length; t++) {
      if (path[t] != blank && (t == 0 || path[t] != path[t - 1])) {
        labels.add(path[t]);
      }
    }
    return labels;
  }

  @Property(tries = 60)
  void everyPathIsCountedOnce(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 4) int classes,
      @ForAll @IntRange(max = 3) int blankDrawn,
      @ForAll @IntRange(max = 6) int longer,
      @ForAll @IntRange(max = 6) int shorter,
      @ForAll @IntRange(max = 3) int more,
      @ForAll @IntRange(max = 3) int fewer) {
    int blank = blankDrawn % classes;
    var p =
        problem(seed, blank, classes, new int[] {longer, shorter, 2}, new int[] {more, fewer, 1});
    var loss = Losses.ctc().blank(blank).zeroInfinity();
    double[] losses =
        loss.each(p.sequence(Tensors.of(device, p.shape(), p.logits())), p.tokens(device))
            .toDoubles();
    for (int b = 0; b < 3; b++) {
      double probability = bruteForce(p, b, blank);
      double expected = probability == 0 ? 0 : -Math.log(probability);
      assertThat(losses[b]).as("sequence %d of %s", b, p).isCloseTo(expected, within(1e-10));
    }
  }

  @Property(tries = 15)
  void gradients(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 5) int classes,
      @ForAll @IntRange(min = 1, max = 7) int longer,
      @ForAll @IntRange(max = 7) int shorter,
      @ForAll @IntRange(max = 4) int labels) {
    int blank = (int) Math.floorMod(seed, (long) classes);
    var p = problem(seed, blank, classes, new int[] {shorter, longer, 3}, new int[] {labels, 2, 1});
    double[] finite = p.logits().clone();
    for (int i = 0; i < finite.length; i++) {
      finite[i] = Double.isNaN(finite[i]) ? 7 : finite[i];
    }
    var loss = Losses.ctc().blank(blank).zeroInfinity();
    for (var how : Reduction.values()) {
      GradCheck.on(device)
          .input("logits", p.shape(), finite)
          .check(in -> loss.reduced(how).mean(p.sequence(in.getFirst()), p.tokens(device)))
          .requireAgreement();
    }
  }

  /** Two steps, blank 0: the label a is spelt by aa, -a and a-. */
  @Test
  void byHand() {
    var logits = Tensors.of(device, Shape.of(2, 1, 2), logs(0.6, 0.4, 0.3, 0.7));
    var loss = Losses.ctc();
    var spelt = tokens(Shape.of(1, 1), 1);
    double p = 0.4 * 0.7 + 0.6 * 0.7 + 0.4 * 0.3;
    assertThat(loss.mean(Sequence.full(logits), spelt).item())
        .isCloseTo(-Math.log(p), within(1e-12));
    var silent = new Tokens(Tensors.ofInts(device, Shape.of(1, 1), 9), Lengths.of(0));
    assertThat(loss.mean(Sequence.full(logits), silent).item())
        .isCloseTo(-Math.log(0.6 * 0.3), within(1e-12));
    assertThat(loss.weight(Sequence.full(logits), silent)).isEqualTo(1);
  }

  private static double[] logs(double... values) {
    return Arrays.stream(values).map(Math::log).toArray();
  }

  private Tokens tokens(Shape shape, int... labels) {
    return new Tokens(
        Tensors.ofInts(device, shape, labels), Lengths.full(shape.dim(1), shape.dim(0)));
  }

  @Test
  void theMeanIsALabelsAndPerSequenceIsPyTorchs() {
    var p = problem(5, 0, 4, new int[] {6, 5}, new int[] {3, 1});
    var logits = p.sequence(Tensors.of(device, p.shape(), p.logits()));
    var tokens = p.tokens(device);
    var loss = Losses.ctc();
    double[] each = loss.each(logits, tokens).toDoubles();
    assertThat(each[0]).isNotCloseTo(each[1], within(0.1));
    assertThat(loss.mean(logits, tokens).item()).isCloseTo((each[0] + each[1]) / 4, within(1e-12));
    assertThat(loss.weight(logits, tokens)).isEqualTo(4);
    var perSequence = loss.reduced(Reduction.SEQUENCE_MEAN);
    assertThat(perSequence.mean(logits, tokens).item())
        .isCloseTo((each[0] / 3 + each[1]) / 2, within(1e-12));
    assertThat(perSequence.weight(logits, tokens)).isEqualTo(2);
  }

  /** Probabilities far below the least number of either float type. */
  @Test
  void longSequencesDoNotUnderflow() {
    var single = Device.standard().withType(DType.F32);
    int steps = 3000;
    var logits = Sequence.full(Tensors.zeros(single, Shape.of(steps, 1, 50)));
    var tokens = new Tokens(Tensors.ofInts(single, Shape.of(1, 1), 7), Lengths.of(1));
    // A label for s of T steps: Σ (T - s + 1) = T(T+1)/2 paths, each of probability 50⁻ᵀ.
    double expected = steps * Math.log(50) - Math.log(steps * (steps + 1) / 2.0);
    assertThat(Losses.ctc().mean(logits, tokens).item())
        .isCloseTo(expected, within(1e-5 * expected));
  }

  @Test
  void morePaddingChangesNothing() {
    var p = problem(8, 1, 3, new int[] {2, 4, 3}, new int[] {1, 2, 0});
    double[] wider = Arrays.copyOf(p.logits(), p.logits().length + 2 * 3 * 3);
    Arrays.fill(wider, p.logits().length, wider.length, Double.NaN);
    int[] more = Arrays.copyOf(p.labels(), 5 * 3);
    Arrays.fill(more, p.labels().length, more.length, -77);
    var loss = Losses.ctc().blank(1);
    List<double[]> gradients = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    try (var steps = new Steps(device)) {
      for (boolean padded : new boolean[] {false, true}) {
        steps.record(
            tape -> {
              var data =
                  tape.watch(
                      Tensors.of(
                          device,
                          padded ? p.shape().with(0, p.longest() + 2) : p.shape(),
                          padded ? wider : p.logits()));
              var tokens =
                  new Tokens(
                      Tensors.ofInts(
                          device,
                          Shape.of(padded ? 5 : p.counts().max(), 3),
                          padded ? more : p.labels()),
                      p.counts());
              var value = loss.mean(Sequence.of(data, p.steps()), tokens);
              tape.backward(value);
              values.add(value.item());
              gradients.add(tape.gradient(data).toDoubles());
              return 0;
            });
      }
    }
    assertThat(values.get(1)).isEqualTo(values.get(0)).isFinite();
    assertThat(Arrays.copyOf(gradients.get(1), gradients.get(0).length))
        .containsExactly(gradients.get(0));
    for (int i = 0; i < wider.length; i++) {
      if (Double.isNaN(wider[i])) {
        assertThat(gradients.get(1)[i]).isZero();
      }
    }
  }

  @Test
  void tooFewStepsAreAnErrorOrCountNothing() {
    var loss = Losses.ctc();
    loss.requireTargets(3, 3, 1, 1);
    assertThatThrownBy(() -> loss.requireTargets(3, 2, 1, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2 labels want at least 3 steps")
        .hasMessageContaining("received 2");
    loss.zeroInfinity().requireTargets(3, 2, 1, 1);
    double[] nan = {0, 0, 0, Double.NaN};
    var logits = Sequence.full(Tensors.of(device, Shape.of(1, 2, 2), nan));
    var none = tokens(Shape.of(2, 2), 1, 1, 1, 1);
    assertThat(loss.zeroInfinity().each(logits, none).toDoubles()).containsExactly(0, 0);
    double[] each = loss.zeroInfinity().each(logits, tokens(Shape.of(1, 2), 1, 1)).toDoubles();
    assertThat(each[0]).isCloseTo(Math.log(2), within(1e-12));
    assertThat(each[1]).as("NaN is not taken for an infinite loss").isNaN();
    assumeThat(device.backend().isGarbageCollected()).isTrue();
    assertThatThrownBy(() -> loss.mean(logits, none))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2 labels of sequence 0 want at least 3 steps");
  }

  @Test
  void labelsAreClassesOtherThanTheBlank() {
    var loss = Losses.ctc().blank(2);
    loss.requireTargets(3, 2, 0, 1);
    for (int wrong : new int[] {-1, 2, 3}) {
      assertThatThrownBy(() -> loss.requireTargets(3, 5, 0, wrong))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("The label %d at index 1".formatted(wrong))
          .hasMessageContaining("the blank 2");
    }
    assertThatThrownBy(() -> Losses.ctc().blank(-1)).isInstanceOf(IllegalArgumentException.class);
    var logits = Sequence.full(Tensors.zeros(device, Shape.of(4, 1, 2)));
    assertThatThrownBy(() -> loss.mean(logits, tokens(Shape.of(1, 1), 1)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("class 2 as its blank");
    assertThatThrownBy(() -> Losses.ctc().mean(logits, tokens(Shape.of(1, 2), 1, 1)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("(labels 1, batch 2)");
    var empty = Sequence.of(Tensors.zeros(device, Shape.of(4, 1, 2)), Lengths.of(0));
    var silent = new Tokens(Tensors.ofInts(device, Shape.of(1, 1), 9), Lengths.of(0));
    assertThatThrownBy(() -> Losses.ctc().mean(empty, silent))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("all 1 sequences");
  }

  @Test
  void itIsOneNodeAndSaysWhereItRuns() {
    var logits = Tensors.zeros(device, Shape.of(4, 1, 3));
    try (var steps = new Steps(device)) {
      int nodes =
          steps.record(
              tape -> {
                Losses.ctc().each(Sequence.full(tape.watch(logits)), tokens(Shape.of(1, 1), 2));
                return tape.size();
              });
      assertThat(nodes).isEqualTo(1);
    }
    assertThat(Losses.ctc().zeroInfinity().explain())
        .isEqualTo(
            "ctc(blank 0, infinite losses as 0): computed on the host; the %s backend has no CTC kernel"
                .formatted(device.backend().id()));
  }
}
