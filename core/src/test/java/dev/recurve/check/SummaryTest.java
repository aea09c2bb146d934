package dev.recurve.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.Steps;
import dev.recurve.nn.BatchNorm;
import dev.recurve.nn.Conv2d;
import dev.recurve.nn.Embedding;
import dev.recurve.nn.Features;
import dev.recurve.nn.Linear;
import dev.recurve.nn.Lstm;
import dev.recurve.nn.PerStep;
import dev.recurve.nn.Pool;
import dev.recurve.nn.Span;
import dev.recurve.nn.WindowPool;
import dev.recurve.optim.Adam;
import dev.recurve.optim.Sgd;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Costs counted by hand, and memory that a real step takes. */
class SummaryTest {
  private static Layer<Tokens, Tensor> classifier(Params params) {
    return Embedding.sized(50, 6)
        .with(params.child("embed"))
        .then(Lstm.sized(6, 4).bidirectional().with(params.child("lstm")))
        .then(Pool.lastStep())
        .then(Linear.sized(8, 3).with(params.child("head")));
  }

  @Test
  void productsByHand() {
    var summary =
        Summary.of(
            TrialInput.rows(5),
            params -> Linear.sized(5, 3).withoutBias().with(params),
            Lengths.full(7, 1),
            Device.standard());
    double product = 2.0 * 7 * 5 * 3;
    assertThat(summary.forwardFlops()).isEqualTo(product);
    // forward, the weights' gradient, and the sum that stands for a loss
    assertThat(summary.trainingFlops()).isBetween(2 * product, 2 * product + 3 * 7 * 3);
    assertThat(summary.weights()).isEqualTo(15);
    assertThat(summary.weightBytes()).isEqualTo(60);
    assertThat(summary.gradientBytes()).isEqualTo(60);
    assertThat(summary.optimizerBytes(Adam.withRate(0.1))).isEqualTo(120);
    assertThat(summary.optimizerBytes(Sgd.withRate(0.1))).isZero();
  }

  @Test
  void layerByLayer() {
    var lengths = Lengths.of(3, 5, 2, 5);
    var summary =
        Summary.of(TrialInput.tokens(50), SummaryTest::classifier, lengths, Device.standard());
    assertThat(summary.rows())
        .extracting(Summary.Row::layer)
        .containsExactly(
            "Embedding(50 tokens → 6)",
            "Lstm(6 → 8, bidirectional)",
            "Pool(last step)",
            "Linear(8 → 3)");
    assertThat(summary.rows())
        .extracting(Summary.Row::output)
        .containsExactly(
            "time 5, batch 4, features 6",
            "time 5, batch 4, features 8",
            "batch 4, features 8",
            "batch 4, features 3");
    assertThat(summary.rows())
        .extracting(Summary.Row::weights)
        .containsExactly(300L, 2L * (16 * 6 + 16 * 4 + 32), 0L, 27L);
    assertThat(summary.weights()).isEqualTo(300 + 384 + 27);
    assertThat(summary.rows().get(1).bytes()).isEqualTo(5 * 4 * 8 * 4);
    // 15 real steps, two directions, a row of 16 gates from 6 features and 4 units
    double lstm = 15 * 2 * (2.0 * 16 * (6 + 4) + 16);
    assertThat(summary.rows().get(1).flops()).isBetween(lstm, 1.2 * lstm);
    assertThat(summary.rows().get(3).flops()).isEqualTo(2.0 * 4 * 8 * 3 + 4 * 3);
    assertThat(summary.paddingShare()).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void countsWhatIsPaddingAsNothing() {
    var lengths = Lengths.of(10, 1, 1, 1);
    var ragged =
        Summary.of(TrialInput.tokens(50), SummaryTest::classifier, lengths, Device.standard());
    var full =
        Summary.of(
            TrialInput.tokens(50), SummaryTest::classifier, Lengths.full(4, 10), Device.standard());
    assertThat(ragged.rows().get(1).flops()).isLessThan(0.5 * full.rows().get(1).flops());
  }

  @Test
  void sharedWeightsCountOnceAndKeptNumbersApart() {
    var summary =
        Summary.<Tokens>of(
            TrialInput.tokens(50),
            params -> {
              var embedding = Embedding.sized(50, 6).with(params.child("embed"));
              return embedding
                  .then(PerStep.of(BatchNorm.sized(6).with(params.child("norm"))))
                  .then(PerStep.of(Linear.over(embedding.weight())));
            });
    assertThat(summary.rows()).extracting(Summary.Row::weights).containsExactly(300L, 12L, 0L);
    assertThat(summary.weights()).isEqualTo(312);
    assertThat(summary.kept()).isEqualTo(12);
    assertThat(summary.weightBytes()).isEqualTo(4 * (312 + 12));
  }

  /** What was planned is what a step then holds. */
  @Test
  void memoryIsThatOfARealStep() {
    var lengths = Lengths.of(3, 25, 12, 25, 7);
    var input = TrialInput.sequences(8, 1);
    var summary = Summary.of(input, SummaryTest::pictures, lengths, Device.standard());
    var params = ParamStore.fresh(1);
    var layer = pictures(params);
    params.seal();
    var trial = Trial.plain(lengths);
    try (var steps = new Steps(params.device())) {
      for (int i = 0; i < 2; i++) {
        steps.train(
            1,
            tape -> {
              var numbers =
                  Optional.<Tensor>of(input.values(trial).orElseThrow().on(params.device()));
              tape.backward(layer.apply(input.input(trial, params.device(), numbers)).data().sum());
              return tape;
            });
      }
      assertThat(steps.memoryBytes()).isEqualTo(summary.stepBytes()).isGreaterThan(1 << 16);
    }
  }

  private static Layer<Sequence, Sequence> pictures(Params params) {
    return Conv2d.sized(1, 4, Span.square(3))
        .same()
        .with(params.child("conv"))
        .then(WindowPool.max(Span.square(2)))
        .then(Features.flat())
        .then(Lstm.sized(16, 12).layers(2).dropout(0.2).with(params.child("lstm")));
  }

  /** Several times the memory of this virtual machine. */
  @Test
  void whatDoesNotFitCanBePlanned() {
    var summary =
        Summary.of(
            TrialInput.sequences(4),
            params -> Lstm.sized(4, 500).layers(8).with(params),
            Lengths.full(512, 500),
            Device.standard());
    assertThat(summary.trainingFlops()).isGreaterThan(2e13);
    assertThat(summary.stepBytes()).isGreaterThan(8L << 30);
    assertThat(summary.leastSeconds()).isGreaterThan(1);
  }

  @Test
  void isWrittenForPeople() {
    var lengths = Lengths.of(3, 5, 2, 5);
    var text =
        Summary.of(TrialInput.tokens(50), SummaryTest::classifier, lengths, Device.standard())
            .toString();
    assertThat(text)
        .contains("   layer                       output                       weights  operations")
        .contains("1  Lstm(6 → 8, bidirectional)  time 5, batch 4, features 8      384")
        .contains("711 weights, 2.78 KiB, and as much again for their gradients")
        .contains("25 % of its steps are padding")
        .contains("Planned for " + Device.standard());
  }
}
