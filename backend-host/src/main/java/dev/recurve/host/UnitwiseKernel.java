package dev.recurve.host;

/**
 * A cell whose step is one product and one pass that each unit makes by itself, so that threads can
 * share a step of very few rows unit by unit, see {@link StepWeights}.
 */
public interface UnitwiseKernel extends SharedKernel {
  /**
   * From gates to outputs and cell states of some units, in the next block.
   *
   * @param from the first unit
   * @param count a whole number of vectors
   */
  void pass(RnnRun run, int step, int rows, int from, int count);
}
