package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.Init;
import dev.recurve.Layer.Child;
import dev.recurve.Lengths;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.autodiff.GradCheck;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tensors;
import dev.recurve.golden.Golden;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamStore;
import dev.recurve.params.ParameterBlock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attention agrees with PyTorch, with hand-worked values, and never sees the padding. */
class AttentionTest {
  private static final int SIZE = 4;

  /** All kinds over a memory of {@link #SIZE} features and queries of as many. */
  enum Kind {
    ADDITIVE,
    DOT,
    SCALED_DOT,
    GENERAL,
    MULTI_HEAD;

    Attention build(Params params) {
      return switch (this) {
        case ADDITIVE -> AdditiveAttention.sized(SIZE, SIZE, 3).with(params);
        case DOT -> MultiplicativeAttention.dot(SIZE);
        case SCALED_DOT -> MultiplicativeAttention.scaledDot(SIZE);
        case GENERAL -> MultiplicativeAttention.general(SIZE, SIZE).with(params);
        case MULTI_HEAD -> MultiHeadAttention.sized(SIZE, 2).with(params);
      };
    }
  }

  private static HostArray array(Golden golden, Shape shape) {
    return new HostArray.F64(shape, golden.values());
  }

  private static Lengths lengths(Golden mask) {
    int[] lengths = new int[mask.shape().dim(0)];
    int[] inside = mask.ints();
    for (int i = 0; i < inside.length; i++) {
      lengths[i / mask.shape().dim(1)] += inside[i];
    }
    return Lengths.of(lengths);
  }

  private static void checkGolden(Golden golden, ParamStore params, Attention attention) {
    params.seal().forEach(ParameterBlock::clearGradient);
    try (var steps = new Steps(Devices.F64)) {
      steps.record(
          tape -> {
            var query = tape.watch(golden.at("q").on(Devices.F64));
            var keys = tape.watch(golden.at("k").on(Devices.F64));
            var memory = Sequence.of(keys.transpose(1, 0, 2), lengths(golden.at("mask")));
            var found = attention.over(memory).attend(query);
            golden.at("context").assertAgrees(found.context(), 1e-9);
            int longest = found.weights().shape().dim(1);
            double[] all = golden.at("weights").values();
            double[] weights = found.weights().toDoubles();
            for (int i = 0; i < all.length; i++) {
              int t = i % golden.at("weights").shape().dim(1);
              int b = i / golden.at("weights").shape().dim(1);
              double actual = t < longest ? weights[b * longest + t] : 0;
              assertThat(actual).isCloseTo(all[i], within(1e-9));
            }
            tape.backward(found.context().mul(golden.at("gcontext").on(Devices.F64)).sum());
            golden.at("gq").assertAgrees(tape.gradient(query), 1e-9);
            golden.at("gk").assertAgrees(tape.gradient(keys), 1e-9);
            return tape;
          });
    }
  }

  @Test
  void additiveAgreesWithPyTorch() {
    var golden = Golden.read("misc_f64.json").at("additive_attention_masked");
    var wq = golden.at("Wq");
    var wk = golden.at("Wk");
    int units = wq.shape().dim(0);
    var params =
        ParamStore.from(
            Map.of(
                "weight_query", array(wq, wq.shape()),
                "weight_memory", array(wk, wk.shape()),
                "score", array(golden.at("v"), Shape.of(1, units))),
            Devices.F64);
    var attention =
        AdditiveAttention.sized(wq.shape().dim(1), wk.shape().dim(1), units).with(params);
    checkGolden(golden, params, attention);
    var gradients = Weighed.gradients(params);
    golden.at("gWq").assertAgrees(gradients.get("weight_query"), 1e-9);
    golden.at("gWk").assertAgrees(gradients.get("weight_memory"), 1e-9);
    golden.at("gv").assertAgrees(gradients.get("score"), 1e-9);
  }

  @Test
  void generalAgreesWithPyTorch() {
    var golden = Golden.read("misc_f64.json").at("luong_general_attention_masked");
    var shape = golden.at("W").shape();
    var params = ParamStore.from(Map.of("weight", array(golden.at("W"), shape)), Devices.F64);
    var attention = MultiplicativeAttention.general(shape.dim(0), shape.dim(1)).with(params);
    checkGolden(golden, params, attention);
    golden.at("gW").assertAgrees(Weighed.gradients(params).get("weight"), 1e-9);
  }

  /** Scores ln 1 and ln 3, so weights 1/4 and 3/4; scaled by 1/2, 1 and √3. */
  @Test
  void dotProductsByHand() {
    var memory =
        Sequence.full(
            Tensors.of(
                Devices.F64, Shape.of(2, 1, 4), new double[] {0, 5, 0, 0, Math.log(3), 0, 0, 1}));
    var query = Tensors.of(Devices.F64, Shape.of(1, 4), new double[] {1, 0, 7, 0});
    var found = MultiplicativeAttention.dot(4).over(memory).attend(query);
    assertThat(found.weights().toDoubles())
        .containsExactly(new double[] {0.25, 0.75}, within(1e-12));
    assertThat(found.context().toDoubles())
        .containsExactly(new double[] {0.75 * Math.log(3), 1.25, 0, 0.75}, within(1e-12));
    double root = Math.sqrt(3);
    assertThat(
            MultiplicativeAttention.scaledDot(4).over(memory).attend(query).weights().toDoubles())
        .containsExactly(new double[] {1 / (1 + root), root / (1 + root)}, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void gradients(Kind kind) {
    var params = ParamStore.fresh(3, Devices.F64);
    var attention = kind.build(params);
    var blocks = params.seal();
    GradCheck.on(Devices.F64)
        .parameters(params.parameters(), () -> blocks.forEach(ParameterBlock::changed))
        .input("memory", Shape.of(4, 3, SIZE))
        .input("query", Shape.of(3, SIZE))
        .input("next query", Shape.of(3, SIZE))
        .check(
            in -> {
              var memory = attention.over(Sequence.of(in.getFirst(), Lengths.of(2, 3, 0)));
              var first = memory.attend(in.get(1));
              var second = memory.attend(in.get(2).add(first.context()));
              return Weighed.flat(List.of(first.weights(), second.context(), second.weights()));
            })
        .requireAgreement();
  }

  @Test
  void selfAttentionsGradients() {
    var params = ParamStore.fresh(3, Devices.F64);
    var attention = MultiHeadAttention.sized(SIZE, 2).memorySize(3).with(params.child("cross"));
    var self = MultiHeadAttention.sized(SIZE, 4).with(params.child("self"));
    var blocks = params.seal();
    GradCheck.on(Devices.F64)
        .parameters(params.parameters(), () -> blocks.forEach(ParameterBlock::changed))
        .input("queries", Shape.of(3, 4, SIZE))
        .input("memory", Shape.of(4, 4, 3))
        .check(
            in -> {
              var queries = Sequence.of(in.getFirst(), Lengths.of(2, 3, 0, 1));
              var memory = Sequence.of(in.get(1), Lengths.of(3, 1, 2, 0));
              return attention.attend(self.apply(queries), memory).data();
            })
        .requireAgreement();
  }

  /** A batch of memories and how much longer it is made. */
  record Batch(List<Integer> lengthList, int more, Kind kind) {
    Lengths lengths() {
      return Lengths.of(lengthList.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  @Provide
  Arbitrary<Batch> batches() {
    return Arbitraries.integers()
        .between(0, 5)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .flatMap(
            lengths ->
                Arbitraries.integers()
                    .between(0, 3)
                    .flatMap(
                        more -> Arbitraries.of(Kind.class).map(k -> new Batch(lengths, more, k))));
  }

  private static Map<String, double[]> run(
      Batch batch,
      double padding,
      int steps,
      Function<Attention, Function<Sequence, List<Tensor>>> use) {
    var lengths = batch.lengths();
    var params = ParamStore.fresh(3, Devices.F32);
    var attention = batch.kind.build(params);
    params.get("another", Shape.of(1), Init.zeros());
    params.seal().forEach(ParameterBlock::clearGradient);
    var all = new TreeMap<String, double[]>();
    double[] x = Weighed.numbers(3, (long) steps * lengths.batch() * SIZE);
    for (int i = 0; i < x.length; i++) {
      int row = i / SIZE;
      if (row / lengths.batch() >= lengths.at(row % lengths.batch())) {
        x[i] = padding;
      }
    }
    try (var running = new Steps(Devices.F32)) {
      running.record(
          tape -> {
            var data =
                tape.watch(Tensors.of(Devices.F32, Shape.of(steps, lengths.batch(), SIZE), x));
            var results = use.apply(attention).apply(Sequence.of(data, lengths));
            tape.backward(Weighed.loss(results));
            for (int i = 0; i < results.size(); i++) {
              all.put("result " + i, results.get(i).toDoubles());
            }
            var real = tape.gradient(data).slice(0, 0, lengths.max());
            all.put("dx", real.toDoubles());
            all.put(
                "dx of the padding",
                tape.gradient(data).slice(0, lengths.max(), steps).abs().sum().toDoubles());
            return all;
          });
    }
    all.putAll(Weighed.gradients(params));
    return all;
  }

  private static void assertPaddingIsInvisible(
      Batch batch, Function<Attention, Function<Sequence, List<Tensor>>> use) {
    int steps = batch.lengths().max();
    var plain = run(batch, 0, steps, use);
    plain.forEach((name, values) -> assertThat(values).as(name).doesNotContain(Double.NaN));
    for (double garbage : new double[] {Double.NaN, 1e30}) {
      var padded = run(batch, garbage, steps + batch.more, use);
      assertThat(padded.keySet()).isEqualTo(plain.keySet());
      plain.forEach((name, values) -> assertThat(padded.get(name)).as(name).isEqualTo(values));
    }
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void neverSeesThePadding(@ForAll("batches") Batch batch) {
    assertPaddingIsInvisible(
        batch,
        attention ->
            memory -> {
              var query = Weighed.tensor(Devices.F32, Shape.of(memory.batch(), SIZE));
              var found = attention.over(memory).attend(query);
              return List.of(found.context(), found.weights());
            });
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  void selfAttentionNeverSeesThePadding(@ForAll("batches") Batch any) {
    var batch = new Batch(any.lengthList, any.more, Kind.MULTI_HEAD);
    assertPaddingIsInvisible(
        batch,
        attention ->
            memory -> {
              var output = ((MultiHeadAttention) attention).apply(memory);
              return List.of(output.data().slice(0, 0, memory.lengths().max()));
            });
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  void weightsAreShares(@ForAll("batches") Batch batch) {
    var lengths = batch.lengths();
    var attention = batch.kind.build(ParamStore.fresh(3, Devices.F32));
    var data =
        Weighed.tensor(Devices.F32, Shape.of(lengths.max() + batch.more, lengths.batch(), SIZE));
    var memory = attention.over(Sequence.of(data, lengths));
    var weights =
        memory.attend(Weighed.tensor(Devices.F32, Shape.of(lengths.batch(), SIZE))).weights();
    double[] sums = weights.sum(-1).toDoubles();
    for (int i = 0; i < sums.length; i++) {
      int b = i * lengths.batch() / sums.length;
      assertThat(sums[i]).isCloseTo(lengths.at(b) == 0 ? 0 : 1, within(1e-5));
    }
  }

  /** Steps asked one by one find what they find all at once. */
  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  void stepByStepIsAllAtOnce(@ForAll("batches") Batch batch) {
    var lengths = batch.lengths();
    var attention = MultiHeadAttention.sized(SIZE, 2).with(ParamStore.fresh(3, Devices.F64));
    var shape = Shape.of(lengths.max() + 1, lengths.batch(), SIZE);
    var memory = Sequence.of(Weighed.tensor(Devices.F64, shape), lengths);
    var queries = Sequence.full(Weighed.tensor(Devices.F64, Shape.of(2, lengths.batch(), SIZE)));
    var whole = attention.attend(queries, memory).data();
    var asked = attention.over(memory);
    for (int t = 0; t < 2; t++) {
      assertThat(asked.attend(queries.data().at(t)).context().toDoubles())
          .containsExactly(whole.at(t).toDoubles(), within(1e-12));
    }
  }

  // ---------------------------------------------------------------- errors

  private static Tensor tensor(int... dims) {
    return Weighed.tensor(Devices.F32, Shape.of(dims));
  }

  private static void refused(Runnable action, String... parts) {
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(action::run)
        .withMessageContainingAll(parts);
  }

  @ParameterizedTest
  @EnumSource
  void namesTheAxes(Kind kind) {
    var attention = kind.build(ParamStore.fresh(3, Devices.F32));
    refused(
        () -> attention.over(Sequence.full(tensor(5, 2, 3))),
        "memory of 4 features on the last axis",
        "[5, 2, 3] (time 5, batch 2, features 3)");
    var memory = attention.over(Sequence.full(tensor(5, 2, SIZE)));
    refused(
        () -> memory.attend(tensor(3, SIZE)),
        "expects a query [2, 4] (batch 2, features 4)",
        "received [3, 4] (batch 3, features 4)");
    assertThat(List.of(attention.querySize(), attention.memorySize(), attention.contextSize()))
        .containsOnly(SIZE);
    assertThat(List.of(memory.steps(), memory.batch())).containsExactly(5, 2);
  }

  @Test
  void multiHeadAttentionNamesWhatDiffers() {
    var attention = MultiHeadAttention.sized(SIZE, 2).with(ParamStore.fresh(3, Devices.F32));
    var good = Sequence.full(tensor(5, 2, SIZE));
    refused(() -> attention.apply(Sequence.full(tensor(5, 2, 3))), "queries of 4 features");
    refused(
        () -> attention.attend(good, Sequence.full(tensor(5, 3, SIZE))),
        "2 sequences of queries and 3 of memory");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MultiHeadAttention.sized(5, 2))
        .withMessageContaining("size 5, heads 2");
  }

  @Test
  void saysWhatItIs() {
    var params = ParamStore.fresh(3, Devices.F32);
    assertThat(AdditiveAttention.sized(4, 3, 2).with(params.child("a")).describe())
        .isEqualTo("AdditiveAttention(query 4, memory 3, units 2)");
    assertThat(MultiplicativeAttention.scaledDot(4).describe())
        .isEqualTo("MultiplicativeAttention(scaled dot, query 4, memory 4)");
    assertThat(MultiplicativeAttention.general(4, 3).with(params.child("g")).describe())
        .isEqualTo("MultiplicativeAttention(general, query 4, memory 3)");
    var heads = MultiHeadAttention.sized(4, 2).memorySize(3).with(params.child("m"));
    assertThat(heads.describe()).isEqualTo("MultiHeadAttention(4, heads 2, memory 3)");
    assertThat(heads.children())
        .extracting(Child::name)
        .containsExactly("query", "key", "value", "output");
  }

  @Test
  void sizesAreAtLeastOne() {
    for (Runnable action :
        List.<Runnable>of(
            () -> AdditiveAttention.sized(0, 1, 1),
            () -> AdditiveAttention.sized(1, 0, 1),
            () -> AdditiveAttention.sized(1, 1, 0),
            () -> MultiplicativeAttention.dot(0),
            () -> MultiplicativeAttention.scaledDot(0),
            () -> MultiplicativeAttention.general(0, 1),
            () -> MultiplicativeAttention.general(1, 0),
            () -> MultiHeadAttention.sized(1, 1).memorySize(0),
            () -> AttentionPool.sized(0, 1),
            () -> AttentionPool.sized(1, 0))) {
      assertThatIllegalArgumentException()
          .isThrownBy(action::run)
          .withMessageMatching(".*at least one.*received.*0.*");
    }
  }

  @ParameterizedTest
  @EnumSource
  void comesBackFromAFile(Kind kind) {
    var fresh = ParamStore.fresh(3, Devices.F32);
    var attention = kind.build(fresh);
    var loaded = ParamStore.from(fresh.values(), Devices.F32);
    var again = kind.build(loaded);
    loaded.requireAllUsed();
    assertThat(loaded.parameters().stream().map(Parameter::name))
        .isEqualTo(fresh.parameters().stream().map(Parameter::name).toList());
    var memory = Sequence.full(tensor(5, 2, SIZE));
    assertThat(again.over(memory).attend(tensor(2, SIZE)).context().toArray())
        .isEqualTo(attention.over(memory).attend(tensor(2, SIZE)).context().toArray());
  }
}
