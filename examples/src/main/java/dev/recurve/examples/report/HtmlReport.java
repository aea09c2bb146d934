package dev.recurve.examples.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/**
 * A report as one HTML file that needs nothing else: charts are inline SVG, and there is neither a
 * script nor a link to anything outside. It follows the reader's choice of light or dark, prints,
 * and is well-formed XML. Every text is taken as text, never as markup.
 *
 * <p>Not for use by several threads.
 */
public final class HtmlReport {
  private final String title;
  private String lead = "";
  private final List<Figure> figures = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();

  private HtmlReport(String title) {
    this.title = title;
  }

  /** Starts a report. */
  public static HtmlReport titled(String title) {
    return new HtmlReport(title);
  }

  /** Sets the sentence beneath the title: what came out. */
  public HtmlReport lead(String sentence) {
    lead = sentence;
    return this;
  }

  /**
   * Adds a figure that a reader should see first.
   *
   * @param label what it is
   * @param value the figure as it is shown
   * @param note what to compare it with, or an empty text
   */
  public HtmlReport keyFigure(String label, String value, String note) {
    figures.add(new Figure(label, value, note));
    return this;
  }

  /** Begins a section. */
  public HtmlReport section(String heading) {
    return with(new Block.Section(heading));
  }

  /** Adds a paragraph. */
  public HtmlReport text(String paragraph) {
    return with(new Block.Paragraph(paragraph));
  }

  /** Adds a table. */
  public HtmlReport table(Table table) {
    return with(new Block.Tabular(table));
  }

  /** Adds a chart. */
  public HtmlReport chart(Chart chart) {
    return chart(chart, "");
  }

  /** Adds a chart with a caption beneath it. */
  public HtmlReport chart(Chart chart, String caption) {
    return with(new Block.Drawing(chart, caption));
  }

  /** Adds a list of names and values in their order, as for the provenance of a result. */
  public HtmlReport definitionList(SequencedMap<String, String> facts) {
    return with(new Block.Facts(facts));
  }

  /**
   * The whole file.
   *
   * @throws dev.recurve.DataException if a chart has no value that can be drawn
   */
  public String render() {
    var page = new Markup();
    page.verbatim("<!DOCTYPE html>\n").open("html", "lang", "en").line();
    page.open("head").line().empty("meta", "charset", "utf-8").line();
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    page.leaf("title", title).line();
    page.open("style").verbatim(Styles.COLOURS + Styles.PAGE + Styles.CHART).close().line();
    page.close().line().open("body").line().open("main").line();
    page.leaf("h1", title).line();
    if (!lead.isEmpty()) {
      page.leaf("p", lead, "class", "lead").line();
    }
    figures(page);
    for (int i = 0; i < blocks.size(); i++) {
      blocks.get(i).write(page, "chart-" + (i + 1));
    }
    return page.close().close().line().close().line().finish();
  }

  /**
   * Writes the file in one go: whoever looks finds the old file or the new one, never a part of it.
   * Missing directories are made.
   *
   * @throws dev.recurve.RecurveException if the file cannot be written
   * @throws dev.recurve.DataException if a chart has no value that can be drawn
   */
  public void write(Path file) {
    AtomicFile.write(file, render().getBytes(StandardCharsets.UTF_8));
  }

  private void figures(Markup page) {
    if (figures.isEmpty()) {
      return;
    }
    page.open("dl", "class", "figures").line();
    for (var figure : figures) {
      page.open("div").leaf("dt", figure.label()).leaf("dd", figure.value(), "class", "value");
      if (!figure.note().isEmpty()) {
        page.leaf("dd", figure.note());
      }
      page.close().line();
    }
    page.close().line();
  }

  private HtmlReport with(Block block) {
    blocks.add(block);
    return this;
  }

  private record Figure(String label, String value, String note) {}
}
