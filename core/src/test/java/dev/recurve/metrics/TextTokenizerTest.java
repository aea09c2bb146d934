package dev.recurve.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.golden.Golden;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden values are sacreBLEU's. */
class TextTokenizerTest {
  static Stream<Golden> texts() {
    return Golden.read("translation_metrics.json").at("tokenized").list().stream();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void sameAsSacreBleu(Golden golden) {
    String text = golden.at("text").text();
    assertThat(TextTokenizer.V13A.apply(text)).isEqualTo(golden.at("13a").text());
    assertThat(TextTokenizer.INTL.apply(text)).isEqualTo(golden.at("intl").text());
  }

  @Test
  void whatIsOftenTakenWrongly() {
    assertThat(TextTokenizer.V13A.apply("„Zitat“")).isEqualTo("„Zitat“");
    assertThat(TextTokenizer.V13A.apply("U.S.A. 5-mal")).isEqualTo("U . S . A . 5 - mal");
    assertThat(TextTokenizer.NONE.apply(" a.b\t c ")).isEqualTo("a.b c");
    assertThat(TextTokenizer.V13A.key()).isEqualTo("13a");
    assertThat(TextTokenizer.INTL.key()).isEqualTo("intl");
  }
}
