package dev.recurve.conformance;

import dev.recurve.conformance.Conformance.Size;
import dev.recurve.spi.Backend;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Packed;
import dev.recurve.spi.RnnCall;
import dev.recurve.spi.RnnGrads;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnWeights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs a problem by a plan, forward and backward, under the hardest conditions that the contract
 * allows: padding, outputs, reserve and workspace hold NaN, every window has gaps, and gradients
 * are added to numbers that already stand there, which are subtracted again from the results.
 */
final class RnnRun {
  private final RnnPlan plan;
  private final RnnProblem problem;
  private final Matrices windows;
  private final Backend on;
  private final double padding;

  private final Map<String, Mat> outputs = new LinkedHashMap<>();
  private final Map<String, double[]> before = new HashMap<>();

  private RnnRun(RnnPlan plan, RnnProblem problem, Matrices windows, double padding) {
    this.plan = plan;
    this.problem = problem;
    this.windows = windows;
    this.on = windows.on();
    this.padding = padding;
  }

  static String name(RnnPart part) {
    return part.name();
  }

  static String gradientName(RnnPart part) {
    return "gradient of " + part;
  }

  static String gradientName(RnnPart part, int direction) {
    return "gradient of %s, direction %d".formatted(part, direction);
  }

  /** Whether a name is that of a weight's gradient. */
  static boolean isOfWeights(String name) {
    return name.contains(", direction ");
  }

  /** Forward and backward; what came out, by name. */
  static Map<String, double[]> train(RnnPlan plan, RnnProblem problem, Matrices windows) {
    return train(plan, problem, windows, Double.NaN);
  }

  /** Forward and backward, with a given number in all padding. */
  static Map<String, double[]> train(
      RnnPlan plan, RnnProblem problem, Matrices windows, double padding) {
    var run = new RnnRun(plan, problem, windows, padding);
    var packed = plan.pack(run.weights(run::weight));
    var call = run.call(true);
    plan.forward(packed, call);
    run.on.fill(call.workspace(), Double.NaN);
    plan.backward(packed, call, run.gradients());
    return run.results();
  }

  /** A problem's weights as the plan lays them out. */
  static Packed pack(RnnPlan plan, RnnProblem problem, Matrices windows) {
    var run = new RnnRun(plan, problem, windows, Double.NaN);
    return plan.pack(run.weights(run::weight));
  }

  /** Forward alone. */
  static Map<String, double[]> infer(RnnPlan plan, RnnProblem problem, Matrices windows) {
    var run = new RnnRun(plan, problem, windows, Double.NaN);
    plan.forward(plan.pack(run.weights(run::weight)), run.call(false));
    return run.results();
  }

  private RnnCall call(boolean training) {
    int steps = problem.steps();
    int batch = problem.batch();
    boolean hasCell = problem.spec().cell().states() == 2;
    return new RnnCall(
        steps,
        batch,
        problem.lengths().stream().mapToInt(length -> length).toArray(),
        input(RnnPart.X).orElseThrow(),
        output(RnnPart.Y),
        input(RnnPart.H0),
        input(RnnPart.C0),
        output(RnnPart.HN),
        hasCell ? Optional.of(output(RnnPart.CN)) : Optional.empty(),
        input(RnnPart.INPUT_MASK),
        input(RnnPart.HIDDEN_MASK),
        input(RnnPart.ZONEOUT_H),
        input(RnnPart.ZONEOUT_C),
        memory(training ? plan.reserveSize(steps, batch) : 0),
        memory(plan.workspaceSize(steps, batch, training)),
        training);
  }

  private RnnGrads gradients() {
    return new RnnGrads(
        input(RnnPart.DY),
        input(RnnPart.DHN),
        input(RnnPart.DCN),
        wanted(RnnPart.X),
        wanted(RnnPart.H0),
        wanted(RnnPart.C0),
        problem.trainable() ? weights(this::weightGradient) : List.of());
  }

  private Optional<Mat> input(RnnPart part) {
    if (!problem.parts().containsKey(part)) {
      return Optional.empty();
    }
    Size size = problem.size(part);
    return Optional.of(windows.operand(size.rows(), size.cols(), problem.padded(part, padding)));
  }

  private Mat output(RnnPart part) {
    Size size = problem.size(part);
    Mat mat = windows.blank(size.rows(), size.cols());
    outputs.put(name(part), mat);
    before.put(name(part), new double[size.elements()]);
    return mat;
  }

  private Optional<Mat> wanted(RnnPart part) {
    return problem.wanted().contains(part)
        ? Optional.of(gradient(gradientName(part), part))
        : Optional.empty();
  }

  private Mat gradient(String name, RnnPart part) {
    Size size = part.size(problem.spec(), problem.steps(), problem.batch());
    double[] values = windows.normal(size.elements());
    Mat mat = windows.target(size.rows(), size.cols(), values);
    outputs.put(name, mat);
    before.put(name, values);
    return mat;
  }

  private Mat memory(long size) {
    return windows.blank(1, Math.toIntExact(size));
  }

  // ---------------------------------------------------------------- weights

  private record Place(RnnPart part, int direction) {}

  private Mat weight(Place place) {
    Size size = place.part().size(problem.spec(), 0, 0);
    double[] values = problem.weights().get(place.direction()).get(place.part());
    return windows.operand(size.rows(), size.cols(), values);
  }

  private Mat weightGradient(Place place) {
    return gradient(gradientName(place.part(), place.direction()), place.part());
  }

  private List<RnnWeights> weights(Function<Place, Mat> mat) {
    var weights = new ArrayList<RnnWeights>();
    for (int d = 0; d < problem.weights().size(); d++) {
      int direction = d;
      var present = problem.weights().get(d).keySet();
      Function<RnnPart, Optional<Mat>> optional =
          part ->
              present.contains(part)
                  ? Optional.of(mat.apply(new Place(part, direction)))
                  : Optional.empty();
      weights.add(
          new RnnWeights(
              mat.apply(new Place(RnnPart.WEIGHT_IH, d)),
              mat.apply(new Place(RnnPart.WEIGHT_HH, d)),
              optional.apply(RnnPart.BIAS_IH),
              optional.apply(RnnPart.BIAS_HH),
              optional.apply(RnnPart.PEEPHOLE),
              optional.apply(RnnPart.PROJECTION)));
    }
    return weights;
  }

  private Map<String, double[]> results() {
    var results = new LinkedHashMap<String, double[]>();
    outputs.forEach(
        (name, mat) -> {
          double[] values = windows.read(mat);
          for (int i = 0; i < values.length; i++) {
            values[i] -= before.get(name)[i];
          }
          results.put(name, values);
        });
    return results;
  }
}
