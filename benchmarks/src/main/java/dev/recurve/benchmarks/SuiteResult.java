package dev.recurve.benchmarks;

import dev.recurve.benchmarks.contest.Outcome;

/** What became of a row. */
sealed interface SuiteResult {
  /** The row. */
  SuiteRow row();

  /** Both ran. */
  record Measured(SuiteRow row, Outcome outcome) implements SuiteResult {
    Outcome.Side rival() {
      return outcome.rival().orElseThrow();
    }

    double ratio() {
      return outcome.ratio().orElseThrow();
    }

    boolean isReached() {
      return ratio() >= row.goal();
    }

    double share(Ceilings ceilings) {
      return ceilings.share(outcome.gflops(), row.threads());
    }
  }

  /** One of them could not. */
  record Skipped(SuiteRow row, String reason) implements SuiteResult {}
}
