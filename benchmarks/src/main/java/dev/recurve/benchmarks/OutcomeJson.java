package dev.recurve.benchmarks;

import dev.recurve.benchmarks.contest.Outcome;
import dev.recurve.benchmarks.problem.Problem;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.util.LinkedHashMap;
import java.util.Map;

/** An outcome as one line of JSON; what concerns the rival is null when there was none. */
final class OutcomeJson {
  private OutcomeJson() {}

  /** The line. */
  static String line(Outcome outcome) {
    var fields = new LinkedHashMap<String, Object>();
    fields.putAll(work(outcome.contest().problem()));
    fields.put("median_ms", JsonLine.rounded(outcome.ours().timings().medianMillis()));
    fields.put("p99_ms", JsonLine.rounded(outcome.ours().timings().percentileMillis(99)));
    fields.put("gflops", JsonLine.rounded(outcome.gflops()));
    fields.put("rival", outcome.contest().rival().toString());
    var rival = outcome.rival();
    fields.put("rival_version", rival.map(Outcome.Side::version).orElse(null));
    fields.put("rival_threads", rival.map(Outcome.Side::threads).orElse(null));
    fields.put(
        "rival_median_ms",
        rival.map(side -> JsonLine.rounded(side.timings().medianMillis())).orElse(null));
    fields.put("ratio", rival.isPresent() ? JsonLine.rounded(outcome.ratio().orElseThrow()) : null);
    return JsonLine.of(fields);
  }

  private static Map<String, String> work(Problem problem) {
    var work = new LinkedHashMap<String, String>();
    if (problem instanceof RnnProblem rnn) {
      work.put("cell", rnn.cell().toString());
      work.put("mode", rnn.mode().toString());
    } else {
      work.put("work", problem.describe());
    }
    return work;
  }
}
