package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.golden.Golden;
import dev.recurve.optim.Sgd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Learning-rate schedules: PyTorch's values, hand-worked ones, and numbers that cannot be. */
class ScheduleTest {
  private static final double BASE = 0.1;

  /** The run that the golden values were made for. */
  private static final RunLength RUN = new RunLength(21, 21);

  /** Validation losses that the plateau's golden values were made with. */
  private static final List<Double> LOSSES =
      List.of(
          1.0, 0.9, 0.9, 0.9, 0.9, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.7, 0.7, 0.7,
          0.7, 0.7);

  /**
   * A schedule by the name of its values, for an optimiser with a learning rate.
   *
   * @param rate of the optimiser
   */
  private record Case(double rate, Schedule perStep, Schedule perEpoch) {
    static Case of(double rate, Curve curve) {
      return new Case(rate, Schedule.perStep(curve), Schedule.perEpoch(curve));
    }
  }

  private static Map<String, Case> cases() {
    var cases = new LinkedHashMap<String, Case>();
    cases.put("step5_g0.5", Case.of(BASE, Curve.step(5, 0.5)));
    cases.put("multistep_4_10", Case.of(BASE, Curve.multiStep(List.of(4L, 10L), 0.1)));
    cases.put("exp0.9", Case.of(BASE, Curve.exponential(0.9)));
    cases.put("cos10", Case.of(BASE, Curve.cosine(10, 0)));
    cases.put("cos_wr5", Case.of(BASE, Curve.cosineWithRestarts(5, 2, 0)));
    var rise = Schedule.constant().warmUp(5, 0.1);
    cases.put("linear", new Case(BASE, rise, rise));
    cases.put("onecycle", Case.of(0.5, Curve.oneCycle()));
    cases.put("poly2", Case.of(BASE, Curve.polynomial(10, 2)));
    var plateau = Schedule.reduceOnPlateau(0.5, 2);
    cases.put("plateau_p2", new Case(BASE, plateau, plateau));
    return cases;
  }

  static List<String> names() {
    return List.copyOf(cases().keySet());
  }

  private static History history(int epochs) {
    var history = History.empty();
    for (int i = 0; i < epochs; i++) {
      double loss = LOSSES.get(i % LOSSES.size());
      history = history.with(new EpochRecord(i + 1, 9, OptionalDouble.of(loss), 0.1, 1, 1));
    }
    return history;
  }

  private static RunPosition at(long step, int epochs) {
    return new RunPosition(step, history(epochs), RUN);
  }

  @Test
  void everyGoldenScheduleIsTested() {
    assertThat(Golden.read("lr_schedules.json").fields()).hasSize(9).containsOnlyKeys(names());
  }

  @ParameterizedTest
  @MethodSource("names")
  void valuesArePyTorchs(String name) {
    double[] golden = Golden.read("lr_schedules.json").at(name).values();
    assertThat(golden).hasSize(20);
    var schedules = cases().get(name);
    for (int t = 0; t < golden.length; t++) {
      assertThat(schedules.rate() * schedules.perStep().factor(at(t, t)))
          .as("%s at step %d", name, t)
          .isCloseTo(golden[t], within(1e-15));
      assertThat(schedules.rate() * schedules.perEpoch().factor(at(t, t)))
          .as("%s in epoch %d", name, t)
          .isCloseTo(golden[t], within(1e-15));
    }
  }

  @Test
  void stepsAndEpochsAreToldApart() {
    var perStep = Schedule.perStep(Curve.exponential(0.5));
    var perEpoch = Schedule.perEpoch(Curve.exponential(0.5));
    assertThat(perStep.factor(at(3, 1))).isEqualTo(0.125);
    assertThat(perEpoch.factor(at(3, 1))).isEqualTo(0.5);
    var cosine = new RunPosition(50, history(1), new RunLength(100, 4));
    assertThat(Schedule.perStep(Curve.cosine()).factor(cosine)).isCloseTo(0.5, within(1e-15));
    assertThat(Schedule.perEpoch(Curve.cosine()).factor(cosine))
        .isCloseTo((1 + Math.sqrt(0.5)) / 2, within(1e-15));
  }

  @Test
  void curvesGetTheLengthOfTheRun() {
    var run = new RunLength(200, 10);
    assertThat(factors(Curve.polynomial(1), run, 0, 50, 199)).containsExactly(1.0, 0.75, 0.005);
    assertThat(factors(Curve.oneCycle(0.25, 10, 100), run, 0, 49, 199))
        .containsExactly(0.1, 1.0, 0.001);
    assertThat(factors(Curve.cosine(100, 0.2), run, 0, 50, 100)).containsExactly(1.0, 0.6, 0.2);
    assertThat(factors(Curve.cosineWithRestarts(50, 1, 0.2), run, 25, 50, 175))
        .containsExactly(0.6, 1.0, 0.6);
  }

  private static List<Double> factors(Curve curve, RunLength run, long... steps) {
    var factors = new ArrayList<Double>();
    for (long step : steps) {
      double factor = Schedule.perStep(curve).factor(new RunPosition(step, History.empty(), run));
      factors.add(Math.round(factor * 1e12) / 1e12);
    }
    return factors;
  }

  /** However short a run is, one cycle in it has no step that divides by zero. */
  @Test
  void oneCycleFitsIntoAnyRun() {
    for (int steps = 1; steps <= 8; steps++) {
      var run = new RunLength(steps, 1);
      var schedule = Schedule.perStep(Curve.oneCycle());
      double highest = 0;
      for (int t = 0; t <= steps; t++) {
        double factor = schedule.factor(new RunPosition(t, History.empty(), run));
        assertThat(factor).isBetween(1 / 25e4 - 1e-15, 1.0);
        highest = Math.max(highest, factor);
      }
      assertThat(highest).isGreaterThan(0.5);
    }
  }

  /** With the model's width d and the rise n: rate = d^-½ · min(s^-½, s · n^-1.5). */
  @Test
  void inverseSquareRootIsNoams() {
    int width = 512;
    int rise = 40;
    double rate = 1 / Math.sqrt(width * (double) rise);
    var schedule = Schedule.perStep(Curve.inverseSquareRoot(rise));
    for (int t = 0; t < 200; t++) {
      double s = t + 1;
      double noam = Math.min(1 / Math.sqrt(s), s * Math.pow(rise, -1.5)) / Math.sqrt(width);
      assertThat(rate * schedule.factor(at(t, 0))).isCloseTo(noam, within(1e-15));
    }
    assertThat(schedule.factor(at(rise - 1, 0))).isEqualTo(1);
  }

  @Test
  void aWarmUpShiftsWhatComesAfterIt() {
    var run = new RunLength(14, 2);
    var schedule = Schedule.perStep(Curve.polynomial(1)).warmUp(4);
    double[] expected = {0.2, 0.4, 0.6, 0.8, 1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1};
    for (int t = 0; t < expected.length; t++) {
      assertThat(schedule.factor(new RunPosition(t, history(t / 7), run)))
          .as("step %d", t)
          .isCloseTo(expected[t], within(1e-15));
    }
    // Epochs are counted from the start, and a plateau is still seen.
    var perEpoch = Schedule.perEpoch(Curve.exponential(0.5)).warmUp(8, 0);
    assertThat(perEpoch.factor(at(4, 2))).isEqualTo(0.125);
    assertThat(perEpoch.factor(at(9, 3))).isEqualTo(0.125);
    var plateau = Schedule.reduceOnPlateau(0.5, 2).warmUp(2, 0.5);
    assertThat(plateau.factor(at(1, 0))).isEqualTo(0.75);
    assertThat(plateau.factor(at(9, 5))).isEqualTo(0.5);
  }

  @Test
  void theTrainerTellsHowLongTheRunIs() {
    var job = Toy.job();
    var rates = new ArrayList<Double>();
    job.trainer()
        .optimizer(Sgd.withRate(0.1))
        .epochs(4)
        .schedule(Schedule.perStep(Curve.polynomial(1)))
        .callbacks(
            new Callback() {
              @Override
              public void onStep(StepProgress progress) {
                rates.add(progress.learningRate());
              }
            })
        .fit(Toy.train());

    assertThat(rates).hasSize(4 * Toy.BATCHES);
    for (int t = 0; t < rates.size(); t++) {
      assertThat(rates.get(t)).isCloseTo(0.1 * (1 - t / 20.0), within(1e-15));
    }
  }

  @Test
  void numbersThatCannotBeAreRefused() {
    for (Runnable wrong :
        List.<Runnable>of(
            () -> Curve.step(0, 0.5),
            () -> Curve.step(1, 0),
            () -> Curve.multiStep(List.of(), 0.5),
            () -> Curve.multiStep(List.of(0L, 3L), 0.5),
            () -> Curve.multiStep(List.of(3L, 2L), 0.5),
            () -> Curve.multiStep(List.of(3L, 3L), 0.5),
            () -> Curve.multiStep(List.of(3L), -1),
            () -> Curve.exponential(Double.NaN),
            () -> Curve.exponential(0),
            () -> Curve.polynomial(0),
            () -> Curve.polynomial(0, 1),
            () -> Curve.inverseSquareRoot(0),
            () -> Curve.cosine(0, 0),
            () -> Curve.cosine(5, -0.1),
            () -> Curve.cosine(5, 1.1),
            () -> Curve.cosineWithRestarts(0, 1, 0),
            () -> Curve.cosineWithRestarts(5, 0, 0),
            () -> Curve.oneCycle(0, 25, 1e4),
            () -> Curve.oneCycle(1, 25, 1e4),
            () -> Curve.oneCycle(0.3, 0.5, 1e4),
            () -> Curve.oneCycle(0.3, 25, Double.NaN),
            () -> Schedule.constant().warmUp(0),
            () -> Schedule.constant().warmUp(5, -0.1),
            () -> Schedule.constant().warmUp(5, 1.5),
            () -> Schedule.reduceOnPlateau(0, 3),
            () -> Schedule.reduceOnPlateau(0.5, -1),
            () -> new RunLength(0, 1))) {
      assertThatThrownBy(wrong::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("received");
    }
  }

  @Test
  void aWarmUpThatDoesNotEndIsRefusedBeforeTheFirstStep() {
    var job = Toy.job();
    var before = Toy.bits(job.store());
    var trainer =
        job.trainer().epochs(2).schedule(Schedule.constant().warmUp(3).warmUp(2 * Toy.BATCHES - 3));

    assertThatThrownBy(() -> trainer.fit(Toy.train()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A warm-up of 3 steps does not end within a run of 3; make it shorter, or train for"
                + " more epochs");
    assertThat(Toy.bits(job.store())).isEqualTo(before);
    assertThat(trainer.epochs(3).fit(Toy.train()).steps()).isEqualTo(3 * Toy.BATCHES);
  }

  @Test
  void descriptionsNameWhatFollowsFromTheRun() {
    assertThat(Schedule.constant().describe(RUN)).isEqualTo("constant");
    assertThat(Schedule.perStep(Curve.cosine()).describe(RUN))
        .isEqualTo("cosine to 0.0 over 21 steps");
    assertThat(Schedule.perEpoch(Curve.cosine(7, 0)).describe(RUN))
        .isEqualTo("cosine to 0.0 over 7 epochs");
    assertThat(Schedule.perStep(Curve.polynomial(2)).warmUp(4, 0.5).describe(RUN))
        .isEqualTo("warm-up from 0.5 over 4 steps, then polynomial, power 2.0, over 17 steps");
  }
}
