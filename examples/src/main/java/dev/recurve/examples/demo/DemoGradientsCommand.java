package dev.recurve.examples.demo;

import dev.recurve.State;
import dev.recurve.examples.cli.Console;
import dev.recurve.examples.report.ConsoleTable;
import dev.recurve.examples.report.HtmlReport;
import dev.recurve.examples.report.LineChart;
import dev.recurve.examples.report.Table;
import dev.recurve.nn.CellFactory;
import dev.recurve.nn.LayerNormGruCell;
import dev.recurve.nn.LayerNormLstmCell;
import dev.recurve.nn.Recurrent;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamStore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Draws how far back gradients reach in time, cell by cell. */
@Command(
    name = "gradients",
    description = {
      "Draws how much of a loss's gradient reaches the inputs before it, step by step back in"
          + " time:",
      "SimpleRNN, LSTM and GRU as they begin, and what clipping and layer norm change where the",
      "gradient explodes. Nothing is trained."
    })
final class DemoGradientsCommand implements Callable<Integer> {
  private static final int UNITS = 32;
  private static final int INPUTS = 8;
  private static final double OPEN_GATE = 3;
  private static final double LIMIT = 1;
  private static final double LARGER = 5;
  private static final long SEED = 7;

  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "How many steps the sequences have (default: 100).")
  private int steps = 100;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder to write to (default: runs/demo-gradients).")
  private Path out = Path.of("runs", "demo-gradients");

  DemoGradientsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (steps < 2) {
      throw new ParameterException(spec.commandLine(), "--steps is at least 2, received " + steps);
    }
    var usual = usual();
    var normalised = normalised();
    var exploding = exploding();
    var table = table(usual, normalised, exploding);
    var charts =
        List.of(
            chart(
                "How much of the gradient reaches the input so many steps before",
                "gradient, relative to that of the last input",
                usual),
            chart(
                "With layer norm: how much of it reaches the input so many steps before",
                "gradient, relative to that of the last input",
                normalised),
            chart(
                "What reaches that input with recurrent weights %.0f times as large"
                    .formatted(LARGER),
                "gradient",
                exploding));
    var output = new DemoOutput(out, console);
    console.print(ConsoleTable.render(table));
    output.write(page(table, charts));
    output.draw(charts.get(0), "gradients.png");
    output.draw(charts.get(1), "layer-norm.png");
    output.draw(charts.get(2), "exploding.png");
    var json = json(usual, normalised, exploding);
    json.put("report", output.report().toString());
    console.result(json);
    return 0;
  }

  private long seed() {
    return console.settings().seed().orElse(SEED);
  }

  // ------------------------------------------------------------ measurements

  private List<GradientLags> usual() {
    return List.of(
        cell(CellChoice.SIMPLE, 0, "SimpleRNN"),
        cell(CellChoice.GRU, 0, "GRU"),
        cell(CellChoice.LSTM, 0, "LSTM"),
        cell(CellChoice.LSTM, OPEN_GATE, "LSTM, forget gate open"));
  }

  private List<GradientLags> normalised() {
    return List.of(
        normalised("SimpleRNN, layer norm", 1, LayerNormCell::create).relative(),
        normalised("GRU, layer norm", 1, LayerNormGruCell::new).relative(),
        normalised("LSTM, layer norm", 1, LayerNormLstmCell::new).relative());
  }

  private List<GradientLags> exploding() {
    var store = ParamStore.fresh(seed());
    var layer = CellChoice.SIMPLE.layer(INPUTS, UNITS, store.child("rnn"));
    enlarge(store, "rnn.weight_hh_l0", LARGER);
    var plain = GradientLags.of("SimpleRNN", store, layer, INPUTS, steps, seed());
    return List.of(
        plain,
        plain.clipped(LIMIT).named("SimpleRNN, clipped to norm %.0f".formatted(LIMIT)),
        normalised("SimpleRNN, layer norm", LARGER, LayerNormCell::create));
  }

  private GradientLags cell(CellChoice cell, double openGate, String name) {
    var store = ParamStore.fresh(seed());
    var layer = cell.layer(INPUTS, UNITS, store.child("rnn"));
    if (openGate > 0) {
      cell.openGate(store, "rnn", UNITS, openGate);
    }
    return GradientLags.of(name, store, layer, INPUTS, steps, seed()).relative();
  }

  private <S extends State<S>> GradientLags normalised(
      String name, double factor, CellFactory<S> cell) {
    var store = ParamStore.fresh(seed());
    var layer = Recurrent.over(cell.create(INPUTS, UNITS, store.child("rnn")));
    enlarge(store, "rnn.weight_hh", factor);
    return GradientLags.of(name, store, layer, INPUTS, steps, seed());
  }

  private static void enlarge(ParamStore store, String name, double factor) {
    var values = new HashMap<>(store.values());
    var weight = values.get(name);
    double[] larger = Arrays.stream(weight.toDoubles()).map(value -> value * factor).toArray();
    values.put(name, new HostArray.F64(weight.shape(), larger));
    store.restore(values);
  }

  // ------------------------------------------------------------------ report

  private LineChart chart(String title, String yLabel, List<GradientLags> curves) {
    double[] lags = IntStream.range(0, steps).asDoubleStream().toArray();
    var chart =
        LineChart.titled(title)
            .axes("steps back in time", yLabel)
            .logarithmic()
            .describedAs("A line that falls steeply is a cell that learns nothing from long ago.");
    for (int i = 0; i < curves.size(); i++) {
      var curve = curves.get(i);
      if (i % 2 == 0) {
        chart.line(curve.name(), lags, curve.norms());
      } else {
        chart.dashed(curve.name(), lags, curve.norms());
      }
    }
    return chart.build();
  }

  private int[] marks() {
    return IntStream.of(1, steps / 10, steps / 2, steps - 1)
        .filter(lag -> lag > 0)
        .distinct()
        .toArray();
  }

  private Table table(
      List<GradientLags> usual, List<GradientLags> normalised, List<GradientLags> exploding) {
    var table =
        Table.captioned("What reaches an input, as a power of ten of what reaches the last input")
            .text("cell");
    for (int lag : marks()) {
      table = table.number(lag == 1 ? "1 step back" : lag + " steps back", 1);
    }
    for (var curve : Stream.concat(usual.stream(), normalised.stream()).toList()) {
      table = table.row(curve.name(), powers(curve));
    }
    // What is clipped is the same line.
    for (var curve : List.of(exploding.getFirst(), exploding.getLast())) {
      table =
          table.row(
              "%s; recurrent weights × %.0f".formatted(curve.name(), LARGER),
              powers(curve.relative()));
    }
    return table.note(
        "0 is as much as reaches the last input, -3 a thousandth of it, 3 a thousand times as"
            + " much.");
  }

  private double[] powers(GradientLags curve) {
    return Arrays.stream(marks()).mapToDouble(lag -> Math.log10(curve.after(lag))).toArray();
  }

  private HtmlReport page(Table table, List<LineChart> charts) {
    var facts = new LinkedHashMap<String, String>();
    facts.put("Cells", "%d units, %d inputs, first weights as by default".formatted(UNITS, INPUTS));
    facts.put(
        "Sequences",
        "%d of %d steps of noise with mean 0 and deviation 1"
            .formatted(GradientLags.SEQUENCES, steps));
    facts.put("Loss", "the last output times random signs, summed");
    facts.put("Seed", Long.toString(seed()));
    return HtmlReport.titled("How far back gradients reach")
        .lead(
            "Whatever a cell is to learn from an input, it learns from the gradient that reaches"
                + " that input. Here is how much that is, before any training.")
        .section("As the cells begin")
        .chart(
            charts.get(0),
            "Each line is relative to what reaches the last input. Where it falls by the same"
                + " factor at each step, a straight line on this scale, memory fades in the same"
                + " way; an open gate passes the gradient on nearly whole.")
        .section("With layer norm")
        .chart(
            charts.get(1),
            "Layer norm brings sums to the same size whatever the weights are: in each of the cells"
                + " memory fades far more slowly than without.")
        .section("Where gradients explode")
        .text(
            "With recurrent weights %.0f times as large, each step back multiplies the gradient by more than 1."
                .formatted(LARGER))
        .chart(
            charts.get(2),
            "Clipping makes the step of the optimiser small enough, but moves the whole line"
                + " without bending it: the inputs of long ago still outweigh all others. Layer"
                + " norm takes the size of the weights out of the sum, so that the line itself"
                + " changes.")
        .section("In numbers")
        .table(table)
        .section("Provenance")
        .definitionList(facts);
  }

  private LinkedHashMap<String, Object> json(
      List<GradientLags> usual, List<GradientLags> normalised, List<GradientLags> exploding) {
    var json = new LinkedHashMap<String, Object>();
    json.put("task", "demo gradients");
    json.put("seed", seed());
    json.put("steps", steps);
    json.put("relative", norms(usual));
    json.put("normalised", norms(normalised));
    json.put("exploding", norms(exploding));
    return json;
  }

  private static LinkedHashMap<String, double[]> norms(List<GradientLags> curves) {
    var norms = new LinkedHashMap<String, double[]>();
    curves.forEach(curve -> norms.put(curve.name(), curve.norms()));
    return norms;
  }
}
