package dev.recurve.autodiff;

import dev.recurve.Parameter;
import dev.recurve.RecurveException;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.runtime.Device;
import dev.recurve.spi.CounterRandom;
import dev.recurve.spi.DType;
import dev.recurve.spi.HostMat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * Compares the gradients that flow back through a function with central differences, in float64:
 *
 * <pre>{@code
 * GradCheck.on(device).input("x", Shape.of(3, 4)).input("w", Shape.of(2, 4))
 *     .check(in -> in.get(0).matmulTransposed(in.get(1)).tanh())
 *     .requireAgreement();
 * }</pre>
 *
 * <p>A result with more than one element is multiplied by fixed random weights and summed, so that
 * errors of different elements cannot cancel. Functions with kinks are to be checked away from
 * them.
 */
public final class GradCheck {
  /**
   * How far analytic and numeric gradient may be apart, relative to the tensor's largest numeric
   * one.
   */
  public static final double TOLERANCE = 1e-6;

  private static final double STEP = 1e-5;
  private static final long KEY = 0x5EEDL;

  private final Device device;
  private final List<Input> inputs = new ArrayList<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private Runnable changed = () -> {};
  private boolean training;

  private record Input(String name, Shape shape, double[] values) {}

  private GradCheck(Device device) {
    this.device = device;
  }

  /**
   * A check on a device.
   *
   * @throws IllegalArgumentException if its float type is not F64
   */
  public static GradCheck on(Device device) {
    if (device.floatType() != DType.F64) {
      throw new IllegalArgumentException(
          "Differences need double precision; use Device.of(backend, DType.F64), received "
              + device);
    }
    return new GradCheck(device);
  }

  /** Adds an input with fixed random values, uniform in {@code [-1, 1)}. */
  public GradCheck input(String name, Shape shape) {
    return input(name, shape, -1, 1);
  }

  /** Adds an input with fixed random values, uniform between two bounds. */
  public GradCheck input(String name, Shape shape, double from, double to) {
    double[] values = noise(CounterRandom.derive(KEY, inputs.size() + 1), shape.size());
    for (int i = 0; i < values.length; i++) {
      values[i] = from + (to - from) * values[i];
    }
    return input(name, shape, values);
  }

  /** Adds an input with these values. */
  public GradCheck input(String name, Shape shape, double... values) {
    Tensors.requireSize(shape, values.length);
    inputs.add(new Input(name, shape, values.clone()));
    return this;
  }

  /**
   * Checks the gradients of parameters too. Their values and gradients are afterwards as before.
   *
   * @param trained parameters of a sealed store on the same device
   * @param whenChanged is called after each change of a value, so that packed copies are renewed
   */
  public GradCheck parameters(List<? extends Parameter> trained, Runnable whenChanged) {
    parameters.addAll(trained);
    changed = Objects.requireNonNull(whenChanged, "whenChanged");
    return this;
  }

  /** Runs the function as in training, with the same random masks each time. */
  public GradCheck training() {
    training = true;
    return this;
  }

  /**
   * Runs the check.
   *
   * @param function gets the inputs in order; called anew for every difference
   */
  public Report check(Function<List<Tensor>, Tensor> function) {
    if (inputs.isEmpty() && parameters.isEmpty()) {
      throw new IllegalArgumentException(
          "There is nothing to check: name an input() or parameters()");
    }
    try (var steps = new Steps(device)) {
      var analytic = analytic(steps, function);
      DoubleSupplier loss = () -> value(steps, function);
      var compared = new Comparison();
      int index = 0;
      for (var input : inputs) {
        double[] x = input.values;
        compared.tensor(input.name, input.shape, x, analytic.get(index++), loss);
      }
      for (var parameter : parameters) {
        var mat = DeviceTensor.of(parameter.value()).mat();
        double[] x = HostMat.download(device.backend(), mat);
        DoubleSupplier moved =
            () -> {
              HostMat.upload(device.backend(), x, mat);
              changed.run();
              return loss.getAsDouble();
            };
        compared.tensor(parameter.name(), parameter.shape(), x, analytic.get(index++), moved);
        HostMat.upload(device.backend(), x, mat);
        changed.run();
      }
      return new Report(compared.checked, List.copyOf(compared.differences));
    }
  }

  private List<double[]> analytic(Steps steps, Function<List<Tensor>, Tensor> function) {
    return run(
        steps,
        tape -> {
          var before = parameters.stream().map(this::gradient).toList();
          var watched = tensors().stream().map(tape::watch).toList();
          tape.backward(weighted(function.apply(watched)));
          var gradients = new ArrayList<double[]>();
          watched.forEach(tensor -> gradients.add(tape.gradient(tensor).toDoubles()));
          for (int i = 0; i < before.size(); i++) {
            gradients.add(takeBack(parameters.get(i), before.get(i)));
          }
          return gradients;
        });
  }

  private double[] gradient(Parameter parameter) {
    return device.download(leaf(parameter).added());
  }

  /** What was added to a parameter's gradient, which is then set to what it was. */
  private double[] takeBack(Parameter parameter, double[] before) {
    double[] added = gradient(parameter);
    for (int i = 0; i < added.length; i++) {
      added[i] -= before[i];
    }
    HostMat.upload(device.backend(), before, leaf(parameter).added());
    return added;
  }

  private static Slot leaf(Parameter parameter) {
    return DeviceTensor.of(parameter.value())
        .slot()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s has no gradient: it is frozen, or its store is not sealed"
                        .formatted(parameter.name())));
  }

  private double value(Steps steps, Function<List<Tensor>, Tensor> function) {
    if (training) {
      return run(steps, tape -> weighted(function.apply(tensors())).item());
    }
    return steps.infer(() -> weighted(function.apply(tensors())).item());
  }

  private <R> R run(Steps steps, Function<Tape, R> work) {
    return training ? steps.train(KEY, work) : steps.record(work);
  }

  private List<Tensor> tensors() {
    return inputs.stream()
        .<Tensor>map(input -> Tensors.of(device, input.shape, input.values))
        .toList();
  }

  private Tensor weighted(Tensor result) {
    if (result.shape().size() == 1) {
      return result.sum();
    }
    double[] weights = noise(KEY, result.shape().size());
    for (int i = 0; i < weights.length; i++) {
      weights[i] += 0.5;
    }
    return result.mul(Tensors.of(device, result.shape(), weights)).sum();
  }

  private static double[] noise(long key, long size) {
    double[] noise = new double[Math.toIntExact(size)];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = CounterRandom.uniformDouble(key, i);
    }
    return noise;
  }

  private static final class Comparison {
    private final List<Difference> differences = new ArrayList<>();
    private long checked;

    /** Moves each element there and back. */
    void tensor(String name, Shape shape, double[] x, double[] analytic, DoubleSupplier loss) {
      double[] numeric = new double[x.length];
      double largest = 0;
      for (int i = 0; i < x.length; i++) {
        double at = x[i];
        double step = STEP * Math.max(1, Math.abs(at));
        x[i] = at + step;
        double up = loss.getAsDouble();
        x[i] = at - step;
        double down = loss.getAsDouble();
        x[i] = at;
        numeric[i] = (up - down) / (2 * step);
        largest = Math.max(largest, Math.abs(numeric[i]));
      }
      double allowed = TOLERANCE * largest + TOLERANCE / 100;
      for (int i = 0; i < x.length; i++) {
        // Written so that NaN counts as a difference.
        if (!(Math.abs(analytic[i] - numeric[i]) <= allowed)) {
          differences.add(new Difference(name, index(shape, i), analytic[i], numeric[i], allowed));
        }
      }
      checked += x.length;
    }

    private static List<Integer> index(Shape shape, int flat) {
      var index = new ArrayList<Integer>();
      int rest = flat;
      for (int axis = shape.rank() - 1; axis >= 0; axis--) {
        index.addFirst(rest % shape.dim(axis));
        rest /= shape.dim(axis);
      }
      return List.copyOf(index);
    }
  }

  /**
   * One element whose gradients disagree.
   *
   * @param tensor the input's or the parameter's name
   * @param index its place, outermost axis first
   * @param analytic what flowed back
   * @param numeric the central difference
   * @param allowed how far they may be apart
   */
  public record Difference(
      String tensor, List<Integer> index, double analytic, double numeric, double allowed) {

    /** For example {@code weight[0, 3]: analytic 0.5, numeric 0.25, at most 1.0e-06 apart}. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s%s: analytic %s, numeric %s, at most %.1e apart",
          tensor,
          index,
          analytic,
          numeric,
          allowed);
    }
  }

  /**
   * What came out.
   *
   * @param checked number of elements that were compared
   * @param differences those that disagree
   */
  public record Report(long checked, List<Difference> differences) {
    /** Whether all agree. */
    public boolean agrees() {
      return checked > 0 && differences.isEmpty();
    }

    /**
     * Does nothing if all agree.
     *
     * @throws RecurveException naming the first elements that do not
     */
    public void requireAgreement() {
      if (!agrees()) {
        throw new RecurveException(toString());
      }
    }

    @Override
    public String toString() {
      if (checked == 0) {
        return "No gradient was checked: all tensors are empty";
      }
      var text =
          new StringBuilder("%d of %d gradients differ".formatted(differences.size(), checked));
      differences.stream().limit(8).forEach(d -> text.append("\n  ").append(d));
      return differences.size() > 8 ? text.append("\n  …").toString() : text.toString();
    }
  }
}
