package dev.recurve.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.Optimizer;
import dev.recurve.runtime.Device;
import dev.recurve.spi.CounterRandom;
import dev.recurve.spi.DType;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Optimisers and settings that no golden trajectory has, against their papers' formulas. */
class OptimizerFormulasTest {
  private static final double[] FIRST = {1, -2, 0.5};

  private final Device device = Device.standard().withType(DType.F64);

  /** A paper's formula for one weight; remembers what it needs to. */
  private interface Paper {
    double next(int t, double w, double g);
  }

  private interface Papers {
    Paper forOneWeight();
  }

  private static double[] gradient(int t) {
    double[] g = new double[FIRST.length];
    Arrays.setAll(g, i -> CounterRandom.normal(t, i) * (t % 4 == 0 ? 0.1 : 1));
    return g;
  }

  private void agree(Optimizer optimizer, int steps, Papers papers) {
    double[] expected = FIRST.clone();
    var paper = new Paper[FIRST.length];
    Arrays.setAll(paper, _ -> papers.forOneWeight());
    try (var training = new Training(device, optimizer, Clipping.none(), FIRST)) {
      for (int t = 1; t <= steps; t++) {
        double[] g = gradient(t);
        training.step(g);
        for (int i = 0; i < g.length; i++) {
          expected[i] = paper[i].next(t, expected[i], g[i]);
        }
        assertThat(training.values(0))
            .as("%s, step %d", optimizer, t)
            .containsExactly(expected, Offset.offset(1e-9));
      }
    }
  }

  @Test
  void lion() {
    agree(
        Lion.withRate(0.03).betas(0.8, 0.95).weightDecay(0.2),
        30,
        () ->
            new Paper() {
              private double m;

              @Override
              public double next(int t, double w, double g) {
                double sign = Math.signum(0.8 * m + (1 - 0.8) * g);
                m = 0.95 * m + (1 - 0.95) * g;
                return w - 0.03 * (sign + 0.2 * w);
              }
            });
  }

  /** By hand: the sign of 0.1·g, then that of 0.9·0.02 - 0.1·0.1 = 0.008. */
  @Test
  void lionByHand() {
    try (var training = new Training(device, Lion.withRate(0.5), Clipping.none(), new double[1])) {
      training.step(new double[] {2});
      assertThat(training.values(0)).containsExactly(-0.5);
      assertThat(training.slots().get("exp_avg/w0").toDoubles()[0]).isCloseTo(0.02, within(1e-15));
      training.step(new double[] {-0.1});
      assertThat(training.values(0)).containsExactly(-1);
      training.step(new double[] {-0.5});
      assertThat(training.values(0)).containsExactly(-0.5);
    }
  }

  /** Long enough for the product of all μ to vanish, and for μ to change. */
  @Test
  void nadamWithDozatsProducts() {
    agree(
        NAdam.withRate(0.02, 0.1).betas(0.9, 0.99).weightDecay(0.05),
        150,
        () ->
            new Paper() {
              private double m;
              private double v;
              private double product = 1;

              private double mu(int t) {
                return 0.9 * (1 - 0.5 * Math.pow(0.96, 0.1 * t));
              }

              @Override
              public double next(int t, double w, double gradient) {
                double g = gradient + 0.05 * w;
                m = 0.9 * m + 0.1 * g;
                v = 0.99 * v + 0.01 * g * g;
                product *= mu(t);
                double nesterov =
                    mu(t + 1) * m / (1 - product * mu(t + 1)) + (1 - mu(t)) * g / (1 - product);
                return w - 0.02 * nesterov / (Math.sqrt(v / (1 - Math.pow(0.99, t))) + 1e-8);
              }
            });
  }

  @Test
  void radamOnBothSidesOfItsThreshold() {
    agree(
        RAdam.withRate(0.02).betas(0.8, 0.98).weightDecay(0.05),
        40,
        () ->
            new Paper() {
              private double m;
              private double v;

              @Override
              public double next(int t, double w, double gradient) {
                double g = gradient + 0.05 * w;
                m = 0.8 * m + 0.2 * g;
                v = 0.98 * v + 0.02 * g * g;
                double left = 1 - Math.pow(0.98, t);
                double most = 2 / 0.02 - 1;
                double rho = most - 2 * t * Math.pow(0.98, t) / left;
                double mean = m / (1 - Math.pow(0.8, t));
                if (rho <= 5) {
                  return w - 0.02 * mean;
                }
                double r =
                    Math.sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho));
                return w - 0.02 * mean * r * Math.sqrt(left) / (Math.sqrt(v) + 1e-8);
              }
            });
  }

  @Test
  void adagradWithAllSettings() {
    agree(
        AdaGrad.withRate(0.2).rateDecay(0.3).initial(0.7).epsilon(0.1).weightDecay(0.05),
        20,
        () ->
            new Paper() {
              private double sum = 0.7;

              @Override
              public double next(int t, double w, double gradient) {
                double g = gradient + 0.05 * w;
                sum += g * g;
                return w - 0.2 / (1 + (t - 1) * 0.3) * g / (Math.sqrt(sum) + 0.1);
              }
            });
  }

  @Test
  void adadeltaWithAllSettings() {
    agree(
        AdaDelta.withRate(0.7).rho(0.8).epsilon(1e-3).weightDecay(0.05),
        20,
        () ->
            new Paper() {
              private double squares;
              private double steps;

              @Override
              public double next(int t, double w, double gradient) {
                double g = gradient + 0.05 * w;
                squares = 0.8 * squares + 0.2 * g * g;
                double d = Math.sqrt(steps + 1e-3) / Math.sqrt(squares + 1e-3) * g;
                steps = 0.8 * steps + 0.2 * d * d;
                return w - 0.7 * d;
              }
            });
  }

  @Test
  void rmspropWithAllSettings() {
    agree(
        RmsProp.withRate(0.02).alpha(0.9).epsilon(0.1).centered().momentum(0.7).weightDecay(0.05),
        20,
        () ->
            new Paper() {
              private double square;
              private double mean;
              private double velocity;

              @Override
              public double next(int t, double w, double gradient) {
                double g = gradient + 0.05 * w;
                square = 0.9 * square + 0.1 * g * g;
                mean = 0.9 * mean + 0.1 * g;
                velocity = 0.7 * velocity + g / (Math.sqrt(square - mean * mean) + 0.1);
                return w - 0.02 * velocity;
              }
            });
  }

  @Test
  void adamaxWithAllSettings() {
    agree(
        Adamax.withRate(0.02).betas(0.8, 0.6).epsilon(0.1).weightDecay(0.05),
        20,
        () ->
            new Paper() {
              private double mean;
              private double norm;

              @Override
              public double next(int t, double w, double gradient) {
                double g = gradient + 0.05 * w;
                mean = 0.8 * mean + 0.2 * g;
                norm = Math.max(0.6 * norm, Math.abs(g) + 0.1);
                return w - 0.02 / (1 - Math.pow(0.8, t)) * mean / norm;
              }
            });
  }

  @Test
  void asgdWithAllSettings() {
    agree(
        Asgd.withRate(0.2).lambda(0.1).alpha(0.6).weightDecay(0.05),
        20,
        () ->
            (t, w, gradient) -> {
              double eta = 0.2 / Math.pow(1 + 0.1 * 0.2 * (t - 1), 0.6);
              return (1 - 0.1 * eta) * w - eta * (gradient + 0.05 * w);
            });
  }

  @Test
  void rpropWithAllSettings() {
    agree(
        Rprop.withRate(0.05).factors(0.4, 1.5).between(0.01, 0.08),
        20,
        () ->
            new Paper() {
              private double before;
              private double size = 0.05;

              @Override
              public double next(int t, double w, double g) {
                if (before * g < 0) {
                  size = Math.max(0.4 * size, 0.01);
                  before = 0;
                  return w;
                }
                size = before * g > 0 ? Math.min(1.5 * size, 0.08) : size;
                before = g;
                return w - size * Math.signum(g);
              }
            });
  }

  /** A bowl that is steeper in one direction than in the other, from afar. */
  @Test
  void everyOptimizerFindsTheBottom() {
    for (var optimizer : Optimizers.all()) {
      try (var training = new Training(device, optimizer, Clipping.none(), FIRST)) {
        for (int t = 1; t <= 400; t++) {
          double[] w = training.values(0);
          // The rate falls to a fiftieth, for those whose steps do not become smaller themselves.
          training.step(Math.pow(0.99, t), new double[] {w[0], 3 * w[1], 0.3 * w[2]});
        }
        assertThat(Arrays.stream(training.values(0)).map(Math::abs).max().orElseThrow())
            .as("%s", optimizer)
            .isLessThan(0.05);
      }
    }
  }
}
