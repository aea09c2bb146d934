package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.check.LayerGradCheck;
import dev.recurve.check.PaddingCheck;
import dev.recurve.check.Parity;
import dev.recurve.check.TrialInput;
import dev.recurve.io.Safetensors;
import dev.recurve.params.ParamStore;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What holds for every layer that is not recurrent: right gradients, invisible padding, the same in
 * both precisions, and the same again from a file; on lengths in any order, 0 among them.
 */
class EveryLayerTest {
  private static final int FEATURES = 4;

  /** A layer over sequences of four features. */
  enum Kind {
    LINEAR(p -> PerStep.of(Linear.sized(FEATURES, 3).with(p))),
    LAYER_NORM(p -> PerStep.of(LayerNorm.sized(FEATURES).epsilon(0.1).with(p))),
    BATCH_NORM(p -> PerStep.of(BatchNorm.sized(FEATURES).epsilon(0.1).with(p))),
    ACTIVATIONS(
        p ->
            PerStep.of(
                Linear.sized(FEATURES, 2)
                    .with(p)
                    .then(Activations.gelu())
                    .then(Activations.elu(1.2))
                    .then(Activations.mish())
                    .then(Activations.logSoftmax()))),
    DROPOUT(p -> PerStep.of(Linear.sized(FEATURES, 3).with(p).then(Dropout.of(0.4)))),
    CONV_1D(p -> Conv1d.sized(FEATURES, 2, 3).dilation(2).same().with(p)),
    CONV_1D_CAUSAL(p -> Conv1d.sized(FEATURES, 2, 2).stride(2).causal().with(p)),
    CONV_2D(
        p ->
            Features.shaped(2, 2)
                .then(Conv2d.sized(2, 3, new Span(3, 2)).same().with(p))
                .then(Features.flat())),
    WINDOW_MAX(_ -> WindowPool.max(2).keepingRest()),
    WINDOW_MEAN(_ -> WindowPool.mean(3).stride(2)),
    SELF_ATTENTION(p -> MultiHeadAttention.sized(FEATURES, 2).with(p)),
    ADDITIVE_ATTENTION(p -> asked(AdditiveAttention.sized(FEATURES, FEATURES, 3).with(p))),
    DOT_PRODUCT_ATTENTION(p -> asked(MultiHeadAttention.sized(FEATURES, 4).with(p))),
    LAST_STEP(_ -> Pool.lastStep()),
    BOTH_ENDS(_ -> Pool.bothEnds()),
    MEAN(_ -> Pool.mean()),
    MAX(_ -> Pool.max()),
    ATTENTION_POOL(p -> AttentionPool.sized(FEATURES, 3).with(p));

    private final Function<Params, Layer<Sequence, ?>> build;

    Kind(Function<Params, Layer<Sequence, ?>> build) {
      this.build = build;
    }

    /** Pools have nothing to fold in an empty sequence. */
    boolean refusesEmpty() {
      return switch (this) {
        case LAST_STEP, BOTH_ENDS, MEAN, MAX, ATTENTION_POOL -> true;
        default -> false;
      };
    }

    /** The batch as it is, or without its empty sequences. */
    Lengths lengths(List<Integer> all) {
      return Lengths.of(
          all.stream().mapToInt(i -> i).filter(length -> length > 0 || !refusesEmpty()).toArray());
    }

    /** Looks into the sequence with the sum of its steps. */
    private static Layer<Sequence, Tensor> asked(Attention attention) {
      return input -> attention.over(input).attend(input.data().sum(0)).context();
    }
  }

  @Provide
  Arbitrary<List<Integer>> lengths() {
    return Arbitraries.integers().between(0, 6).list().ofMinSize(1).ofMaxSize(4);
  }

  private static TrialInput<Sequence> input() {
    return TrialInput.sequences(FEATURES);
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void gradients(
      @ForAll Kind kind, @ForAll boolean isTraining, @ForAll("lengths") List<Integer> all) {
    var lengths = kind.lengths(all);
    if (lengths.total() == 0) {
      return;
    }
    var check = LayerGradCheck.of(input(), kind.build).lengths(lengths.toArray());
    (isTraining ? check.training() : check).check().requireAgreement();
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void padding(@ForAll Kind kind, @ForAll("lengths") List<Integer> all) {
    var lengths = kind.lengths(all);
    if (lengths.batch() > 0) {
      PaddingCheck.of(input(), kind.build).lengths(lengths).check().requireAgreement();
    }
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void precisions(@ForAll Kind kind, @ForAll("lengths") List<Integer> all) {
    var lengths = kind.lengths(all);
    if (lengths.total() > 0) {
      Parity.of(input(), kind.build, Devices.F64, Devices.F32)
          .lengths(lengths)
          .check()
          .requireAgreement();
    }
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void files(@ForAll Kind kind, @ForAll("lengths") List<Integer> all) {
    var lengths = kind.lengths(all);
    var params = ParamStore.fresh(9, Devices.F32);
    var layer = kind.build.apply(params);
    byte[] file = Safetensors.encode(params.values(), Map.of());
    var again = ParamStore.from(Safetensors.decode(file, "memory").arrays(), Devices.F32);
    var other = kind.build.apply(again);
    again.requireAllUsed();
    var x = Weighed.tensor(Devices.F32, Shape.of(6, lengths.batch(), FEATURES));
    var sequence = Sequence.of(x, lengths);
    assertThat(numbers(other.apply(sequence))).isEqualTo(numbers(layer.apply(sequence)));
  }

  private static double[] numbers(Object output) {
    return output instanceof Sequence sequence
        ? sequence.data().toDoubles()
        : ((Tensor) output).toDoubles();
  }
}
