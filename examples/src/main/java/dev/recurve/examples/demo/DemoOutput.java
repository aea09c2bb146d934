package dev.recurve.examples.demo;

import dev.recurve.examples.cli.Console;
import dev.recurve.examples.report.HtmlReport;
import dev.recurve.examples.report.LineChart;
import dev.recurve.examples.report.PngChart;
import java.nio.file.Path;

/**
 * Where a demonstration that trains no model of its own leaves its report and pictures.
 *
 * @param folder made if it is not there
 * @param console told of what could not be drawn
 */
record DemoOutput(Path folder, Console console) {
  private static final int PNG_WIDTH = 1280;
  private static final int PNG_HEIGHT = 640;

  Path report() {
    return folder.resolve("report.html");
  }

  void write(HtmlReport page) {
    page.write(report());
    console.print("Report: " + report());
  }

  void draw(LineChart chart, String file) {
    switch (PngChart.write(chart, folder.resolve(file), PNG_WIDTH, PNG_HEIGHT)) {
      case PngChart.Outcome.Written _ -> {}
      case PngChart.Outcome.Skipped(String reason) -> console.note(reason);
    }
  }
}
