package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Streamable;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.GradCheck;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tensors;
import dev.recurve.check.LayerGradCheck;
import dev.recurve.check.PaddingCheck;
import dev.recurve.check.TrialInput;
import dev.recurve.loss.Losses;
import dev.recurve.params.ParamStore;
import dev.recurve.params.ParameterBlock;
import dev.recurve.runtime.Device;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Embeddings with a padding token, frozen ones, and those that begin with vectors from a file. */
class EmbeddingTest {
  private static final int[] IDS = {4, 2, 2, 3, 0, 2};

  private static Tokens tokens(Device device) {
    return new Tokens(Tensors.ofInts(device, Shape.of(3, 2), IDS), Lengths.of(3, 3));
  }

  /** The gradient of the table where each output element has its own weight. */
  private static double[] gradient(ParamStore params, Embedding layer) {
    params.seal().forEach(ParameterBlock::clearGradient);
    try (var steps = new Steps(params.device())) {
      steps.record(
          tape -> {
            tape.backward(Weighed.loss(List.of(layer.apply(tokens(params.device())).data())));
            return tape;
          });
    }
    return Weighed.gradients(params).get("weight");
  }

  // --------------------------------------------------------------- padding

  @Test
  void thePaddingTokenIsZeroAndStaysSo() {
    var params = ParamStore.fresh(3, Devices.F64);
    var layer = Embedding.sized(5, 2).padding(2).with(params);
    double[] table = layer.weight().value().toDoubles();
    assertThat(Arrays.copyOfRange(table, 4, 6)).containsExactly(0, 0);
    double[] y = layer.apply(tokens(Devices.F64)).data().toDoubles();
    for (int i = 0; i < IDS.length; i++) {
      assertThat(Arrays.copyOfRange(y, 2 * i, 2 * i + 2))
          .containsExactly(Arrays.copyOfRange(table, 2 * IDS[i], 2 * IDS[i] + 2));
    }
    var plainParams = ParamStore.fresh(3, Devices.F64);
    double[] expected = gradient(plainParams, Embedding.sized(5, 2).with(plainParams));
    assertThat(Arrays.copyOfRange(expected, 4, 6)).doesNotContain(0);
    expected[4] = 0;
    expected[5] = 0;
    assertThat(gradient(params, layer)).containsExactly(expected);
  }

  @Property(tries = 20)
  void anyTokenMayBeThePadding(
      @ForAll @IntRange(min = 1, max = 6) int vocabulary, @ForAll @IntRange(max = 5) int chosen) {
    int padding = chosen % vocabulary;
    PaddingCheck.of(
            TrialInput.tokens(vocabulary),
            params -> Embedding.sized(vocabulary, 3).padding(padding).with(params))
        .check()
        .requireAgreement();
    LayerGradCheck.of(
            TrialInput.tokens(vocabulary), params -> Embedding.sized(vocabulary, 3).with(params))
        .lengths(2, 0, 5)
        .check()
        .requireAgreement();
  }

  @Test
  void paddingIsOneOfTheTokens() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Embedding.sized(5, 2).padding(5))
        .withMessage("The padding is one of the tokens 0…4, received 5");
    var layer = Embedding.sized(5, 2).padding(0).with(ParamStore.fresh(1, Devices.F32));
    assertThat(layer.describe()).isEqualTo("Embedding(5 tokens → 2, padding 0)");
  }

  // ---------------------------------------------------------------- frozen

  @Test
  void aFrozenTableIsSavedAndNotTrained() {
    var params = ParamStore.fresh(3, Devices.F32);
    var layer = Embedding.sized(5, 2).frozen().with(params.child("embed"));
    var head = Linear.sized(2, 1).with(params.child("head"));
    assertThat(params.count()).isEqualTo(3);
    params.seal();
    double[] before = layer.weight().value().toDoubles();
    try (var steps = new Steps(Devices.F32)) {
      steps.train(
          1,
          tape -> {
            tape.backward(head.apply(layer.apply(tokens(Devices.F32)).data()).sum());
            return tape;
          });
    }
    assertThat(Weighed.gradients(params).keySet()).containsExactly("head.weight", "head.bias");
    assertThat(layer.weight().value().toDoubles()).containsExactly(before);
    var again = ParamStore.from(params.values(), Devices.F32);
    var trainable = Embedding.sized(5, 2).with(again.child("embed"));
    assertThat(trainable.weight().value().toDoubles()).containsExactly(before);
    assertThat(again.count()).isEqualTo(10);
  }

  // ------------------------------------------------------------------ files

  private static WordVectors vectors() throws IOException {
    return WordVectors.read(new StringReader("cat 1 2\ndog 3 4\n"), "pets.txt");
  }

  @Test
  void beginsWithVectorsFromAFile() throws IOException {
    var words = List.of("<pad>", "dog", "bird", "cat");
    var params = ParamStore.fresh(3, Devices.F32);
    var layer = Embedding.of(vectors(), words).padding(0).with(params);
    assertThat(layer.describe()).isEqualTo("Embedding(4 tokens → 2, padding 0)");
    double[] table = layer.weight().value().toDoubles();
    assertThat(Arrays.copyOfRange(table, 0, 4)).containsExactly(0, 0, 3, 4);
    assertThat(Arrays.copyOfRange(table, 6, 8)).containsExactly(1, 2);
    float[] drawn = vectors().table(words);
    assertThat(table[4]).isEqualTo(drawn[4]);
    assertThat(params.count()).isEqualTo(8);
  }

  @Test
  void streams() throws IOException {
    var params = ParamStore.fresh(3, Devices.F32);
    Embedding.of(vectors(), List.of("cat", "<pad>", "dog")).padding(1).with(params);
    var fixed = Embedding.sized(3, 2).padding(1).with(params.snapshot());
    try (var session = Streamable.of(fixed).open(2)) {
      float[] vectors = new float[4];
      session.step(new int[] {1, 2}, vectors);
      assertThat(vectors).containsExactly(0, 0, 3, 4);
    }
  }

  // ------------------------------------------------------------------- ties

  /** One table reads the words and, in a sampled softmax, chooses the next. */
  @Test
  void sharedWithASampledSoftmax() {
    var params = ParamStore.fresh(3, Devices.F64);
    var embedding = Embedding.sized(9, 3).with(params.child("embed"));
    var net = embedding.then(Gru.sized(3, 3).with(params.child("gru"))).then(Pool.lastStep());
    var loss = Losses.sampledSoftmax(embedding.weight(), 4);
    var blocks = params.seal();
    var targets = Tensors.ofInts(Devices.F64, Shape.of(2), 7, 1);
    GradCheck.on(Devices.F64)
        .parameters(params.parameters(), () -> blocks.forEach(ParameterBlock::changed))
        .training()
        .check(_ -> loss.mean(net.apply(tokens(Devices.F64)), targets))
        .requireAgreement();
    // Outside training, it is the cross-entropy of all words.
    Tensor hidden = net.apply(tokens(Devices.F64));
    double whole =
        Losses.crossEntropy().mean(Linear.over(embedding.weight()).apply(hidden), targets).item();
    assertThat(loss.mean(hidden, targets).item()).isCloseTo(whole, within(1e-12));
  }

  @Test
  void sequencesOfNothing() {
    var layer = Embedding.sized(5, 2).padding(2).with(ParamStore.fresh(3, Devices.F32));
    var none = new Tokens(Tensors.ofInts(Devices.F32, Shape.of(1, 2), 9, -9), Lengths.of(0, 0));
    Sequence y = layer.apply(none);
    assertThat(y.data().toDoubles()).containsExactly(0, 0, 0, 0);
  }
}
