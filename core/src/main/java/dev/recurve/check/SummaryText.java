package dev.recurve.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a {@link Summary} for people. */
final class SummaryText {
  private static final List<String> HEADS =
      List.of("", "layer", "output", "weights", "operations", "memory");
  private static final int FIRST_NUMBER = 3;

  private SummaryText() {}

  static String of(Summary summary) {
    var table = new ArrayList<List<String>>();
    table.add(HEADS);
    for (var row : summary.rows()) {
      table.add(
          List.of(
              row.name(),
              row.layer(),
              row.output(),
              grouped(row.weights()),
              scaled(row.flops(), 1000, ""),
              bytes(row.bytes())));
    }
    var text = new StringBuilder();
    int[] widths = new int[HEADS.size()];
    for (var row : table) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    for (var row : table) {
      text.append(line(row, widths)).append('\n');
    }
    text.append(
        "%s weights%s, %s, and as much again for their gradients%n"
            .formatted(
                grouped(summary.weights()),
                summary.kept() == 0
                    ? ""
                    : " and %s kept numbers".formatted(grouped(summary.kept())),
                bytes(summary.weightBytes())));
    text.append(
        "A batch of %d: %s operations in use, %s in training, %s for what is computed%n"
            .formatted(
                summary.batch().batch(),
                scaled(summary.forwardFlops(), 1000, ""),
                scaled(summary.trainingFlops(), 1000, ""),
                bytes(summary.stepBytes())));
    if (summary.paddingShare() > 0) {
      text.append(
          String.format(
              Locale.ROOT, "%.0f %% of its steps are padding%n", 100 * summary.paddingShare()));
    }
    return text.append("Planned for ").append(summary.device()).toString();
  }

  private static String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String gap = " ".repeat(widths[c] - row.get(c).length());
      line.append(c < FIRST_NUMBER ? row.get(c) + gap : gap + row.get(c));
      line.append(c == widths.length - 1 ? "" : "  ");
    }
    return line.toString().stripTrailing();
  }

  /** For example {@code 1 234 567}. */
  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
  }

  private static String bytes(long number) {
    return scaled(number, 1024, "B");
  }

  /** With three digits and a letter for the power. */
  private static String scaled(double number, int base, String unit) {
    double rest = number;
    int power = 0;
    while (rest >= base && power < 5) {
      rest /= base;
      power++;
    }
    String letter =
        power == 0
            ? ""
            : (base == 1000 ? "kMGTP" : "KMGTP").charAt(power - 1) + (base == 1000 ? "" : "i");
    String digits =
        power == 0 || rest >= 100
            ? String.format(Locale.ROOT, "%.0f", rest)
            : String.format(Locale.ROOT, rest >= 10 ? "%.1f" : "%.2f", rest);
    return (digits + " " + letter + unit).strip();
  }
}
