package dev.recurve.loss;

import dev.recurve.ShapeException;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A family of distributions whose parameters a network predicts. The network gives unbounded
 * numbers, K for each element of the target side by side; {@link #parameters} makes proper
 * parameters of them, and {@link #loss} is the negative logarithm of the density, or probability,
 * that they give to the target, in nats and with all constants.
 *
 * <p>Parameters that must be greater than 0 are {@code softplus(x) + 1e-6}: they cannot vanish.
 */
public final class Likelihood {
  /** The least scale, rate or dispersion. */
  private static final double LEAST = 1e-6;

  private static final double HALF_LOG_TAU = 0.5 * Math.log(2 * Math.PI);

  private final String name;
  private final Domain domain;
  private final List<Part> parts;
  private final Density density;

  /** One parameter: its name, and how an unbounded number becomes one. */
  private record Part(String name, Function<Tensor, Tensor> link) {}

  private interface Density {
    Tensor negativeLog(List<Tensor> parameters, Tensor target);
  }

  private Likelihood(String name, Domain domain, Density density, Part... parts) {
    this.name = name;
    this.domain = domain;
    this.density = density;
    this.parts = List.of(parts);
  }

  private static Part free(String name) {
    return new Part(name, x -> x);
  }

  private static Part above(double least, String name) {
    return new Part(name, x -> x.softplus().add(least));
  }

  /** Normal distribution: {@code mean, scale}; scale is the standard deviation. */
  public static Likelihood gaussian() {
    return new Likelihood(
        "gaussian", Domain.ANY, Likelihood::gaussian, free("mean"), above(LEAST, "scale"));
  }

  /**
   * Student's t distribution, shifted and stretched: {@code degrees, location, scale}; more than 2
   * degrees of freedom, so that the variance {@code scale²·degrees / (degrees - 2)} exists.
   */
  public static Likelihood studentT() {
    return new Likelihood(
        "student-t",
        Domain.ANY,
        Likelihood::studentT,
        above(2 + LEAST, "degrees"),
        free("location"),
        above(LEAST, "scale"));
  }

  /**
   * Negative binomial distribution of counts: {@code mean, dispersion}; the variance is {@code mean
   * + dispersion·mean²} (as in Salinas et al. 2020). Targets are 0, 1, 2, …
   */
  public static Likelihood negativeBinomial() {
    return new Likelihood(
        "negative-binomial",
        Domain.COUNT,
        Likelihood::negativeBinomial,
        above(LEAST, "mean"),
        above(LEAST, "dispersion"));
  }

  /**
   * Distribution of a number whose logarithm is normal: {@code mean, scale} of the logarithm.
   * Targets are greater than 0.
   */
  public static Likelihood logNormal() {
    return new Likelihood(
        "log-normal", Domain.POSITIVE, Likelihood::logNormal, free("mean"), above(LEAST, "scale"));
  }

  /** Its name, for example {@code student-t}. */
  public String name() {
    return name;
  }

  /** The parameters' names, K of them, in order. */
  public List<String> parameterNames() {
    return parts.stream().map(Part::name).toList();
  }

  /**
   * Proper parameters from what a network gives.
   *
   * @param prediction {@code [any…, K]}
   * @return K tensors {@code [any…]}, in the order of their names
   * @throws dev.recurve.ShapeException if the last axis is not K
   */
  public List<Tensor> parameters(Tensor prediction) {
    var shape = prediction.shape();
    if (shape.rank() == 0 || shape.cols() != parts.size()) {
      throw new ShapeException(
          "%s wants %s on the last axis, received %s"
              .formatted(name, parameterNames(), Axes.rows(shape)));
    }
    return IntStream.range(0, parts.size())
        .mapToObj(
            k -> parts.get(k).link.apply(prediction.slice(-1, k, k + 1).reshape(shape.without(-1))))
        .toList();
  }

  /**
   * The negative logarithm of the density or probability of each element.
   *
   * @param parameters as {@link #parameters} gives them, or from elsewhere
   * @param target of the parameters' shape
   * @return the same shape
   */
  public Tensor negativeLog(List<Tensor> parameters, Tensor target) {
    if (parameters.size() != parts.size()) {
      throw new IllegalArgumentException(
          "%s has the parameters %s, received %d"
              .formatted(name, parameterNames(), parameters.size()));
    }
    parameters.forEach(
        parameter -> {
          if (!parameter.shape().equals(target.shape())) {
            throw Axes.misfit(
                name,
                "parameters with targets of the same shape",
                Axes.rows(parameter.shape()),
                Axes.rows(target.shape()));
          }
        });
    return density.negativeLog(parameters, target);
  }

  /** The negative log-likelihood as a loss of what a network gives. */
  public ElementLoss loss() {
    return ElementLoss.of(
        name + "-nll",
        "",
        parts.size(),
        domain,
        (prediction, target) -> density.negativeLog(parameters(prediction), target));
  }

  @Override
  public String toString() {
    return name + parameterNames();
  }

  // ------------------------------------------------------------- densities

  /** {@code ½·((y-μ)/σ)² + ln σ + ½·ln 2π}. */
  private static Tensor gaussian(List<Tensor> parameters, Tensor y) {
    var scale = parameters.get(1);
    return y.sub(parameters.get(0)).div(scale).square().mul(0.5).add(scale.log()).add(HALF_LOG_TAU);
  }

  /**
   * {@code (ν+1)/2·ln(1 + z²/ν) + ln σ + ½·ln πν + ln Γ(ν/2) - ln Γ((ν+1)/2)} with {@code z =
   * (y-μ)/σ}.
   */
  private static Tensor studentT(List<Tensor> parameters, Tensor y) {
    var degrees = parameters.get(0);
    var scale = parameters.get(2);
    var z = y.sub(parameters.get(1)).div(scale);
    var half = degrees.mul(0.5);
    var step = Tensors.filled(DeviceTensor.of(y).device(), y.shape(), 0.5);
    return half.add(0.5)
        .mul(LogGamma.log1p(z.square().div(degrees)))
        .add(scale.log())
        .add(degrees.mul(Math.PI).log().mul(0.5))
        .sub(LogGamma.ratio(half, step));
  }

  /** {@code ln Γ(y+1) - (ln Γ(y+r) - ln Γ(r)) + (y+r)·ln(1+αμ) - y·ln αμ} with {@code r = 1/α}. */
  private static Tensor negativeBinomial(List<Tensor> parameters, Tensor y) {
    var mean = parameters.get(0);
    var dispersion = parameters.get(1);
    var r = dispersion.reciprocal();
    var spread = mean.mul(dispersion);
    return LogGamma.of(y.add(1))
        .sub(LogGamma.ratio(r, y))
        .add(y.add(r).mul(LogGamma.log1p(spread)))
        .sub(y.mul(spread.log()));
  }

  /** The Gaussian's of {@code ln y}, and {@code ln y} for the change of variable. */
  private static Tensor logNormal(List<Tensor> parameters, Tensor y) {
    var logY = y.log();
    return gaussian(parameters, logY).add(logY);
  }
}
