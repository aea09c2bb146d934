package dev.recurve.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.golden.Golden;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden values are sacreBLEU's. */
class BleuTest {
  private static final List<String> HYPOTHESES =
      List.of("The dog bit the man.", "It wasn't surprising.", "The man had just bitten him.");

  private static final List<List<String>> REFERENCES =
      List.of(
          List.of("The dog bit the man.", "The dog had bit the man."),
          List.of("It was not unexpected.", "No one was surprised."),
          List.of("The man bit him first.", "The man had bitten the dog."));

  static Stream<Golden> corpora() {
    return Golden.read("translation_metrics.json").at("corpora").list().stream();
  }

  private static List<List<String>> references(Golden corpus) {
    return corpus.at("references").list().stream()
        .map(each -> each.list().stream().map(Golden::text).toList())
        .toList();
  }

  private static BleuSmoothing smoothing(Golden setting) {
    double value = setting.at("value").values()[0];
    return switch (setting.at("smooth").text()) {
      case "exp" -> new BleuSmoothing.Exponential();
      case "none" -> new BleuSmoothing.None();
      case "floor" -> new BleuSmoothing.Floor(value);
      case "add-k" -> new BleuSmoothing.AddK(value);
      default -> throw new AssertionError(setting);
    };
  }

  private static TextTokenizer tokenizer(Golden setting) {
    return Stream.of(TextTokenizer.values())
        .filter(tokenizer -> tokenizer.key().equals(setting.at("tok").text()))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("corpora")
  void sameAsSacreBleu(Golden corpus) {
    var hypotheses = corpus.at("hypotheses").list().stream().map(Golden::text).toList();
    for (var setting : corpus.at("bleu").list()) {
      boolean lowercase = setting.at("lowercase").text().equals("true");
      boolean effective = setting.at("effective").text().equals("true");
      var bleu = new Bleu(tokenizer(setting), lowercase, smoothing(setting), effective);
      var counts = bleu.of(hypotheses, references(corpus));
      String what = "%s of %s".formatted(bleu, corpus.at("name").text());
      assertThat(counts.score()).as(what).isCloseTo(setting.at("score").values()[0], within(1e-9));
      assertThat(counts.precisions())
          .as(what)
          .containsExactly(setting.at("precisions").values(), within(1e-9));
      assertThat(counts.brevityPenalty())
          .as(what)
          .isCloseTo(setting.at("bp").values()[0], within(1e-12));
      assertThat(counts.length()).as(what).isEqualTo(setting.at("length").ints()[0]);
      assertThat(counts.referenceLength()).as(what).isEqualTo(setting.at("reference").ints()[0]);
    }
  }

  /** The values that sacreBLEU's own tests state. */
  @Test
  void publishedValues() {
    var standard = Bleu.standard();
    assertThat(standard.of(HYPOTHESES, REFERENCES).score()).isCloseTo(48.530827, within(1e-6));
    assertThat(standard.tokenizer(TextTokenizer.NONE).of(HYPOTHESES, REFERENCES).score())
        .isCloseTo(49.1919566, within(1e-6));
    assertThat(standard.tokenizer(TextTokenizer.INTL).of(HYPOTHESES, REFERENCES).score())
        .isCloseTo(43.91623493, within(1e-6));
    var first = REFERENCES.stream().map(each -> each.subList(0, 1)).toList();
    assertThat(standard.of(HYPOTHESES, first).score()).isCloseTo(45.06750632, within(1e-6));
  }

  /** Four of five words in order, one word short: 4/4, 3/3, 2/2, 1/1, and the penalty e^(1-5/4). */
  @Test
  void byHand() {
    var counts = Bleu.standard().of("a b c d", List.of("a b c d e"));
    assertThat(counts.precisions()).containsExactly(100, 100, 100, 100);
    assertThat(counts.score()).isCloseTo(100 * Math.exp(-0.25), within(1e-9));
  }

  @Test
  void theSignatureSaysHowItWasMade() {
    var counts = Bleu.standard().of(HYPOTHESES, REFERENCES);
    assertThat(counts.signature()).isEqualTo("nrefs:2|case:mixed|eff:no|tok:13a|smooth:exp");
    assertThat(counts)
        .hasToString(
            "BLEU|nrefs:2|case:mixed|eff:no|tok:13a|smooth:exp = 48.5 82.4/50.0/45.5/37.5 (BP ="
                + " 0.943 ratio = 0.944 hyp_len = 17 ref_len = 18)");
    var other =
        Bleu.standard()
            .lowercased()
            .forSentences()
            .tokenizer(TextTokenizer.NONE)
            .smoothing(new BleuSmoothing.Floor(0.1))
            .of("a", List.of("a"));
    assertThat(other.signature()).isEqualTo("nrefs:1|case:lc|eff:yes|tok:none|smooth:floor[0.1]");
  }

  @Test
  void oneWordIsPerfectOnlyWithEffectiveOrders() {
    assertThat(Bleu.standard().of("yes", List.of("yes")).score()).isZero();
    assertThat(Bleu.standard().forSentences().of("yes", List.of("yes")).score())
        .isCloseTo(100, within(1e-12));
    assertThat(Bleu.standard().forSentences().of("", List.of("yes")).score()).isZero();
  }

  /** Words of a small language, so that n-grams repeat. */
  private static String sentence(List<Integer> words) {
    return String.join(" ", words.stream().map(word -> "w" + word).toList());
  }

  @Property(tries = 100)
  void scoresLieBetweenZeroAndAHundredAndOfTheSameAtTheTop(
      @ForAll @Size(min = 4, max = 12) List<@IntRange(max = 4) Integer> one,
      @ForAll @Size(max = 12) List<@IntRange(max = 4) Integer> other) {
    var same = Bleu.standard().of(sentence(one), List.of(sentence(other), sentence(one)));
    assertThat(same.score()).isCloseTo(100, within(1e-9));
    double score = Bleu.standard().of(sentence(other), List.of(sentence(one))).score();
    assertThat(score).isBetween(0.0, 100 + 1e-9);
  }

  @Property(tries = 50)
  void theOrderOfSentencesDoesNotMatter(
      @ForAll @Size(min = 1, max = 6) List<@Size(max = 8) List<@IntRange(max = 4) Integer>> drawn,
      @ForAll long seed) {
    var hypotheses = new ArrayList<>(drawn.stream().map(BleuTest::sentence).toList());
    var references =
        new ArrayList<>(drawn.stream().map(words -> List.of(sentence(words) + " end")).toList());
    double score = Bleu.standard().of(hypotheses, references).score();
    Collections.shuffle(hypotheses, new Random(seed));
    Collections.shuffle(references, new Random(seed));
    assertThat(Bleu.standard().of(hypotheses, references).score()).isEqualTo(score);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> Bleu.standard().of("a", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Bleu.standard().of(List.of("a", "b"), List.of(List.of("a"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("received 2 translations and references of 1");
    var counts = Bleu.standard().of("a", List.of("a"));
    var lower = Bleu.standard().lowercased().of("a", List.of("a"));
    assertThatThrownBy(() -> counts.plus(lower))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not add up");
    assertThatThrownBy(() -> new BleuSmoothing.Floor(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
