package dev.recurve.data;

/**
 * What one training step works on.
 *
 * @param input what the model gets
 * @param target what it should give
 * @param size number of examples
 * @param <I> the model's input
 * @param <Y> the target
 */
public record Batch<I, Y>(I input, Y target, int size) {}
