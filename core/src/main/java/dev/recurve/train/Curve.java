package dev.recurve.train;

import java.util.List;
import java.util.OptionalLong;

/**
 * A factor on the learning rate along a count t = 0, 1, 2, …, of steps or of epochs: which it is is
 * said by {@link Schedule#perStep} and {@link Schedule#perEpoch}. Where PyTorch has a schedule of
 * the same name, the factors are the same.
 */
public sealed interface Curve
    permits Curve.Constant,
        Falls.Step,
        Falls.MultiStep,
        Falls.Exponential,
        Falls.Polynomial,
        Falls.InverseRoot,
        Cosines.Cosine,
        Cosines.Restarts,
        Cosines.OneCycle {
  /**
   * The factor.
   *
   * @param t how much of the count is done
   * @param run the count of the whole run
   */
  double factor(long t, long run);

  /** Name and settings; those left to the length of the run are those of this run. */
  String describe(long run);

  /** Always 1. */
  record Constant() implements Curve {
    @Override
    public double factor(long t, long run) {
      return 1;
    }

    @Override
    public String describe(long run) {
      return "constant";
    }
  }

  /** Always 1. */
  static Curve constant() {
    return new Constant();
  }

  /**
   * Multiplied by a factor after every so many.
   *
   * @param every at least 1
   * @param factor greater than 0
   */
  static Curve step(long every, double factor) {
    return new Falls.Step(every, factor);
  }

  /**
   * Multiplied by a factor at each of some places.
   *
   * @param places each at least 1, in rising order
   * @param factor greater than 0
   */
  static Curve multiStep(List<Long> places, double factor) {
    return new Falls.MultiStep(places, factor);
  }

  /** {@code factorᵗ}, with a factor greater than 0. */
  static Curve exponential(double factor) {
    return new Falls.Exponential(factor);
  }

  /**
   * {@code (1 - t/n)^power} with the length n of the run; 0 from there on. Power 1 is a straight
   * line.
   *
   * @param power greater than 0
   */
  static Curve polynomial(double power) {
    return new Falls.Polynomial(OptionalLong.empty(), power);
  }

  /** The same with a length of its own, at least 1. */
  static Curve polynomial(long length, double power) {
    return new Falls.Polynomial(OptionalLong.of(length), power);
  }

  /**
   * {@code √(n/s)} at {@code s = t + 1}, after a linear rise {@code s/n} over the first n: Vaswani
   * et al. 2017, there called by the name of Noam Shazeer. With the model's width d, the paper's
   * rate is that of an optimiser with the learning rate {@code (d·n)^-½}.
   *
   * @param rise the length n of the rise, at least 1
   */
  static Curve inverseSquareRoot(long rise) {
    return new Falls.InverseRoot(rise);
  }

  /** Half a wave of the cosine, from 1 to 0 over the run (Loshchilov and Hutter 2017). */
  static Curve cosine() {
    return new Cosines.Cosine(OptionalLong.empty(), 0);
  }

  /**
   * Half a wave of the cosine, from 1 to a least factor; it rises again afterwards.
   *
   * @param length at least 1
   * @param least in {@code [0, 1]}
   */
  static Curve cosine(long length, double least) {
    return new Cosines.Cosine(OptionalLong.of(length), least);
  }

  /**
   * Half waves of the cosine, each from 1 to a least factor (Loshchilov and Hutter 2017).
   *
   * @param first the length of the first, at least 1
   * @param growth each of the others is so many times as long as the one before, at least 1
   * @param least in {@code [0, 1]}
   */
  static Curve cosineWithRestarts(long first, int growth, double least) {
    return new Cosines.Restarts(first, growth, least);
  }

  /**
   * One cycle over the run (Smith and Topin 2018): a rise to 1 over the first 0.3 of it, from 1/25,
   * then a fall to 1/250000; both along half a wave of the cosine. The optimiser's learning rate is
   * the highest.
   */
  static Curve oneCycle() {
    return oneCycle(0.3, 25, 1e4);
  }

  /**
   * One cycle over the run.
   *
   * @param rising the share of the run in which the rate rises, between 0 and 1
   * @param below how many times below the highest rate the first is, at least 1
   * @param further how many times below the first rate the last is, at least 1
   */
  static Curve oneCycle(double rising, double below, double further) {
    return new Cosines.OneCycle(rising, below, further);
  }
}
