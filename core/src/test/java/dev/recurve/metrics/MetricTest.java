package dev.recurve.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.DataException;
import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.Tensors;
import dev.recurve.loss.Losses;
import dev.recurve.loss.Observed;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Metrics of tensors: what counts, what is padding, and how batches are put together. */
class MetricTest {
  private static final Offset<Double> EXACT = within(1e-12);
  private static final double NAN = Double.NaN;

  private final Device device = Device.standard().withType(DType.F64);
  private final Lengths lengths = Lengths.of(3, 1, 0);

  private Sequence sequence(int features, double... values) {
    return Sequence.of(Tensors.of(device, Shape.of(3, 3, features), values), lengths);
  }

  /** Logits of two classes that prefer one of them by 1; NaN in the padding. */
  private Sequence preferring(int... classes) {
    double[] logits = new double[classes.length * 2];
    for (int i = 0; i < classes.length; i++) {
      logits[2 * i] = classes[i] < 0 ? NAN : 1 - classes[i];
      logits[2 * i + 1] = classes[i] < 0 ? NAN : classes[i];
    }
    return sequence(2, logits);
  }

  private Tokens tokens(int... ids) {
    return new Tokens(Tensors.ofInts(device, Shape.of(3, 3), ids), lengths);
  }

  private static <O, Y> double result(Metric<O, Y> metric, O prediction, Y target) {
    var scoring = Scoring.of(List.of(metric));
    scoring.add(prediction, target);
    return scoring.results().get(metric.name());
  }

  @Test
  void classesOverStepsWithoutPadding() {
    var logits = preferring(0, 1, -1, 1, -1, -1, 1, -1, -1);
    var targets = tokens(0, 0, 99, 1, 99, 99, 0, 99, 99);
    var m = ClassMetrics.overSteps();
    assertThat(result(m.accuracy(), logits, targets)).isEqualTo(0.5);
    assertThat(result(m.ignoring(1).accuracy(), logits, targets)).isCloseTo(1.0 / 3, EXACT);
    assertThat(result(m.topAccuracy(2), logits, targets)).isEqualTo(1);
    double right = Math.log1p(Math.exp(-1));
    assertThat(result(m.logLoss(), logits, targets)).isCloseTo((4 * right + 2) / 4, EXACT);
    double p = 1 / (1 + Math.exp(-1));
    assertThat(result(m.calibrationError(10), logits, targets)).isCloseTo(p - 0.5, EXACT);
    assertThat(result(ClassMetrics.sequenceAccuracy(), logits, targets)).isEqualTo(0);
    var better = tokens(0, 1, 99, 1, 99, 99, 0, 99, 99);
    assertThat(result(ClassMetrics.sequenceAccuracy(), logits, better)).isEqualTo(0.5);
    var ignoring = tokens(0, 1, 99, 1, 99, 99, -1, 99, 99);
    assertThat(result(ClassMetrics.sequenceAccuracyIgnoring(-1), logits, ignoring)).isEqualTo(1);
  }

  @Test
  void numbersOverStepsAndObserved() {
    var prediction = sequence(1, 1, 4, NAN, 2, NAN, NAN, 6, NAN, NAN);
    var target = sequence(1, 0, 0, NAN, 1, NAN, NAN, 3, NAN, NAN);
    var m = NumberMetrics.overSteps();
    assertThat(result(m.mae(), prediction, target)).isCloseTo((1 + 4 + 1 + 3) / 4.0, EXACT);
    assertThat(result(m.rmse(), prediction, target)).isCloseTo(Math.sqrt(27 / 4.0), EXACT);
    assertThat(result(m.mse(), prediction, target)).isCloseTo(27 / 4.0, EXACT);
    assertThat(result(m.r2(), prediction, target)).isCloseTo(1 - 27 / 6.0, EXACT);
    assertThat(result(m.wape(), prediction, target)).isCloseTo(225, EXACT);
    assertThat(result(m.mape(), prediction, target)).isCloseTo(100, EXACT);
    assertThat(result(m.smape(), prediction, target))
        .isCloseTo(200 * (1 + 1 + 1 / 3.0 + 3 / 9.0) / 4, EXACT);
    var p = Tensors.of(device, Shape.of(3), new double[] {1, NAN, 5});
    var observed = Observed.of(device, Shape.of(3), new double[] {0, NAN, 3});
    assertThat(result(NumberMetrics.observed().mae(), p, observed)).isEqualTo(1.5);
    assertThat(result(NumberMetrics.ofRows().mae(), p.slice(0, 0, 1), p.slice(0, 2, 3)))
        .isEqualTo(4);
  }

  @Test
  void questionsOverStepsAndAnotherThreshold() {
    var logits = sequence(1, 1, 2, NAN, -3, NAN, NAN, 0.5, NAN, NAN);
    var answers = sequence(1, 1, 0, NAN, 0, NAN, NAN, 1, NAN, NAN);
    var m = BinaryMetrics.overSteps();
    assertThat(result(m.accuracy(), logits, answers)).isEqualTo(0.75);
    assertThat(result(m.threshold(0.7).accuracy(), logits, answers)).isEqualTo(0.5);
    assertThat(result(m.rocAuc(), logits, answers)).isEqualTo(0.5);
    double s = 1 / (1 + Math.exp(-0.5));
    double t = 1 / (1 + Math.exp(-1));
    double u = 1 / (1 + Math.exp(-2));
    double v = 1 / (1 + Math.exp(3));
    assertThat(result(m.calibrationError(2), logits, answers))
        .isCloseTo((Math.abs(s + t + u - 2) + v) / 4, EXACT);
    var none = Scoring.of(List.of(BinaryMetrics.ofRows().rocAuc(), BinaryMetrics.ofRows().f1()));
    none.add(Tensors.zeros(device, Shape.of(2)), Tensors.zeros(device, Shape.of(2)));
    assertThat(none.results()).as("there is no yes").containsOnlyKeys("f1");
  }

  @Test
  void perplexityIsReadFromTheLoss() {
    var logits = preferring(0, 1, -1, 1, -1, -1, 1, -1, -1);
    var targets = tokens(0, 0, 99, 1, 99, 99, 0, 99, 99);
    var loss = Losses.crossEntropy().overSteps();
    double mean = loss.mean(logits, targets).item();
    assertThat(result(LossMetrics.perplexity(loss), logits, targets))
        .isCloseTo(Math.exp(mean), EXACT);
    assertThat(result(LossMetrics.bitsPerToken(loss), logits, targets))
        .isCloseTo(mean / Math.log(2), EXACT);
    assertThat(result(LossMetrics.mean(loss), logits, targets)).isCloseTo(mean, EXACT);
    var text = new TokenLikelihood(30, 10).plus(new TokenLikelihood(6, 2));
    assertThat(text.perplexity()).hasValueCloseTo(Math.exp(3), EXACT);
    assertThat(text.bitsPer(60)).isCloseTo(36 / Math.log(2) / 60, EXACT);
    assertThat(TokenLikelihood.NONE.perplexity()).isEmpty();
  }

  @Test
  void mergingIsTheSameAsAddingAll() {
    var m = ClassMetrics.ofRows();
    List<Metric<Tensor, Tensor>> metrics =
        List.of(m.f1(Averaging.MACRO), m.rocAuc(), m.calibrationError(4), m.logLoss());
    var whole = Scoring.of(metrics);
    var first = Scoring.of(metrics);
    var second = Scoring.of(metrics);
    for (int batch = 0; batch < 4; batch++) {
      double[] x = new double[15];
      int[] y = new int[5];
      for (int i = 0; i < 15; i++) {
        x[i] = Math.sin(37.0 * i + batch);
        y[i / 3] = (i + batch) % 3;
      }
      var logits = Tensors.of(device, Shape.of(5, 3), x);
      var targets = Tensors.ofInts(device, Shape.of(5), y);
      whole.add(logits, targets);
      (batch % 2 == 0 ? first : second).add(logits, targets);
    }
    first.merge(second);
    assertThat(first.results().keySet())
        .containsExactly("macro-f1", "roc-auc", "calibration-error", "log-loss");
    first
        .results()
        .forEach(
            (name, value) ->
                assertThat(value).as(name).isCloseTo(whole.results().get(name), EXACT));
    assertThat(Scoring.of(metrics).results()).isEmpty();
  }

  /** A measure that counts how often it is asked. */
  private static Measure<String, String, Share> asked(AtomicInteger times) {
    return Measure.of(
        Share.class,
        "asked",
        (prediction, target) -> {
          times.incrementAndGet();
          return new Share(prediction.equals(target) ? 1 : 0, 1);
        });
  }

  @Test
  void whatSeveralMetricsReadIsCountedOnce() {
    var times = new AtomicInteger();
    var share = Metric.of("exact-match", Goal.MAXIMIZE, asked(times), Share::value);
    var twin = Metric.of("twin", Goal.MAXIMIZE, asked(times), Share::value);
    var scoring = Scoring.of(List.of(share, twin));
    scoring.add("a", "a");
    scoring.add("a", "b");
    assertThat(times).hasValue(2);
    assertThat(scoring.results()).containsEntry("exact-match", 0.5).containsEntry("twin", 0.5);
    var m = ClassMetrics.overSteps();
    assertThat(m.accuracy().measure()).isEqualTo(m.f1(Averaging.MACRO).measure());
    assertThat(m.accuracy().measure()).isNotEqualTo(m.ignoring(0).accuracy().measure());
    assertThatThrownBy(() -> Scoring.of(List.of(share, share)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Two metrics are called exact-match");
    assertThat(Scoring.of(List.of(share, share.named("other"))).metrics()).hasSize(2);
  }

  @Test
  void metricsKnowWhichWayIsBetter() {
    assertThat(ClassMetrics.ofRows().accuracy().goal()).isEqualTo(Goal.MAXIMIZE);
    assertThat(ClassMetrics.ofRows().logLoss().goal()).isEqualTo(Goal.MINIMIZE);
    assertThat(NumberMetrics.ofRows().r2().goal()).isEqualTo(Goal.MAXIMIZE);
    assertThat(NumberMetrics.ofRows().mae().goal()).isEqualTo(Goal.MINIMIZE);
    assertThat(Goal.MAXIMIZE.isBetter(2, 1, 0.5)).isTrue();
    assertThat(Goal.MAXIMIZE.isBetter(2, 1, 1)).isFalse();
    assertThat(Goal.MINIMIZE.isBetter(1, 2, 0.5)).isTrue();
    assertThat(Goal.MINIMIZE.isBetter(NAN, 2, 0)).isFalse();
  }

  @Test
  void whatDoesNotFitIsNamed() {
    var m = ClassMetrics.ofRows();
    var logits = Tensors.zeros(device, Shape.of(2, 3));
    assertThatThrownBy(
            () -> result(m.accuracy(), logits, Tensors.ofInts(device, Shape.of(3), 0, 1, 2)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[2, 3]");
    assertThatThrownBy(
            () -> result(m.accuracy(), logits, Tensors.ofInts(device, Shape.of(2), 0, -1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("say so with ignoring(-1)");
    var bad = Tensors.of(device, Shape.of(1, 2), new double[] {1, NAN});
    assertThatThrownBy(() -> result(m.accuracy(), bad, Tensors.ofInts(device, Shape.of(1), 0)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> result(NumberMetrics.ofRows().mae(), logits, bad))
        .isInstanceOf(ShapeException.class);
    var halves = Tensors.filled(device, Shape.of(2, 3), 0.5);
    assertThatThrownBy(() -> result(BinaryMetrics.ofRows().accuracy(), logits, halves))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("0.5 at index 0 is neither 0 nor 1");
    assertThatThrownBy(() -> m.topAccuracy(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BinaryMetrics.ofRows().threshold(2))
        .isInstanceOf(IllegalArgumentException.class);
    var full = Sequence.full(Tensors.zeros(device, Shape.of(3, 3, 2)));
    assertThatThrownBy(
            () ->
                result(
                    ClassMetrics.overSteps().accuracy(), full, tokens(0, 0, 0, 0, 0, 0, 0, 0, 0)))
        .isInstanceOf(ShapeException.class);
  }
}
