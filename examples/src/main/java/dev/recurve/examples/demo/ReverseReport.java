package dev.recurve.examples.demo;

import dev.recurve.examples.forecast.RunConfig;
import dev.recurve.examples.report.Cell;
import dev.recurve.examples.report.GridChart;
import dev.recurve.examples.report.HtmlReport;
import dev.recurve.examples.report.LineChart;
import dev.recurve.examples.report.Table;
import dev.recurve.train.EpochRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Shows what a {@link ReverseJob} gave. */
record ReverseReport(ReverseJob.Scale scale, long seed, ReverseJob.Result result) {
  private static final int WRONG_ONES = 10;

  /** The share of right answers by length. */
  Table table() {
    var table =
        Table.captioned("Unseen strings")
            .text("digits")
            .number("strings", 0)
            .number("exactly right %", 1);
    for (int digits = 1; digits <= scale.longest(); digits++) {
      var share = result.accuracy(digits);
      if (share.isPresent()) { // of the ten strings of one digit, it may be that none is held out
        table = table.row(Integer.toString(digits), result.count(digits), 100 * share.get());
      }
    }
    return table;
  }

  /** Where the decoder looked, for the first of the longest strings. */
  GridChart grid() {
    var shown =
        result.asked().stream()
            .max(Comparator.comparingInt(asked -> asked.string().length))
            .orElseThrow();
    var rows = new ArrayList<>(labels(shown.answer().digits()));
    if (shown.answer().weights().length > rows.size()) {
      rows.add("end");
    }
    return GridChart.of(
        "Where the decoder looks while it reverses " + text(shown.string()),
        "Columns: the digits read, in order. Rows: what is written, from top to bottom. Full"
            + " colour: all attention.",
        rows,
        labels(shown.string()),
        withinOne(shown.answer().weights()));
  }

  /** Rounding may leave a weight a last bit above 1. */
  private static double[][] withinOne(double[][] weights) {
    return Arrays.stream(weights)
        .map(row -> Arrays.stream(row).map(weight -> Math.min(weight, 1)).toArray())
        .toArray(double[][]::new);
  }

  private static List<String> labels(int[] digits) {
    return IntStream.of(digits).mapToObj(Integer::toString).toList();
  }

  private static String text(int[] digits) {
    return String.join("", labels(digits));
  }

  /** The whole report. */
  HtmlReport page() {
    var epochs = result.run().history().epochs();
    var losses =
        LineChart.titled("Loss")
            .describedAs("Mean cross-entropy of a token after each epoch.")
            .axes("epoch", "loss")
            .logarithmic()
            .line("training", epochs.stream().mapToDouble(EpochRecord::trainLoss).toArray())
            .dashed(
                "held out",
                epochs.stream().mapToDouble(epoch -> epoch.validLoss().orElse(0)).toArray())
            .build();
    var page =
        HtmlReport.titled("Digits reversed")
            .lead(
                "An encoder and a decoder with attention (Bahdanau et al. 2015) write strings of"
                    + " digits backwards.")
            .keyFigure(
                "Exactly right",
                String.format(Locale.ROOT, "%.1f %%", 100 * result.accuracy()),
                "of %d unseen strings of up to %d digits"
                    .formatted(result.asked().size(), scale.longest()))
            .keyFigure(
                "Weights",
                Long.toString(result.weights()),
                "%d epochs of %d strings".formatted(epochs.size(), scale.examples()))
            .section("Attention")
            .chart(grid())
            .section("By length")
            .table(table());
    var wrong =
        result.asked().stream().filter(asked -> !asked.isRight()).limit(WRONG_ONES).toList();
    if (!wrong.isEmpty()) {
      var mistakes =
          Table.captioned("Some of its mistakes").text("read").text("written").text("right");
      for (var asked : wrong) {
        mistakes =
            mistakes.row(
                List.of(
                    Cell.of(text(asked.string())),
                    Cell.of(text(asked.answer().digits())),
                    Cell.of(text(DigitStrings.reversed(asked.string())))));
      }
      page.table(mistakes);
    }
    page.section("Training").chart(losses);
    var facts = new LinkedHashMap<String, String>();
    facts.put("Seed", Long.toString(seed));
    facts.put("Backend", RunConfig.Machine.here().fingerprint());
    return page.section("Provenance").definitionList(facts);
  }
}
