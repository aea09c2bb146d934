package dev.recurve.runtime;

import dev.recurve.spi.Backend;
import dev.recurve.spi.DType;
import dev.recurve.spi.HostMat;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Offer;
import dev.recurve.spi.Packed;
import dev.recurve.spi.RnnCall;
import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnGrads;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnWeights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs an {@link RnnProblem} on a backend, with hostile memory: every window lies among NaN, has
 * gaps between its rows, and what will be overwritten holds NaN. Gradients start from {@link
 * #BEFORE}.
 */
final class RnnRun {
  /** What stands in a gradient before it is added to; exact in both float types. */
  static final double BEFORE = 0.5;

  private final Backend on;
  private final DType type;
  private final RnnProblem problem;
  private final RnnPlan plan;
  private final Packed packed;
  private final Map<String, Mat> mats = new LinkedHashMap<>();

  private RnnRun(Backend on, DType type, RnnProblem problem) {
    this.on = on;
    this.type = type;
    this.problem = problem;
    this.plan =
        switch (on.planRnn(problem.spec())) {
          case Offer.Accepted<RnnPlan>(RnnPlan accepted) -> accepted;
          case Offer.Declined<RnnPlan>(String reason) -> throw new AssertionError(reason);
        };
    problem.tensors().forEach((name, values) -> upload(name, values));
    this.packed = plan.pack(weights(this::given));
  }

  /** Outputs y, hN and, where there is one, cN. */
  static Map<String, double[]> forward(Backend on, DType type, RnnProblem problem) {
    var run = new RnnRun(on, type, problem);
    run.plan.forward(run.packed, run.call(false));
    return run.outputs();
  }

  /**
   * Outputs, and the gradient of every tensor as {@code d} and its name, {@link #BEFORE} taken off.
   */
  static Map<String, double[]> forwardBackward(Backend on, DType type, RnnProblem problem) {
    var run = new RnnRun(on, type, problem);
    var call = run.call(true);
    run.plan.forward(run.packed, call);
    var results = run.outputs();
    run.plan.backward(run.packed, call, run.grads());
    run.mats.forEach(
        (name, mat) -> {
          if (name.startsWith("grad ")) {
            results.put(name.substring(5), run.withoutBefore(mat));
          }
        });
    return results;
  }

  private RnnCall call(boolean training) {
    boolean hasCell = problem.spec().cell() instanceof RnnCell.Lstm;
    return new RnnCall(
        problem.steps(),
        problem.batch(),
        problem.lengths(),
        mats.get("x"),
        output("y"),
        given("h0"),
        given("c0"),
        output("hN"),
        hasCell ? Optional.of(output("cN")) : Optional.empty(),
        given("inputMask"),
        given("hiddenMask"),
        given("zoneoutH"),
        given("zoneoutC"),
        memory(training ? plan.reserveSize(problem.steps(), problem.batch()) : 0),
        memory(plan.workspaceSize(problem.steps(), problem.batch(), training)),
        training);
  }

  private RnnGrads grads() {
    return new RnnGrads(
        given("dy"),
        given("dhN"),
        given("dcN"),
        gradient("x"),
        gradient("h0"),
        gradient("c0"),
        weights(this::gradient));
  }

  private List<RnnWeights> weights(Function<String, Optional<Mat>> find) {
    var weights = new ArrayList<RnnWeights>();
    for (var d : problem.suffixes()) {
      weights.add(
          new RnnWeights(
              find.apply("weightIh" + d).orElseThrow(),
              find.apply("weightHh" + d).orElseThrow(),
              find.apply("biasIh" + d),
              find.apply("biasHh" + d)));
    }
    return weights;
  }

  private Optional<Mat> given(String name) {
    return Optional.ofNullable(mats.get(name));
  }

  private Mat output(String name) {
    return mats.computeIfAbsent(name, _ -> window(problem.rows(name), problem.cols(name)));
  }

  private Optional<Mat> gradient(String name) {
    return given(name)
        .map(
            like -> {
              var mat = window(like.rows(), like.cols());
              on.fill(mat, BEFORE);
              mats.put("grad d" + name, mat);
              return mat;
            });
  }

  private void upload(String name, double[] values) {
    var mat = window(problem.rows(name), problem.cols(name));
    HostMat.upload(on, values, mat);
    mats.put(name, mat);
  }

  private Mat window(int rows, int cols) {
    int ld = cols + 2;
    var buffer = on.allocate(type, (long) rows * ld + 3);
    on.fill(Mat.row(buffer), Double.NaN);
    return new Mat(buffer, 3, rows, cols, ld);
  }

  private Mat memory(long size) {
    var mat = Mat.row(on.allocate(type, size));
    on.fill(mat, Double.NaN);
    return mat;
  }

  private Map<String, double[]> outputs() {
    var outputs = new LinkedHashMap<String, double[]>();
    for (var name : List.of("y", "hN", "cN")) {
      given(name).ifPresent(mat -> outputs.put(name, HostMat.download(on, mat)));
    }
    return outputs;
  }

  private double[] withoutBefore(Mat mat) {
    double[] values = HostMat.download(on, mat);
    for (int i = 0; i < values.length; i++) {
      values[i] -= BEFORE;
    }
    return values;
  }
}
