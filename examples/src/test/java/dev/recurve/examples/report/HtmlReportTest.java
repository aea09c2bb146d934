package dev.recurve.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.RecurveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class HtmlReportTest {
  private static final String NASTY = "<script src=\"x\">&copy;</script> \u0007 https";

  @TempDir Path directory;

  @Test
  void isWellFormedAndSelfContained() {
    var page = report().render();
    var document = Xml.parse(page);

    assertThat(page).startsWith("<!DOCTYPE html>\n<html lang=\"en\">");
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(document.getElementsByTagName("link").getLength()).isZero();
    assertThat(document.getElementsByTagName("img").getLength()).isZero();
    assertThat(page).doesNotContain("url(", "@import", "href=", "src=\"x", "onload");
    assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("://");
  }

  @Test
  void takesEveryTextAsText() {
    var document = Xml.parse(report().render());
    var shown = NASTY.replace('\u0007', '\ufffd');

    assertThat(Xml.texts(document, "h1")).containsExactly(shown);
    assertThat(Xml.texts(document, "h2")).containsExactly(shown);
    assertThat(Xml.texts(document, "p")).contains(shown);
    assertThat(Xml.texts(document, "figcaption")).containsExactly(shown);
    assertThat(Xml.texts(document, "caption")).containsExactly(shown);
    assertThat(Xml.texts(document, "dt")).containsExactly(shown, shown, "seed");
    assertThat(Xml.texts(document, "dd")).containsExactly(shown, shown, shown, "42");
  }

  @Test
  void tablesHaveHeadersAndMarkTheBest() {
    var document = Xml.parse(report().render());

    assertThat(Xml.all(document, "th", "text"))
        .extracting(th -> th.getAttribute("scope"))
        .containsExactly("col", "row", "row");
    assertThat(Xml.all(document, "th", "number"))
        .extracting(th -> th.getAttribute("scope"))
        .containsExactly("col");
    assertThat(Xml.texts(document, "strong")).containsExactly("21.0");
    assertThat(Xml.texts(document, "p"))
        .contains("Bold marks the best of its column: lowest RMSE.");
  }

  @Test
  void namesAreUniqueOnThePage() {
    var document = Xml.parse(report().render());
    var ids = new ArrayList<String>();
    for (var element : new String[] {"title", "desc"}) {
      var nodes = document.getElementsByTagName(element);
      for (int i = 0; i < nodes.getLength(); i++) {
        var id = ((Element) nodes.item(i)).getAttribute("id");
        if (!id.isEmpty()) {
          ids.add(id);
        }
      }
    }

    assertThat(ids).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void replacesTheFileAndLeavesNothingElse() throws IOException {
    var file = directory.resolve("runs/one/report.html");
    report().write(file);
    Files.writeString(file, "an older report");
    report().write(file);

    assertThat(file).hasContent(report().render());
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aChartThatCannotBeDrawnLeavesTheOldFile() throws IOException {
    var file = Files.writeString(directory.resolve("report.html"), "the old report");
    var report = report().chart(LineChart.titled("empty").build());

    assertThatThrownBy(() -> report.write(file))
        .hasMessageContaining("\"empty\" has nothing to draw");
    assertThat(file).hasContent("the old report");
  }

  @Test
  void saysWhyItCannotWrite() throws IOException {
    var blocked = Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(() -> report().write(blocked.resolve("report.html")))
        .isInstanceOf(RecurveException.class)
        .hasMessage(
            "cannot write %s: %s is there and is not a directory; choose another place"
                .formatted(blocked.resolve("report.html"), blocked));
  }

  private static HtmlReport report() {
    var facts = new LinkedHashMap<String, String>();
    facts.put(NASTY, NASTY);
    facts.put("seed", "42");
    return HtmlReport.titled(NASTY)
        .lead(NASTY)
        .keyFigure(NASTY, NASTY, NASTY)
        .section(NASTY)
        .text(NASTY)
        .chart(LineChart.titled(NASTY).line(NASTY, new double[] {1, 2}).build(), NASTY)
        .chart(LineChart.titled("second").line("a", new double[] {1, 2}).build())
        .table(
            Table.captioned(NASTY)
                .text(NASTY)
                .lowest("RMSE", 1)
                .row(NASTY, 21)
                .row("repeat", 121)
                .note(NASTY))
        .definitionList(facts);
  }
}
