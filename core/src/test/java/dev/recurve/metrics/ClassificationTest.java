package dev.recurve.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.DataException;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.Tensors;
import dev.recurve.golden.Golden;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden values are scikit-learn's. */
class ClassificationTest {
  private static final Offset<Double> EXACT = within(1e-9);

  private final Device device = Device.standard().withType(DType.F64);

  static Stream<Golden> classes() {
    return Golden.read("classification_metrics.json").at("classes").list().stream();
  }

  static Stream<Golden> binary() {
    return Golden.read("classification_metrics.json").at("binary").list().stream();
  }

  /** Over two batches, so that tallies are added too. */
  private Map<String, Double> scores(
      Golden golden, int classes, List<Metric<Tensor, Tensor>> metrics) {
    double[] logits = golden.at("logits").values();
    int[] truth = golden.at("truth").ints();
    var scoring = Scoring.of(metrics);
    int cut = truth.length / 3;
    for (int[] range : new int[][] {{0, cut}, {cut, truth.length}}) {
      int rows = range[1] - range[0];
      double[] part = Arrays.copyOfRange(logits, range[0] * classes, range[1] * classes);
      scoring.add(
          Tensors.of(device, Shape.of(rows, classes), part),
          Tensors.ofInts(device, Shape.of(rows), Arrays.copyOfRange(truth, range[0], range[1])));
    }
    return scoring.results();
  }

  @ParameterizedTest
  @MethodSource("classes")
  void metricsOfClasses(Golden golden) {
    int classes = golden.at("classes").ints()[0];
    var m = ClassMetrics.ofRows();
    var results =
        scores(
            golden,
            classes,
            List.of(
                m.accuracy(),
                m.matthewsCorrelation(),
                m.logLoss(),
                m.brier(),
                m.rocAuc(),
                m.averagePrecision(),
                m.topAccuracy(2).named("second"),
                m.topAccuracy(1),
                m.topAccuracy(classes)));
    assertThat(results).containsKeys("accuracy", "brier").hasSize(9);
    check(golden, "accuracy", results.get("accuracy"));
    check(golden, "mcc", results.get("matthews-correlation"));
    check(golden, "log_loss", results.get("log-loss"));
    check(golden, "brier", results.get("brier"));
    assertThat(results.get("top-1-accuracy")).isEqualTo(results.get("accuracy"));
    assertThat(results.get("top-%d-accuracy".formatted(classes))).isEqualTo(1.0);
    if (classes > 2) {
      check(golden, "roc_auc", results.get("roc-auc"));
      check(golden, "average_precision", results.get("average-precision"));
      check(golden, "top2", results.get("second"));
    }
  }

  private static void check(Golden golden, String name, double actual) {
    assertThat(actual).as(name).isCloseTo(golden.at(name).values()[0], EXACT);
  }

  @ParameterizedTest
  @MethodSource("classes")
  void averages(Golden golden) {
    int classes = golden.at("classes").ints()[0];
    var m = ClassMetrics.ofRows();
    for (var how : Averaging.values()) {
      String name = how.name().toLowerCase(Locale.ROOT);
      var results = scores(golden, classes, List.of(m.precision(how), m.recall(how), m.f1(how)));
      double[] expected = golden.at(name).values();
      assertThat(results).containsOnlyKeys(name + "-precision", name + "-recall", name + "-f1");
      assertThat(results.values().stream().mapToDouble(Double::doubleValue).toArray())
          .containsExactly(expected, EXACT);
    }
  }

  @ParameterizedTest
  @MethodSource("classes")
  void eachClass(Golden golden) {
    int classes = golden.at("classes").ints()[0];
    int[] truth = golden.at("truth").ints();
    var scores = new HostScores(classes, golden.at("logits").values(), truth);
    var matrix = ConfusionMatrix.of(classes, truth, scores.best());
    int[] counts = golden.at("confusion").ints();
    var each = golden.at("each").list();
    for (int c = 0; c < classes; c++) {
      assertThat(matrix.precision(c)).isCloseTo(each.get(0).values()[c], EXACT);
      assertThat(matrix.recall(c)).isCloseTo(each.get(1).values()[c], EXACT);
      assertThat(matrix.f1(c)).isCloseTo(each.get(2).values()[c], EXACT);
      assertThat(matrix.support(c)).isEqualTo(each.get(3).ints()[c]);
      for (int p = 0; p < classes; p++) {
        assertThat(matrix.count(c, p)).isEqualTo(counts[c * classes + p]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("binary")
  void curves(Golden golden) {
    double[] x = golden.at("scores").values();
    int[] truth = golden.at("truth").ints();
    var ranked = RankedScores.of(Arrays.copyOf(x, 9), yes(Arrays.copyOf(truth, 9)));
    int n = x.length;
    ranked =
        ranked.plus(
            RankedScores.of(Arrays.copyOfRange(x, 9, n), yes(Arrays.copyOfRange(truth, 9, n))));
    assertThat(ranked.rocAuc()).hasValueCloseTo(golden.at("roc_auc").values()[0], EXACT);
    assertThat(ranked.averagePrecision())
        .hasValueCloseTo(golden.at("average_precision").values()[0], EXACT);
    assertThat(ranked.precisionRecallAuc()).hasValueCloseTo(golden.at("pr_auc").values()[0], EXACT);
    var roc = ranked.rocCurve();
    assertThat(roc.getFirst()).isEqualTo(new CurvePoint(Double.POSITIVE_INFINITY, 0, 0));
    same(roc, CurvePoint::threshold, golden.at("thresholds"));
    same(roc, CurvePoint::x, golden.at("fpr"));
    same(roc, CurvePoint::y, golden.at("tpr"));
    var curve = ranked.precisionRecallCurve();
    same(curve, CurvePoint::x, golden.at("recall"));
    same(curve, CurvePoint::y, golden.at("precision"));
  }

  /** All but the first point. */
  private static void same(
      List<CurvePoint> curve, Function<CurvePoint, Double> part, Golden expected) {
    assertThat(curve.stream().skip(1).mapToDouble(part::apply).toArray())
        .containsExactly(expected.values(), EXACT);
  }

  private static boolean[] yes(int... truth) {
    boolean[] yes = new boolean[truth.length];
    for (int i = 0; i < truth.length; i++) {
      yes[i] = truth[i] == 1;
    }
    return yes;
  }

  @ParameterizedTest
  @MethodSource("binary")
  void metricsOfQuestions(Golden golden) {
    double[] x = golden.at("scores").values();
    var m = BinaryMetrics.ofRows();
    var scoring =
        Scoring.of(
            List.of(
                m.accuracy(),
                m.precision(),
                m.recall(),
                m.f1(),
                m.matthewsCorrelation(),
                m.rocAuc(),
                m.averagePrecision(),
                m.logLoss(),
                m.brier()));
    scoring.add(
        Tensors.of(device, Shape.of(x.length, 1), x),
        Tensors.of(device, Shape.of(x.length, 1), golden.at("truth").values()));
    var results = scoring.results();
    check(golden, "accuracy", results.get("accuracy"));
    check(golden, "p", results.get("precision"));
    check(golden, "r", results.get("recall"));
    check(golden, "f1", results.get("f1"));
    check(golden, "mcc", results.get("matthews-correlation"));
    check(golden, "roc_auc", results.get("roc-auc"));
    check(golden, "average_precision", results.get("average-precision"));
    check(golden, "log_loss", results.get("log-loss"));
    check(golden, "brier", results.get("brier"));
  }

  @Test
  void byHand() {
    var matrix = ConfusionMatrix.of(3, new int[] {0, 0, 1, 1, 1}, new int[] {0, 1, 1, 1, 0});
    assertThat(matrix).hasToString("[1, 1, 0]\n[1, 2, 0]\n[0, 0, 0]");
    assertThat(matrix.accuracy()).isEqualTo(new Share(3, 5));
    assertThat(matrix.f1(0)).isCloseTo(0.5, EXACT);
    assertThat(matrix.f1(1)).isCloseTo(4.0 / 6, EXACT);
    assertThat(matrix.f1(2)).as("a class that never came").isZero();
    assertThat(matrix.f1(Averaging.MACRO)).hasValueCloseTo((0.5 + 4.0 / 6) / 3, EXACT);
    assertThat(matrix.f1(Averaging.WEIGHTED)).hasValueCloseTo(0.4 * 0.5 + 0.6 * 4 / 6, EXACT);
    // (2·1 - 1·1) / √(3·2·3·2), with class 1 positive.
    assertThat(matrix.matthewsCorrelation()).hasValueCloseTo(1.0 / 6, EXACT);
    assertThat(matrix.predicted(1)).isEqualTo(3);
    var empty = ConfusionMatrix.of(2, new int[0], new int[0]);
    assertThat(empty.f1(Averaging.MICRO)).isEmpty();
    assertThat(empty.matthewsCorrelation()).isEmpty();
    assertThat(empty.accuracy().value()).isEmpty();
  }

  @Property(tries = 200)
  void correlationsAndAreasHaveTheirBounds(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 11) Integer> drawn) {
    int[] truth = drawn.stream().mapToInt(d -> d % 3).toArray();
    int[] predicted = drawn.stream().mapToInt(d -> d / 4).toArray();
    var matrix = ConfusionMatrix.of(3, truth, predicted);
    assertThat(matrix.matthewsCorrelation().orElseThrow()).isBetween(-1 - 1e-12, 1 + 1e-12);
    var perfect = ConfusionMatrix.of(3, truth, truth);
    boolean oneClass = Arrays.stream(truth).distinct().count() == 1;
    assertThat(perfect.matthewsCorrelation().orElseThrow())
        .isCloseTo(oneClass ? 0 : 1, within(1e-12));
    // Which is which does not matter: classes can be renamed.
    int[] renamedTruth = Arrays.stream(truth).map(t -> (t + 1) % 3).toArray();
    int[] renamedGuess = Arrays.stream(predicted).map(t -> (t + 1) % 3).toArray();
    var renamed = ConfusionMatrix.of(3, renamedTruth, renamedGuess);
    assertThat(renamed.matthewsCorrelation().orElseThrow())
        .isCloseTo(matrix.matthewsCorrelation().orElseThrow(), within(1e-12));
    assertThat(renamed.f1(Averaging.MACRO).orElseThrow())
        .isCloseTo(matrix.f1(Averaging.MACRO).orElseThrow(), within(1e-12));
  }

  @Property(tries = 200)
  void onlyTheOrderOfScoresCounts(
      @ForAll @Size(min = 2, max = 20) List<@IntRange(max = 11) Integer> drawn) {
    double[] scores = drawn.stream().mapToDouble(d -> d / 2).toArray();
    boolean[] positive = yes(drawn.stream().mapToInt(d -> d % 2).toArray());
    var ranked = RankedScores.of(scores, positive);
    boolean[] opposite = new boolean[positive.length];
    for (int i = 0; i < opposite.length; i++) {
      opposite[i] = !positive[i];
    }
    if (ranked.positives() == 0 || ranked.negatives() == 0) {
      assertThat(ranked.rocAuc()).isEmpty();
      return;
    }
    double area = ranked.rocAuc().orElseThrow();
    assertThat(area).isBetween(0.0, 1.0);
    double[] bent = Arrays.stream(scores).map(s -> Math.exp(s) - 7).toArray();
    assertThat(RankedScores.of(bent, positive).rocAuc()).hasValue(area);
    double[] turned = Arrays.stream(scores).map(s -> -s).toArray();
    assertThat(RankedScores.of(turned, opposite).rocAuc().orElseThrow())
        .isCloseTo(area, within(1e-12));
    assertThat(RankedScores.of(turned, positive).rocAuc().orElseThrow())
        .isCloseTo(1 - area, within(1e-12));
    // The area under the curve's trapezoids is the share of pairs in order.
    double trapezoids = 0;
    var curve = ranked.rocCurve();
    for (int i = 1; i < curve.size(); i++) {
      trapezoids +=
          (curve.get(i).x() - curve.get(i - 1).x())
              * 0.5
              * (curve.get(i).y() + curve.get(i - 1).y());
    }
    assertThat(trapezoids).isCloseTo(area, within(1e-12));
    double share = (double) ranked.positives() / scores.length;
    assertThat(ranked.averagePrecision().orElseThrow()).isBetween(share / 2, 1.0);
  }

  @Test
  void reliability() {
    double[] confidence = {0.95, 0.85, 0.8, 0.55, 0.2, 0};
    boolean[] right = {true, true, false, true, false, false};
    var half = CalibrationBins.of(5, Arrays.copyOf(confidence, 3), Arrays.copyOf(right, 3));
    var rest =
        CalibrationBins.of(
            5, Arrays.copyOfRange(confidence, 3, 6), Arrays.copyOfRange(right, 3, 6));
    var bins = half.plus(rest);
    // (0.8, 1]: two right of 1.8; (0.6, 0.8]: none of 0.8; (0.4, 0.6]: one of 0.55; [0, 0.2]: 0.2.
    assertThat(bins.expectedError()).hasValueCloseTo((0.2 + 0.8 + 0.45 + 0.2) / 6, EXACT);
    assertThat(bins.maximumError()).hasValueCloseTo(0.8, EXACT);
    assertThat(bins.bins()).hasSize(5);
    var last = bins.bins().getLast();
    assertThat(last.low()).isEqualTo(0.8);
    assertThat(last.count()).isEqualTo(2);
    assertThat(last.confidence()).isCloseTo(0.9, EXACT);
    assertThat(last.accuracy()).isEqualTo(1);
    assertThat(bins.bins().get(1).count()).isZero();
    assertThat(bins.bins().get(1).accuracy()).isNaN();
    assertThat(CalibrationBins.of(3, new double[0], new boolean[0]).expectedError()).isEmpty();
    assertThatThrownBy(() -> CalibrationBins.of(3, new double[] {1.1}, new boolean[1]))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> half.plus(CalibrationBins.of(3, new double[0], new boolean[0])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** As fastText counts: 3 hits of 4 predictions, 3 of 5 labels. */
  @Test
  void severalLabels() {
    var hits =
        LabelHits.of(new int[] {4, 1, 2}, Set.of(1, 4, 7), 2)
            .plus(LabelHits.of(new int[] {0, 3}, Set.of(3, 5), 2));
    assertThat(hits.precision()).hasValueCloseTo(0.75, EXACT);
    assertThat(hits.recall()).hasValueCloseTo(0.6, EXACT);
    assertThat(LabelHits.of(new int[0], Set.of(), 1).precision()).isEqualTo(OptionalDouble.empty());
    assertThatThrownBy(() -> LabelHits.of(new int[] {1}, Set.of(1), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatCannotBeCountedIsRefused() {
    assertThatThrownBy(() -> ConfusionMatrix.of(2, new int[] {0, 2}, new int[] {0, 1}))
        .isInstanceOf(DataException.class)
        .hasMessage("truth 1 is 2; the 2 classes are 0…1");
    assertThatThrownBy(() -> ConfusionMatrix.of(2, new int[1], new int[2]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                ConfusionMatrix.of(2, new int[0], new int[0])
                    .plus(ConfusionMatrix.of(3, new int[0], new int[0])))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RankedScores.of(new double[] {Double.NaN}, new boolean[1]))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> RankedScores.of(new double[2], new boolean[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OneVersusRest.of(2, new double[3], new int[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
