package dev.recurve.simd;

import dev.recurve.Layer;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.check.Parity;
import dev.recurve.check.TrialInput;
import dev.recurve.nn.Activations;
import dev.recurve.nn.AttentionPool;
import dev.recurve.nn.BatchNorm;
import dev.recurve.nn.Conv1d;
import dev.recurve.nn.Conv2d;
import dev.recurve.nn.Embedding;
import dev.recurve.nn.Features;
import dev.recurve.nn.Gru;
import dev.recurve.nn.LayerNorm;
import dev.recurve.nn.Linear;
import dev.recurve.nn.Lstm;
import dev.recurve.nn.MultiHeadAttention;
import dev.recurve.nn.PerStep;
import dev.recurve.nn.Pool;
import dev.recurve.nn.Span;
import dev.recurve.nn.WindowPool;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Whole networks of layers that are not recurrent give what they give on the reference backend. */
class LayersParityTest {
  private static <I> void agrees(TrialInput<I> input, Function<Params, Layer<I, ?>> model) {
    Parity.of(input, model, "java", "simd").check().requireAgreement();
  }

  @Test
  void convolutionsBeforeARecurrentLayer() {
    agrees(TrialInput.sequences(9), LayersParityTest::reader);
  }

  private static Layer<Sequence, Sequence> reader(Params params) {
    return Features.shaped(9, 1)
        .then(Conv2d.sized(1, 5, Span.square(3)).same().withoutBias().with(params.child("conv")))
        .then(PerStep.of(BatchNorm.sized(5).with(params.child("norm")).then(Activations.silu())))
        .then(WindowPool.max(Span.square(2)).keepingRest())
        .then(Features.flat())
        .then(Lstm.sized(25, 17).bidirectional().with(params.child("lstm")));
  }

  @Test
  void attentionOverWords() {
    agrees(TrialInput.tokens(50), LayersParityTest::classifier);
  }

  private static Layer<Tokens, Tensor> classifier(Params params) {
    return Embedding.sized(50, 12)
        .padding(3)
        .with(params.child("embed"))
        .then(Conv1d.sized(12, 16, 3).dilation(2).causal().with(params.child("conv")))
        .then(MultiHeadAttention.sized(16, 4).with(params.child("attention")))
        .then(PerStep.of(LayerNorm.sized(16).with(params.child("norm"))))
        .then(AttentionPool.sized(16, 8).with(params.child("pool")))
        .then(Linear.sized(16, 3).with(params.child("head")));
  }

  @Test
  void poolsOverARecurrentLayer() {
    agrees(
        TrialInput.sequences(7),
        params -> {
          var gru = Gru.sized(7, 19).layers(2).dropout(0.3).with(params.child("gru"));
          var shorter = gru.then(WindowPool.mean(2).keepingRest());
          return input -> {
            var steps = shorter.apply(input);
            return Pool.max().apply(steps).add(Pool.mean().apply(steps));
          };
        });
  }
}
