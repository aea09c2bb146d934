package dev.recurve.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MarkupTest {

  @Test
  void escapesTextAndAttributes() {
    var markup = new Markup().leaf("p", "<b> & \"c\" 'd'", "title", "\"><script>").finish();

    assertThat(markup)
        .isEqualTo("<p title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt; &amp; &quot;c&quot; 'd'</p>");
  }

  @Property
  void anyTextIsReadBackAsItWas(@ForAll String text) {
    var root = Xml.parse(new Markup().leaf("p", text, "title", "x").finish()).getDocumentElement();

    assertThat(root.getTextContent()).isEqualTo(readable(text));
  }

  @Test
  void replacesWhatXmlCannotHold() {
    assertThat(new Markup().leaf("p", "\u0000\u001b[31m\ud800\uffff").finish())
        .isEqualTo("<p>\ufffd\ufffd[31m\ufffd\ufffd</p>");
  }

  @Test
  void refusesToFinishWithAnElementOpen() {
    var markup = new Markup().open("p");

    assertThatThrownBy(markup::finish)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("p");
  }

  @Test
  void writesNumbersShortly() {
    assertThat(Markup.number(12)).isEqualTo("12");
    assertThat(Markup.number(12.5)).isEqualTo("12.5");
    assertThat(Markup.number(-0.001)).isEqualTo("0");
    assertThat(Markup.number(1e6)).isEqualTo("1000000");
    assertThat(Markup.number(100)).isEqualTo("100");
  }

  /**
   * What is left of a text once XML has taken it in: no forbidden characters, line ends made equal.
   */
  private static String readable(String text) {
    return text.codePoints()
        .mapToObj(
            c ->
                c == '\t'
                        || c == '\n'
                        || c == '\r'
                        || c >= 0x20 && c < 0xD800
                        || c > 0xDFFF && c < 0xFFFE
                        || c > 0xFFFF
                    ? Character.toString(c)
                    : "\ufffd")
        .collect(Collectors.joining())
        .replace("\r\n", "\n")
        .replace('\r', '\n');
  }
}
