package dev.recurve.benchmarks.problem;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A piece of work, fixed to the last number: whoever is handed it computes the same. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "problem")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RnnProblem.class, name = "rnn"),
  @JsonSubTypes.Type(value = GemmProblem.class, name = "gemm"),
  @JsonSubTypes.Type(value = PeakProblem.class, name = "peak")
})
public sealed interface Problem permits RnnProblem, GemmProblem, PeakProblem {
  /** Floating-point operations that the mathematics needs, whatever is really executed. */
  double flops();

  /** One line, for tables. */
  String describe();
}
