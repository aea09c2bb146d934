package dev.recurve.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurve.benchmarks.contest.Outcome;
import dev.recurve.benchmarks.problem.Problem;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** An outcome as one line of JSON; what concerns the rival is null when there was none. */
final class OutcomeJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private OutcomeJson() {}

  /** The line. */
  static String line(Outcome outcome) {
    var fields = new LinkedHashMap<String, Object>();
    fields.putAll(work(outcome.contest().problem()));
    fields.put("median_ms", rounded(outcome.ours().timings().medianMillis()));
    fields.put("p99_ms", rounded(outcome.ours().timings().percentileMillis(99)));
    fields.put("gflops", rounded(outcome.gflops()));
    fields.put("rival", outcome.contest().rival().toString());
    var rival = outcome.rival();
    fields.put("rival_version", rival.map(Outcome.Side::version).orElse(null));
    fields.put("rival_threads", rival.map(Outcome.Side::threads).orElse(null));
    fields.put(
        "rival_median_ms", rival.map(side -> rounded(side.timings().medianMillis())).orElse(null));
    fields.put("ratio", rival.isPresent() ? rounded(outcome.ratio().orElseThrow()) : null);
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Numbers and words can always be written as JSON", e);
    }
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

  /** Six significant digits. */
  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(6)).doubleValue();
  }
}
