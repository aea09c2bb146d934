package dev.recurve.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.autodiff.GradCheck;
import dev.recurve.autodiff.Scope;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tensors;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampledSoftmaxTest {
  private static final int CLASSES = 9;
  private static final int INPUTS = 3;

  private final Device device = Device.standard().withType(DType.F64);
  private final ParamStore store = ParamStore.fresh(4, device);
  private final SampledSoftmax loss =
      Losses.sampledSoftmax(store.get("weight", Shape.of(CLASSES, INPUTS), new Init.Uniform(1)), 4)
          .bias(store.get("bias", Shape.of(CLASSES), new Init.Uniform(1)));

  private Tensor ints(int... values) {
    return Tensors.ofInts(device, Shape.of(values.length), values);
  }

  private Tensor hidden(int rows) {
    double[] values = new double[rows * INPUTS];
    Arrays.setAll(values, i -> Math.sin(i * 2.3));
    return Tensors.of(device, Shape.of(rows, INPUTS), values);
  }

  @Test
  void candidatesAreDifferentAndFrequentOnesComeMoreOften() {
    var distribution = new LogUniform(1000);
    double sum = IntStream.range(0, 1000).mapToDouble(distribution::probability).sum();
    assertThat(sum).isCloseTo(1, within(1e-12));
    int[] hits = new int[1000];
    for (int key = 0; key < 4000; key++) {
      var sample = distribution.draw(key, 20);
      assertThat(Arrays.stream(sample.classes()).distinct()).hasSize(20);
      assertThat(sample.tries()).isGreaterThanOrEqualTo(20);
      Arrays.stream(sample.classes()).forEach(k -> hits[k]++);
    }
    assertThat(hits[0]).isGreaterThan(hits[10]);
    assertThat(hits[10]).isGreaterThan(hits[200]);
    assertThat(distribution.draw(7, 20).classes()).isEqualTo(distribution.draw(7, 20).classes());
    // A first draw follows p: of 4000, class 0 gets ln 2 / ln 1001 = 10 %, give or take 4 σ.
    long first =
        IntStream.range(0, 4000).filter(key -> distribution.draw(key, 1).classes()[0] == 0).count();
    assertThat((double) first).isCloseTo(4000 * distribution.probability(0), within(80.0));
  }

  @Test
  void inclusionIsTheChanceOfAtLeastOneDraw() {
    double p = new LogUniform(5).probability(1);
    double expected = Math.log(1 - Math.pow(1 - p, 6));
    assertThat(LogUniform.logInclusion(new LogUniform(5).logMisses()[1], 6))
        .isCloseTo(expected, within(1e-12));
  }

  /** The formula written out for one row. */
  @Test
  void inTrainingItIsTheSoftmaxOverTargetAndCandidates() {
    store.seal();
    double[] w = store.values().get("weight").toDoubles();
    double[] b = store.values().get("bias").toDoubles();
    var h = hidden(1);
    double[] x = h.toDoubles();
    for (long key = 1; key <= 20; key++) {
      long drawKey = key;
      int target = (int) (key % CLASSES);
      try (var steps = new Steps(device)) {
        double value = steps.train(drawKey, _ -> loss.mean(h, ints(target)).item());
        var sample =
            steps.train(drawKey, _ -> new LogUniform(CLASSES).draw(Scope.nextRandomKey(), 4));
        double[] misses = new LogUniform(CLASSES).logMisses();
        double own = 0;
        double sum = 0;
        for (int k :
            IntStream.concat(
                    IntStream.of(target), Arrays.stream(sample.classes()).filter(k -> k != target))
                .toArray()) {
          double logit = b[k] - LogUniform.logInclusion(misses[k], sample.tries());
          for (int i = 0; i < INPUTS; i++) {
            logit += w[k * INPUTS + i] * x[i];
          }
          sum += Math.exp(logit);
          own = k == target ? logit : own;
        }
        assertThat(value).isCloseTo(Math.log(sum) - own, within(1e-10));
      }
    }
  }

  @Test
  void elsewhereItIsTheFullCrossEntropy() {
    var targets = ints(0, 8, 3, 3);
    double expected = Losses.crossEntropy().mean(loss.logits(hidden(4)), targets).item();
    assertThat(loss.mean(hidden(4), targets).item()).isEqualTo(expected);
    assertThat(loss.ignoring(3).weight(hidden(4), targets)).isEqualTo(2);
    double ignoring =
        Losses.crossEntropy().ignoring(3).mean(loss.logits(hidden(4)), targets).item();
    assertThat(loss.ignoring(3).mean(hidden(4), targets).item()).isCloseTo(ignoring, within(1e-12));
  }

  @Test
  void gradientsOfInputWeightsAndBias() {
    store.seal();
    for (int ignored : new int[] {-100, 3}) {
      GradCheck.on(device)
          .training()
          .input("hidden", Shape.of(5, INPUTS))
          .parameters(store.parameters(), () -> {})
          .check(in -> loss.ignoring(ignored).mean(in.getFirst(), ints(0, 8, 3, ignored, 1)))
          .requireAgreement();
    }
  }

  /**
   * Weights that learn from samples alone how often each class comes: that is where the correction
   * shows, as candidates come far from equally often.
   */
  @Test
  void samplesTeachTheTrueFrequencies() {
    double[] often = {0.05, 0.3, 0.1, 0.25, 0.2, 0.1};
    int[] targets = new int[200];
    for (int i = 0, k = 0, left = 10; i < targets.length; i++) {
      targets[i] = k;
      if (--left == 0 && k < 5) {
        left = (int) Math.round(often[++k] * 200);
      }
    }
    var one = Tensors.filled(device, Shape.of(200, 1), 1);
    double[] w = new double[6];
    double[] mean = new double[6];
    try (var steps = new Steps(device)) {
      for (int step = 0; step < 6000; step++) {
        double rate = step < 3000 ? 0.5 : 0.05;
        double[] gradient =
            steps.train(
                step,
                tape -> {
                  var watched = tape.watch(Tensors.of(device, Shape.of(6, 1), w));
                  var there = Losses.sampledSoftmax(new Fixed(watched), 2).mean(one, ints(targets));
                  tape.backward(there);
                  return tape.gradient(watched).toDoubles();
                });
        for (int k = 0; k < 6; k++) {
          w[k] -= rate * gradient[k];
          mean[k] += step >= 3000 ? w[k] / 3000 : 0;
        }
      }
    }
    double total = Arrays.stream(mean).map(Math::exp).sum();
    for (int k = 0; k < 6; k++) {
      assertThat(Math.exp(mean[k]) / total).as("class %d", k).isCloseTo(often[k], within(0.02));
    }
  }

  /** A parameter that a test holds in its hands. */
  private record Fixed(Tensor value) implements Parameter {
    @Override
    public String name() {
      return "fixed";
    }

    @Override
    public Shape shape() {
      return value.shape();
    }

    @Override
    public long version() {
      return 0;
    }
  }

  @Test
  void whatDoesNotFitIsNamed() {
    var weight = store.get("other", Shape.of(CLASSES, INPUTS), Init.zeros());
    assertThatThrownBy(() -> Losses.sampledSoftmax(weight, CLASSES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1…8 are sampled, received 9");
    assertThatThrownBy(() -> Losses.sampledSoftmax(store.get("flat", Shape.of(5), Init.zeros()), 2))
        .isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> loss.bias(store.get("short", Shape.of(5), Init.zeros())))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[9]");
    assertThatThrownBy(() -> loss.ignoring(9)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> loss.mean(Tensors.zeros(device, Shape.of(2, 4)), ints(0, 1)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("for 3 inputs on the last axis");
    assertThat(loss.describe()).isEqualTo("sampled-softmax(4 of 9 classes, ignoring none)");
    assertThat(loss.explain()).contains("in training over a sample, elsewhere over all classes");
  }
}
