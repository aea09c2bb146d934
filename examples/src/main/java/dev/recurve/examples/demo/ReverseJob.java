package dev.recurve.examples.demo;

import dev.recurve.autodiff.Steps;
import dev.recurve.examples.cli.Console;
import dev.recurve.examples.cli.Interrupts;
import dev.recurve.loss.Losses;
import dev.recurve.optim.Adam;
import dev.recurve.params.ParamStore;
import dev.recurve.train.StopReason;
import dev.recurve.train.StopSignal;
import dev.recurve.train.Trainer;
import dev.recurve.train.TrainingRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Teaches a {@link Reverser} and asks it about strings that it has never seen. */
final class ReverseJob {
  private static final int BATCH = 64;
  private static final int ASKED_AT_ONCE = 250;

  /**
   * The size of the job.
   *
   * @param longest most digits of a string
   * @param examples to learn from
   * @param validated held out, to see how learning gets on
   * @param asked held out, to be measured on
   * @param epochs passes over the examples
   * @param embedding features of a token
   * @param units of each recurrent layer
   */
  record Scale(
      int longest, int examples, int validated, int asked, int epochs, int embedding, int units) {
    /** What the demo is about. */
    static final Scale FULL = new Scale(10, 24_000, 500, 2000, 8, 32, 64);

    /** Small enough for a test. */
    static final Scale QUICK = new Scale(4, 4000, 200, 300, 6, 16, 32);
  }

  /** A question and what came of it. */
  record Asked(int[] string, Reverser.Answer answer) {
    boolean isRight() {
      return Arrays.equals(DigitStrings.reversed(string), answer.digits());
    }
  }

  /**
   * What came out.
   *
   * @param weights number of them
   * @param asked all questions in order
   */
  record Result(TrainingRun run, long weights, List<Asked> asked) {
    double accuracy() {
      return share(asked);
    }

    /** The share of right answers among strings of so many digits; empty if there were none. */
    Optional<Double> accuracy(int digits) {
      var some = asked.stream().filter(a -> a.string().length == digits).toList();
      return some.isEmpty() ? Optional.empty() : Optional.of(share(some));
    }

    long count(int digits) {
      return asked.stream().filter(a -> a.string().length == digits).count();
    }

    private static double share(List<Asked> some) {
      return (double) some.stream().filter(Asked::isRight).count() / some.size();
    }
  }

  private final Scale scale;
  private final long seed;
  private final Console console;

  ReverseJob(Scale scale, long seed, Console console) {
    this.scale = scale;
    this.seed = seed;
    this.console = console;
  }

  /** Trains and measures; empty if the user interrupted it. */
  Optional<Result> run() {
    var params = ParamStore.fresh(seed);
    var net = new Reverser(scale.embedding, scale.units, params);
    var train = DigitStrings.draw(seed, scale.examples, scale.longest, false);
    var valid = DigitStrings.draw(seed + 1, scale.validated, scale.longest, true);
    var stop = new StopSignal();
    var trainer =
        Trainer.of(params, net, Losses.crossEntropy().overSteps())
            .optimizer(Adam.withRate(0.002))
            .clipNorm(1)
            .epochs(scale.epochs)
            .seed(seed)
            .stopOn(stop);
    console.progress().ifPresent(trainer::callbacks);
    console.note(
        "%d strings of 1 to %d digits to learn from; %d weights"
            .formatted(scale.examples, scale.longest, params.count()));
    try (var _ = Interrupts.raise(stop, console)) {
      var run =
          trainer.fit(
              DigitStrings.batches(train).size(BATCH).shuffled(seed),
              DigitStrings.batches(valid).size(BATCH));
      if (run.stopped() == StopReason.INTERRUPTED) {
        return Optional.empty();
      }
      return Optional.of(new Result(run, params.count(), ask(params, net)));
    }
  }

  private List<Asked> ask(ParamStore params, Reverser net) {
    var strings = DigitStrings.draw(seed + 2, scale.asked, scale.longest, true);
    var all = new ArrayList<Asked>();
    try (var steps = new Steps(params.device())) {
      for (int from = 0; from < strings.size(); from += ASKED_AT_ONCE) {
        var some = strings.subList(from, Math.min(from + ASKED_AT_ONCE, strings.size()));
        var answers = steps.infer(() -> net.answer(some, scale.longest));
        for (int i = 0; i < answers.size(); i++) {
          all.add(new Asked(some.get(i), answers.get(i)));
        }
      }
    }
    return all;
  }
}
