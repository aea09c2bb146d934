package dev.recurve.examples.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** A part of a report's body. */
sealed interface Block {

  /**
   * Writes it as HTML.
   *
   * @param id a name that no other block of the page has
   */
  void write(Markup page, String id);

  record Section(String heading) implements Block {
    @Override
    public void write(Markup page, String id) {
      page.leaf("h2", heading).line();
    }
  }

  record Paragraph(String text) implements Block {
    @Override
    public void write(Markup page, String id) {
      page.leaf("p", text).line();
    }
  }

  record Drawing(Chart chart, String caption) implements Block {
    @Override
    public void write(Markup page, String id) {
      page.open("figure");
      SvgChart.embed(chart, id, page);
      if (!caption.isEmpty()) {
        page.leaf("figcaption", caption).line();
      }
      page.close().line();
    }
  }

  record Facts(Map<String, String> facts) implements Block {
    public Facts {
      facts = new LinkedHashMap<>(facts);
    }

    @Override
    public void write(Markup page, String id) {
      page.open("dl", "class", "facts").line();
      facts.forEach((name, value) -> page.leaf("dt", name).leaf("dd", value).line());
      page.close().line();
    }
  }

  record Tabular(Table table) implements Block {
    @Override
    public void write(Markup page, String id) {
      page.open("div", "class", "table").line().open("table").line();
      page.leaf("caption", table.caption()).line();
      page.open("thead").open("tr");
      for (var column : table.columns()) {
        page.leaf("th", column.name(), "scope", "col", "class", style(column));
      }
      page.close().close().line().open("tbody").line();
      for (int row = 0; row < table.rows().size(); row++) {
        page.open("tr");
        for (int column = 0; column < table.columns().size(); column++) {
          cell(page, row, column);
        }
        page.close().line();
      }
      page.close().close().line();
      note(
          page,
          table.hasBest()
              ? "Bold marks the best of its column: " + table.meaningOfBest() + "."
              : "");
      note(page, table.note());
      page.close().line();
    }

    private void cell(Markup page, int row, int column) {
      var shown = table.show(row, column);
      var style = style(table.columns().get(column));
      if (column == 0) {
        page.leaf("th", shown, "scope", "row", "class", style);
      } else if (table.isBest(row, column)) {
        page.open("td", "class", style + " best").leaf("strong", shown).close();
      } else {
        page.leaf("td", shown, "class", style);
      }
    }

    private static void note(Markup page, String note) {
      if (!note.isEmpty()) {
        page.leaf("p", note, "class", "note").line();
      }
    }

    private static String style(Column column) {
      return column.isText() ? "text" : "number";
    }
  }
}
