package dev.recurve.benchmarks.problem;

/**
 * Multiplications with additions in registers, the most that a processor can do: the ceiling that
 * all other figures are a share of.
 *
 * @param flops operations of all threads together
 */
public record PeakProblem(double flops) implements Problem {
  @Override
  public String describe() {
    return "multiply-add in registers";
  }
}
