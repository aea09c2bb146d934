package dev.recurve.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class SvgChartTest {
  private static final double NAN = Double.NaN;

  @Test
  void isWellFormedWhateverTheTextSays() {
    var nasty = "<script>alert('\u0000')</script> & \"]]>";
    var svg =
        SvgChart.render(
            LineChart.titled(nasty)
                .axes(nasty, nasty)
                .describedAs(nasty)
                .line(nasty, new double[] {1, 2})
                .rule(nasty, 1)
                .build());

    assertThat(svg).doesNotContain("<script");
    assertThat(Xml.texts(Xml.parse(svg), "title").getFirst())
        .isEqualTo(nasty.replace('\u0000', '\ufffd'));
  }

  @Test
  void tellsThoseWhoCannotSeeIt() {
    var months = months(1949, 3);
    var document =
        draw(
            LineChart.titled("Passengers")
                .axes("month", "passengers (thousands)")
                .describedAs("They rise.")
                .line("history", months, new double[] {112, NAN, 132})
                .rule("origin", months.get(1)));

    var root = document.getDocumentElement();
    assertThat(root.getAttribute("role")).isEqualTo("img");
    assertThat(root.getAttribute("aria-labelledby")).isEqualTo("chart-title chart-desc");
    assertThat(Xml.texts(document, "desc"))
        .containsExactly(
            "They rise. Line chart of passengers (thousands) over month."
                + " history: Jan 1949 to Mar 1949, values from 112 to 132."
                + " Marked at Feb 1949: origin.");
    assertThat(Xml.texts(document, "title"))
        .contains("history, Jan 1949: 112", "history, Mar 1949: 132");
  }

  @Test
  void aMissingValueIsAGapAndALoneOneADot() {
    var document = draw(LineChart.titled("T").line("a", new double[] {1, 2, NAN, 3, NAN, 4, 5, 6}));

    var curves = Xml.all(document, "path", "curve");
    // The first is the sample in the legend.
    assertThat(curves.stream().skip(1).map(c -> c.getAttribute("d").split("L").length))
        .containsExactly(2, 3);
    assertThat(Xml.all(document, "path", "marker")).hasSize(1);
    assertThat(Xml.all(document, "circle", "hover")).hasSize(6);
  }

  @Test
  void aBandBreaksWhereOneOfItsEdgesIsMissing() {
    var x = new double[] {1, 2, 3, 4, 5};
    var document =
        draw(
            LineChart.titled("T")
                .line("a", x)
                .band("b", x, new double[] {0, NAN, 2, 3, 4}, new double[] {2, 3, 4, NAN, 6}));

    assertThat(Xml.all(document, "path", "area").stream().skip(1)).hasSize(3);
  }

  @Test
  void everyDashedLineHasDashesOfItsOwn() {
    var chart = LineChart.titled("T").line("solid", new double[] {1, 2});
    IntStream.range(0, 4).forEach(i -> chart.dashed("dashed " + i, new double[] {i, i + 1}));
    var document = draw(chart);

    var samples = Xml.all(document, "path", "curve").subList(0, 5);
    assertThat(samples)
        .extracting(path -> path.getAttribute("stroke-dasharray"))
        .doesNotHaveDuplicates()
        .startsWith("");
    assertThat(samples).extracting(path -> path.getAttribute("class")).doesNotHaveDuplicates();
  }

  @Test
  void drawsAConstantASinglePointAndTheLargestRange() {
    assertInside(LineChart.titled("T").line("a", new double[] {3.7, 3.7, 3.7}));
    assertInside(LineChart.titled("T").points("a", new double[] {5}, new double[] {5}));
    assertInside(LineChart.titled("T").points("a", months(2024, 1), new double[] {5}));
    var huge = new double[] {-1e300, 0, 1e300};
    assertInside(LineChart.titled("T").line("a", huge, huge));
    assertInside(LineChart.titled("T").logarithmic().line("a", new double[] {1e-300, 1, 1e300}));
    assertInside(LineChart.titled("T").line("a", new double[] {0, Double.MIN_VALUE}));
  }

  @Test
  void countsTheValuesThatHaveNoPlace() {
    var document =
        draw(
            LineChart.titled("T")
                .logarithmic()
                .line("a", new double[] {1, 0, -1, NAN, Double.POSITIVE_INFINITY, 10}));

    assertThat(Xml.texts(document, "text"))
        .contains("3 values are zero, negative or infinite and not drawn.");
    assertThat(Xml.texts(draw(LineChart.titled("T").line("a", new double[] {1, NAN})), "text"))
        .noneMatch(text -> text.contains("not drawn"));
  }

  @Test
  void aRuleOutsideTheDataWidensTheAxis() {
    var narrow = Frame.of(LineChart.titled("T").line("a", new double[] {1, 2}).build());
    var wide = Frame.of(LineChart.titled("T").line("a", new double[] {1, 2}).rule("r", 9).build());

    assertThat(narrow.x().high()).isEqualTo(2);
    assertThat(wide.x().high()).isEqualTo(9);
  }

  @Test
  void aDenseLineIsThinned() {
    var values = IntStream.range(0, 50_000).mapToDouble(i -> Math.sin(i * 0.1)).toArray();

    assertThat(SvgChart.render(LineChart.titled("T").line("a", values).build()))
        .hasSizeLessThan(80_000);
  }

  @Test
  void doesNotDependOnTheLocale() {
    var chart = LineChart.titled("T").line("a", months(1957, 5), new double[] {1.5, 2, 3, 4, 5});
    var before = SvgChart.render(chart.build());
    var locale = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(SvgChart.render(chart.build())).isEqualTo(before);
    } finally {
      Locale.setDefault(locale);
    }
  }

  /** All points of curves and markers lie on the page, at finite places. */
  private static void assertInside(LineChart.Builder chart) {
    var document = draw(chart);
    var box = document.getDocumentElement().getAttribute("viewBox").split(" ");
    var paths =
        Stream.of("curve", "marker").flatMap(style -> Xml.all(document, "path", style).stream());
    var numbers =
        paths
            .flatMapToDouble(
                path ->
                    Stream.of(path.getAttribute("d").split("[MLz ]"))
                        .filter(part -> !part.isEmpty())
                        .mapToDouble(Double::parseDouble))
            .toArray();

    assertThat(numbers).isNotEmpty();
    assertThat(DoubleStream.of(numbers))
        .allMatch(n -> n >= -5 && n <= Double.parseDouble(box[2]) + 5);
    assertThat(Xml.texts(document, "text")).noneMatch(text -> text.contains("NaN"));
  }

  private static Document draw(LineChart.Builder chart) {
    return Xml.parse(SvgChart.render(chart.build()));
  }

  private static List<LocalDateTime> months(int year, int count) {
    return Stream.iterate(LocalDateTime.of(year, 1, 1, 0, 0), t -> t.plusMonths(1))
        .limit(count)
        .toList();
  }
}
