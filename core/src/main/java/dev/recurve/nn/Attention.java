package dev.recurve.nn;

import dev.recurve.Sequence;

/**
 * Looks into a memory, the outputs of an encoder as a rule, for what fits a query: the memory's
 * steps are weighed by how well they fit, and summed. What does not depend on the query is computed
 * once, so that a decoder may ask step by step:
 *
 * <pre>{@code
 * var memory = attention.over(encoder.apply(source));
 * for (…) {
 *   var found = memory.attend(state.output());
 *   state = cell.step(input.concat(1, List.of(found.context())), state);
 * }
 * }</pre>
 *
 * <p>Padding in the memory is never looked at.
 */
public interface Attention {
  /**
   * Prepares a memory.
   *
   * @param memory {@code [T, B, features]}: keys and values at once
   * @throws dev.recurve.ShapeException if it has other features
   */
  AttentionMemory over(Sequence memory);

  /** Features of a query. */
  int querySize();

  /** Features of the memory. */
  int memorySize();

  /** Features of the context. */
  int contextSize();

  /**
   * What it is, with sizes, for example {@code AdditiveAttention(query 64, memory 128, units 32)}.
   */
  String describe();
}
