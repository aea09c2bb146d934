package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private long seconds;

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** A clock that moves by so many seconds with each step. */
  private Callback eachStepTakes(int duration) {
    return new Callback() {
      @Override
      public void onStep(StepProgress progress) {
        seconds += duration;
      }
    };
  }

  private Callback lines() {
    return new ProgressInLines(out, () -> TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void linesComeTenSecondsApart() {
    var job = Toy.job();

    job.trainer().epochs(2).callbacks(eachStepTakes(4), lines()).fit(Toy.train());

    var lines = printed().lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).isEqualTo("training: 2 epochs of 5 steps");
    assertThat(lines.get(1))
        .matches("epoch 1/2, step 3/5, loss [0-9.]+, lr 0.001, 0.25 steps/s, eta 0:28");
    assertThat(lines.get(2))
        .matches(
            "epoch 2/2, step 1/5, loss [0-9.]+, lr 0.001, best [0-9.]+ \\(epoch 1\\), 0.25 steps/s,"
                + " eta 0:16");
    assertThat(lines.get(3)).startsWith("epoch 2/2, step 4/5, loss ").endsWith("eta 0:04");
    assertThat(lines.get(4)).startsWith("stopped: all 2 epochs are done; best was epoch ");
  }

  @Test
  void aQuickRunPrintsTwoLines() {
    Toy.job().trainer().callbacks(lines()).fit(Toy.train());

    assertThat(printed().lines()).hasSize(2);
  }

  @Test
  void aLongRunShowsHours() {
    Toy.job().trainer().epochs(2).callbacks(eachStepTakes(3600), lines()).fit(Toy.train());

    assertThat(printed().lines().toList().get(1)).endsWith("eta 9:00:00");
  }

  @Test
  void theBarShowsTheWholeRunAndThenTheReason() {
    Toy.job().trainer().callbacks(Progress.bar(out)).fit(Toy.train());

    var lines = printed().split(System.lineSeparator());
    assertThat(lines).hasSize(2);
    assertThat(lines[0].split("\r"))
        .allSatisfy(shown -> assertThat(shown.length()).isLessThan(200));
    assertThat(lines[0]).contains("100%").contains("20/20");
    assertThat(lines[1]).startsWith("stopped: all 4 epochs are done; best was epoch ");
  }

  /** Long enough for the loss to be shown. */
  @Test
  void theBarShowsEpochAndLoss() {
    Toy.job()
        .trainer()
        .callbacks(
            new Callback() {
              @Override
              public void onStep(StepProgress progress) {
                LockSupport.parkNanos(60_000_000);
              }
            },
            Progress.bar(out))
        .fit(Toy.train());

    assertThat(printed()).containsPattern("epoch [1-4]/4, loss [0-9.]+, lr 0.001");
    assertThat(printed())
        .as("time spent, time left, rate")
        .containsPattern("/20 \\(0:00:0[0-9] / 0:00:0[0-9]\\) [0-9.]+/s epoch");
  }

  @Test
  void aLineIsRedrawnInPlaceAndEndedOnce() {
    var line = new TerminalLine(out);

    line.accept("a longer text");
    line.accept("short");
    line.accept("x".repeat(5000));
    line.close();
    line.close();

    var drawn = printed().split("\r");
    assertThat(drawn[1]).isEqualTo("a longer text");
    assertThat(drawn[2]).isEqualTo("short        ");
    assertThat(drawn[3])
        .isEqualTo("x".repeat(line.getMaxRenderedLength()) + System.lineSeparator());
    assertThat(TerminalLine.columns(null)).isEqualTo(80);
    assertThat(TerminalLine.columns("132")).isEqualTo(132);
    assertThat(TerminalLine.columns("-1")).isEqualTo(80);
  }

  @Test
  void theBarIsTakenDownWhenTheRunFails() throws InterruptedException {
    var trainer =
        Toy.job()
            .trainer()
            .callbacks(
                Progress.bar(out),
                new Callback() {
                  @Override
                  public void onStep(StepProgress progress) {
                    throw new IllegalStateException("stop");
                  }
                });

    assertThatThrownBy(() -> trainer.fit(Toy.train())).hasMessage("stop");

    int length = bytes.size();
    assertThat(printed()).endsWith(System.lineSeparator());
    Thread.sleep(500);
    assertThat(bytes.size()).as("nothing is drawn afterwards").isEqualTo(length);
  }

  @Test
  void withoutATerminalProgressIsPlain() {
    assertThat(Progress.plain(out)).isInstanceOf(ProgressInLines.class);
    assertThat(Progress.auto(out))
        .isInstanceOf(
            System.console() != null && System.console().isTerminal()
                ? ProgressOnTerminal.class
                : ProgressInLines.class);
  }

  @Test
  void numbersAreShort() {
    assertThat(Numbers.brief(0.318)).isEqualTo("0.318");
    assertThat(Numbers.brief(1234567.8)).isEqualTo("1235000");
    assertThat(Numbers.brief(1e-3)).isEqualTo("0.001");
    assertThat(Numbers.brief(0)).isEqualTo("0");
    assertThat(Numbers.brief(1e-9)).isEqualTo("0.000000001");
    assertThat(Numbers.brief(1.5e-12)).isEqualTo("1.5E-12");
    assertThat(Numbers.brief(3.2e20)).isEqualTo("3.2E+20");
    assertThat(Numbers.brief(Double.NaN)).isEqualTo("NaN");
    assertThat(Numbers.brief(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
  }
}
