package dev.recurve.examples.demo;

import dev.recurve.examples.cli.Console;
import dev.recurve.examples.forecast.RunConfig;
import dev.recurve.examples.report.ConsoleTable;
import dev.recurve.examples.report.PngChart;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Teaches an encoder and decoder with attention to reverse strings of digits. */
@Command(
    name = "reverse",
    description = {
      "Teaches an encoder and a decoder with attention to reverse strings of up to 10 digits.",
      "Asks about strings that it has never seen, and draws where it looks while it writes."
    })
final class DemoReverseCommand implements Callable<Integer> {
  private static final Path USUAL_OUT = Path.of("runs", "demo-reverse");
  private static final int INTERRUPTED = 130;
  private static final long SEED = 7;
  private static final int PNG_WIDTH = 740;
  private static final int PNG_HEIGHT = 640;

  private final Console console;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder to write to (default: runs/demo-reverse).")
  private Path out = USUAL_OUT;

  @Option(
      names = "--small",
      description = "Up to 4 digits and a smaller model: seconds instead of a minute or more.")
  private boolean small;

  DemoReverseCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var scale = small ? ReverseJob.Scale.QUICK : ReverseJob.Scale.FULL;
    long seed = console.settings().seed().orElse(SEED);
    var result = new ReverseJob(scale, seed, console).run();
    result.ifPresent(done -> report(scale, seed, done));
    return result.isPresent() ? 0 : INTERRUPTED;
  }

  private void report(ReverseJob.Scale scale, long seed, ReverseJob.Result result) {
    var page = new ReverseReport(scale, seed, result);
    var file = out.resolve("report.html");
    var picture = out.resolve("attention.png");
    page.page().write(file);
    switch (PngChart.write(page.grid(), picture, PNG_WIDTH, PNG_HEIGHT)) {
      case PngChart.Outcome.Written _ -> {}
      case PngChart.Outcome.Skipped(String reason) -> console.note(reason);
    }
    console.print(ConsoleTable.render(page.table()));
    console.print(
        String.format(
            Locale.ROOT,
            "\nExactly right: %.1f %% of %d unseen strings.",
            100 * result.accuracy(),
            result.asked().size()));
    console.print("Report: " + file);
    var json = new LinkedHashMap<String, Object>();
    json.put("task", "demo reverse");
    json.put("seed", seed);
    json.put("backend", RunConfig.Machine.here().backend());
    json.put("accuracy", result.accuracy());
    json.put("strings", result.asked().size());
    json.put("report", file.toString());
    console.result(json);
  }
}
