package dev.recurve.nn;

import dev.recurve.Tensor;

/**
 * What a query found in a memory.
 *
 * @param context the memory's values weighed and summed, {@code [B, values]}; zeros where the
 *     memory has length 0
 * @param weights how much each step counted, 0 or more and 1 in sum, exactly 0 in the padding:
 *     {@code [B, T]}, or {@code [B, heads, T]} where there are several heads; T is the longest
 *     length of the memory
 */
public record Attended(Tensor context, Tensor weights) {}
