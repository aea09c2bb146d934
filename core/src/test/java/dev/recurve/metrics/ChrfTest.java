package dev.recurve.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.golden.Golden;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden values are sacreBLEU's. */
class ChrfTest {
  static Stream<Golden> corpora() {
    return BleuTest.corpora();
  }

  @ParameterizedTest
  @MethodSource("corpora")
  void sameAsSacreBleu(Golden corpus) {
    var hypotheses = corpus.at("hypotheses").list().stream().map(Golden::text).toList();
    var references =
        corpus.at("references").list().stream()
            .map(each -> each.list().stream().map(Golden::text).toList())
            .toList();
    for (var setting : corpus.at("chrf").list()) {
      var chrf =
          new Chrf(
              6,
              setting.at("words").ints()[0],
              setting.at("beta").values()[0],
              setting.at("lowercase").text().equals("true"),
              setting.at("whitespace").text().equals("true"),
              setting.at("epsilon").text().equals("true"));
      assertThat(chrf.of(hypotheses, references).score())
          .as("%s of %s", chrf, corpus.at("name").text())
          .isCloseTo(setting.at("score").values()[0], within(1e-9));
    }
  }

  /** Sentences and scores of sacreBLEU's own tests. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Co nás nejvíc trápí, protože lékaři si vybírají, kdo bude žít a kdo zemře."
            + "|Nejvíce smutní jsme z toho, že musíme rozhodovat o tom, kdo bude žít a kdo zemře."
            + "|39.14078509",
        "Nebo prostě nemají vybavení, které by jim pomohlo, uvedli lékaři."
            + "|A někdy nemáme ani potřebný materiál, abychom jim pomohli, popsali lékaři."
            + "|31.22557079",
        "Lapali po dechu, jejich životy skončily dřív, než skutečně začaly.|Lapali po dechu a pak"
            + " jejich život skončil - dřív, než skutečně mohl začít, připomněli.|57.15704367"
      })
  void publishedValues(String hypothesis, String reference, double expected) {
    var smoothed = new Chrf(6, 0, 2, false, false, true);
    assertThat(smoothed.of(hypothesis, List.of(reference)).score())
        .isCloseTo(expected, within(1e-7));
  }

  @Test
  void plusPlusCountsWordsToo() {
    var hypotheses =
        List.of("The dog bit the man.", "It wasn't surprising.", "The man had just bitten him.");
    var references =
        List.of(
            List.of("The dog bit the man."),
            List.of("It was not unexpected."),
            List.of("The man bit him first."));
    var plain = Chrf.standard().of(hypotheses, references);
    assertThat(plain.score()).isCloseTo(50.04306361, within(1e-6));
    assertThat(plain).hasToString("chrF2 = 50.04");
    var plus = Chrf.plusPlus().of(hypotheses, references);
    assertThat(plus.score()).isCloseTo(51.73096985, within(1e-6));
    assertThat(plus).hasToString("chrF2++ = 51.73");
  }

  /** One of two characters in common, bigrams none: P = R = (1/2 + 0)/2. */
  @Test
  void byHand() {
    assertThat(Chrf.standard().of("aa", List.of("ab")).score()).isCloseTo(25, within(1e-12));
    assertThat(Chrf.standard().of("A b", List.of("ab")).score()).isCloseTo(25, within(1e-12));
    assertThat(Chrf.standard().lowercased().of("A b", List.of("ab")).score())
        .isCloseTo(100, within(1e-12));
  }

  @Property(tries = 100)
  void scoresLieBetweenZeroAndAHundredAndTheBestReferenceCounts(
      @ForAll String one, @ForAll String other) {
    var chrf = Chrf.plusPlus();
    double score = chrf.of(one, List.of(other)).score();
    assertThat(score).isBetween(0.0, 100 + 1e-9);
    double same = chrf.of(one, List.of(one)).score();
    assertThat(chrf.of(one, List.of(other, one)).score()).isEqualTo(Math.max(score, same));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new Chrf(0, 0, 2, false, false, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Chrf.standard().of("a", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    var plain = Chrf.standard().of("a", List.of("a"));
    var plus = Chrf.plusPlus().of("a", List.of("a"));
    assertThatThrownBy(() -> plain.plus(plus)).isInstanceOf(IllegalArgumentException.class);
  }
}
